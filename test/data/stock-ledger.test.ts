import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyOf } from '#shared/data/stock/ledger-store.ts';
import type { Api } from '#test/support/api.ts';
import { startApi } from '#test/support/api.ts';
import { at } from '#test/support/clock.ts';
import { ledger, quantityAt, report, reported, soldProduct, stockedPoint } from '#test/support/stock.ts';

// DynamoDB's index follows the table a moment later, and not always in order; the embedded engine's never lags.
let api: Api;
let point: string;
let product: string;
/** Which entries an index read does not see yet, counted from the newest, for so many reads. */
let hidden: { entries: readonly number[]; reads: number };
let lagging = 0;

const withLag = (body: string): string => {
  const answer = JSON.parse(body) as { Items?: { arrived?: { S: string } }[] };
  const newestFirst = [...(answer.Items ?? [])].sort((a, b) => ((a.arrived?.S ?? '') < (b.arrived?.S ?? '') ? 1 : -1));
  const unseen = new Set(hidden.entries.map((index) => newestFirst[index]));
  return JSON.stringify({ ...answer, Items: answer.Items?.filter((item) => !unseen.has(item)) });
};

beforeAll(async () => {
  api = await startApi({
    now: at('10:06'),
    send: (real) => async (target, body) => {
      const answer = await real(target, body);
      if (!body.includes('"IndexName"') || hidden.reads === 0) return answer;
      hidden.reads -= 1;
      lagging += 1;
      return { ...answer, body: withLag(answer.body) };
    },
  });
  hidden = { entries: [], reads: 0 };
  product = await soldProduct(api);
});
afterAll(() => api.stop());

describe('an index that lags behind the ledger', () => {
  it.each([
    { misses: 'the newest sale', entries: [0] },
    { misses: 'a sale between others', entries: [1] },
    { misses: 'the first sale after the count', entries: [2] },
    { misses: 'everything', entries: [0, 1, 2, 3] },
  ])('that misses $misses costs a late count a second look, and no unit', async ({ entries }) => {
    point = await stockedPoint(api);
    await reported(api, point, 'receive', product, '50', { occurredAt: at('09:00') });
    for (const [minute, quantity] of [
      ['10:02', '1'],
      ['10:03', '2'],
      ['10:04', '4'],
    ] as const) {
      api.clock.now = new Date(at(minute));
      await reported(api, point, 'sell', product, quantity, { occurredAt: at(minute) });
    }
    api.clock.now = new Date(at('10:06'));
    lagging = 0;
    hidden = { entries, reads: 2 };
    await reported(api, point, 'count', product, '30', { occurredAt: at('10:01') });
    expect(lagging).toBe(2);
    expect(await quantityAt(api, point, product)).toBe('23');
    expect((await ledger(api, point)).at(-1)).toMatchObject({ kind: 'count', before: '43', after: '23' });
  });

  it('that never catches up ends in 503, and nothing is written', async () => {
    point = await stockedPoint(api);
    await reported(api, point, 'receive', product, '9', { occurredAt: at('10:02') });
    hidden = { entries: [0], reads: Number.POSITIVE_INFINITY };
    const reply = await report(api, point, [{ product, kind: 'count', quantity: '5', occurredAt: at('10:01') }]);
    hidden = { entries: [], reads: 0 };
    expect(reply.status).toBe(503);
    expect(await quantityAt(api, point, product)).toBe('9');
  });

  it('is asked only for what can have happened after the count', async () => {
    point = await stockedPoint(api);
    api.clock.now = new Date('2026-11-22T10:00:00Z');
    await reported(api, point, 'receive', product, '9');
    api.clock.now = new Date(at('10:06'));
    await reported(api, point, 'sell', product, '1', { occurredAt: at('10:05') });
    const level = { salesPoint: point, product, lines: 2 };
    const later = await historyOf(api.context('keeper-a').reader, at('10:00'))(level, at('10:00'));
    expect(later?.map(({ kind }) => kind)).toEqual(['sell']);
  });
});
