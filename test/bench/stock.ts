import { randomUUID } from 'node:crypto';
import { type Api, startApi } from '#test/support/api.ts';
import { startEngine } from '#test/support/engine.ts';
import {
  type Line,
  level,
  OTHER_POINT_MEMBER,
  quantityAt,
  report,
  reported,
  soldProduct,
  stockedPoint,
  transfer,
} from '#test/support/stock.ts';
import { type Meter, startMeter } from './meter.ts';
import { median, textTable, verdict } from './text-table.ts';

const WRITERS = 64;
/** How long a transaction of DynamoDB takes, roughly, in milliseconds. */
const HOLD_MS = 8;
const ATTEMPTS_MAX = 50;

const total = (meter: Meter) => ({
  table: meter.written.reduce((sum, { table }) => sum + table, 0),
  index: meter.written.reduce((sum, { index }) => sum + index, 0),
  actions: meter.written.reduce((sum, { actions }) => sum + actions, 0),
});

/** What each kind of change writes, from the engine's own account. */
const capacity = async (): Promise<string> => {
  const engine = await startEngine();
  const meter = await startMeter(engine.endpoint);
  const rows: (string | number)[][] = [];
  try {
    const api = await startApi({ engine: { endpoint: meter.endpoint } });
    const point = await stockedPoint(api);
    const other = await stockedPoint(api);
    const [bands, numbers] = [await soldProduct(api), await soldProduct(api)];
    const settings = { show: 'band', lowStockThreshold: '5' };
    await reported(api, point, 'count', bands, '1000');
    await reported(api, other, 'count', bands, '1000');
    await reported(api, point, 'count', numbers, '1000');
    for (const at of [point, other])
      await api.ask('PUT', `/v1/sales-points/${at}/stock/${bands}/settings`, { as: 'keeper-a', body: settings });

    const measured = async (name: string, least: number, goal: number | undefined, run: () => Promise<unknown>) => {
      meter.written.length = 0;
      api.consumed.length = 0;
      await run();
      const { table, index, actions } = total(meter);
      const read = api.consumed.reduce((sum, { units }) => sum + units, 0);
      rows.push([
        name,
        least,
        table,
        index,
        actions,
        read.toFixed(1),
        goal === undefined ? 'for information' : verdict(table + index, goal + 1),
      ]);
    };
    const sell =
      (product: string, more: Record<string, unknown> = {}) =>
      () =>
        reported(api, point, 'sell', product, '1', more);
    await measured('sale, bands shown, band stays', 4, 4, sell(bands));
    await measured(
      'sale, with reference and reason',
      4,
      4,
      sell(bands, { reference: 'HD-2026-000123', reason: 'Khách lẻ' }),
    );
    await measured('delivery of a lot', 4, 4, () =>
      reported(api, point, 'receive', bands, '10', { lot: 'L-2026-11', useBy: '2027-03-01' }),
    );
    await measured('late count, band stays (count time is shown)', 4, undefined, async () => {
      api.clock.now = new Date(api.clock.now.getTime() + 600_000);
      await reported(api, point, 'sell', bands, '1');
      meter.written.length = 0;
      api.consumed.length = 0;
      const occurredAt = new Date(api.clock.now.getTime() - 60_000).toISOString();
      await reported(api, point, 'count', bands, '900', { occurredAt });
    });
    await measured('sale that crosses the threshold', 4, undefined, () => reported(api, point, 'sell', bands, '896'));
    await measured('sale, number shown', 4, undefined, sell(numbers));
    await measured('transfer of one product, bands shown', 8, undefined, () =>
      transfer(api, other, point, [{ product: bands, quantity: '1' }]),
    );
    await measured('ten sales of one product in one batch', 4, undefined, () =>
      report(
        api,
        point,
        Array.from({ length: 10 }, (): Line => ({ product: numbers, kind: 'sell', quantity: '1' })),
      ),
    );
    await measured('a retry of a settled request', 0, undefined, async () => {
      const key = randomUUID();
      await report(api, point, [{ product: numbers, kind: 'sell', quantity: '1' }], { key });
      meter.written.length = 0;
      api.consumed.length = 0;
      await report(api, point, [{ product: numbers, kind: 'sell', quantity: '1' }], { key });
    });
  } finally {
    await meter.stop();
    await engine.stop();
  }
  return [
    'WCU of one request as the engine accounts for them, each with an idempotency key. "least": two items of at most 1 KB in a',
    'transaction, twice one unit each. Goal: 4 in the table, one more for the index that keeps the order of arrival.',
    '',
    textTable(['change', 'least', 'WCU table', 'WCU index', 'actions', 'RCU', 'goal'], rows),
  ].join('\n');
};

/** Sends one sale until it is taken, always with the same key, as a phone would. */
const sellStubbornly = async (api: Api, point: string, product: string): Promise<{ requests: number; ms: number }> => {
  const key = randomUUID();
  const started = performance.now();
  for (let requests = 1; requests <= ATTEMPTS_MAX; requests += 1) {
    const reply = await report(api, point, [{ product, kind: 'sell', quantity: '1' }], { key });
    if (reply.status === 200) return { requests, ms: performance.now() - started };
    if (reply.status !== 503) throw new Error(`${reply.status}: ${reply.text}`);
  }
  throw new Error(`not taken after ${ATTEMPTS_MAX} requests`);
};

const contention = async (name: string, products: number): Promise<(string | number)[]> => {
  const engine = await startEngine();
  const meter = await startMeter(engine.endpoint, { holdMs: HOLD_MS });
  try {
    const api = await startApi({ engine: { endpoint: meter.endpoint } });
    const point = await stockedPoint(api, OTHER_POINT_MEMBER);
    const sold: string[] = [];
    for (let index = 0; index < products; index += 1) {
      const product = await soldProduct(api);
      await reported(api, point, 'count', product, '1000', { as: OTHER_POINT_MEMBER });
      sold.push(product);
    }
    Object.assign(meter.tally, { sent: 0, done: 0, conflicts: 0, conditions: 0 });
    const asMember: Api = {
      ...api,
      ask: (method, path, ask) => api.ask(method, path, { ...ask, as: OTHER_POINT_MEMBER }),
    };
    const started = performance.now();
    const took = await Promise.all(
      Array.from({ length: WRITERS }, (_, index) => sellStubbornly(asMember, point, sold[index % products] ?? '')),
    );
    const seconds = (performance.now() - started) / 1000;
    const { sent, done, conflicts, conditions } = meter.tally;
    const left = await Promise.all(sold.map((product) => quantityAt(asMember, point, product)));
    const gone = left.reduce((sum, one) => sum + 1000 - Number(one), 0);
    const lines = await Promise.all(
      sold.map(async (product) => Number((await level(asMember, point, product))?.quantity)),
    );
    if (lines.some(Number.isNaN)) throw new Error('a level is missing');
    return [
      name,
      done,
      ((sent - done) / done).toFixed(2),
      conflicts,
      conditions,
      took.filter(({ requests }) => requests > 1).length,
      median(took.map(({ ms }) => ms)).toFixed(0),
      Math.max(...took.map(({ ms }) => ms)).toFixed(0),
      seconds.toFixed(1),
      verdict(Math.abs(gone - WRITERS) + Math.abs(done - WRITERS), 0),
    ];
  } finally {
    await meter.stop();
    await engine.stop();
  }
};

/** What a change of stock costs, and what happens when many change the same level. */
export const stock = async (_: { quick: boolean }): Promise<string> =>
  [
    await capacity(),
    '',
    `${WRITERS} writers, each sells one, with its own key, until it is taken. A transaction takes ${HOLD_MS} ms, and one that touches an item`,
    'of another under way is cancelled with TransactionConflict, as DynamoDB does. Target: none lost, none doubled.',
    '',
    textTable(
      [
        'levels',
        'sold',
        'retries per success',
        'conflicts',
        'stale',
        'met 503',
        'median ms',
        'longest ms',
        's',
        'target',
      ],
      [await contention('one level', 1), await contention(`${WRITERS} levels`, WRITERS)],
    ),
  ].join('\n');
