import { createRateCounter } from '#shared/data/access/rate-counter.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import { RATE_LIMITS } from '#shared/platform/limits.ts';
import { createRateLimiter, type RateLimiter } from '#shared/services/access/rate-limiter.ts';
import { startApi } from '#test/support/api.ts';
import { UNLIMITED } from '#test/support/rate-limits.ts';
import { reported, soldProduct, stockedPoint } from '#test/support/stock.ts';
import { median, ratio, textTable } from './text-table.ts';

const WINDOW_MS = RATE_LIMITS.report.windowSeconds * 1_000;
const CALLS_IN_A_WINDOW = [1, 2, 5, 20, 100, 600];
const CALLS_OF_A_ROUND = 60;
/** A sale whose band stays writes so many units (section stock). */
const SALE_WCU = 5;

/** What counting the calls of one keeper adds to its sales: writes of counters, and CPU of the process that answers. */
export const limits = async ({ quick }: { quick: boolean }): Promise<string> => {
  let limiter: RateLimiter = UNLIMITED;
  const api = await startApi({ stream: false, rateLimiter: { take: (call) => limiter.take(call) } });
  try {
    let written = 0;
    const writer = createWriter(api.settings);
    const count = createRateCounter({
      ...writer,
      countUp: (...counted) => {
        written += 1;
        return writer.countUp(...counted);
      },
    });
    const counting = createRateLimiter(RATE_LIMITS, count);
    const [point, product] = [await stockedPoint(api), await soldProduct(api)];
    await reported(api, point, 'count', product, '100000');
    const sell = async (calls: number): Promise<number> => {
      api.clock.now = new Date(api.clock.now.getTime() + WINDOW_MS);
      const before = process.cpuUsage();
      for (let made = 0; made < calls; made += 1) await reported(api, point, 'sell', product, '1');
      const { user, system } = process.cpuUsage(before);
      return (user + system) / calls;
    };

    limiter = counting;
    const rows: (string | number)[][] = [];
    for (const calls of CALLS_IN_A_WINDOW.filter((some) => !quick || some <= 100)) {
      written = 0;
      await sell(calls);
      const each = written / calls;
      rows.push([calls, written, each.toFixed(2), `${((100 * each) / SALE_WCU).toFixed(0)}%`]);
    }

    const rounds: { counted: number[]; uncounted: number[] } = { counted: [], uncounted: [] };
    for (let round = 0; round < (quick ? 3 : 12); round += 1) {
      limiter = UNLIMITED;
      rounds.uncounted.push(await sell(CALLS_OF_A_ROUND));
      limiter = counting;
      rounds.counted.push(await sell(CALLS_OF_A_ROUND));
    }
    const [counted, uncounted] = [median(rounds.counted), median(rounds.uncounted)];
    return [
      'One keeper sells one at a time, all calls of a window at one instance: writes of its two counters (account and address), one',
      `unit each, beside the ${SALE_WCU} units of a sale whose band stays. A call that is refused writes nothing.`,
      '',
      textTable(['sales in ten minutes', 'writes of counters', 'for each sale', 'beside the sale'], rows),
      '',
      `CPU of the answering process for each sale, ${CALLS_OF_A_ROUND} a window, medians of interleaved rounds:`,
      '',
      textTable(
        ['calls', 'CPU us', 'ratio'],
        [
          ['not counted', uncounted.toFixed(0), ratio(uncounted, uncounted)],
          ['counted', counted.toFixed(0), ratio(counted, uncounted)],
        ],
      ),
    ].join('\n');
  } finally {
    await api.stop();
  }
};
