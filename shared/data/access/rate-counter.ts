import { keys } from '#shared/data/table/keys.ts';
import { numberOf } from '#shared/data/table/reader.ts';
import type { Writer } from '#shared/data/table/writer.ts';
import { sha256 } from '#shared/platform/sha256.ts';

/** Whose calls are counted, of which class of routes, in the window that begins and ends then, in seconds since 1970. */
export type Counted = { by: 'subject' | 'address'; caller: string; limitClass: string; start: number; end: number };

/**
 * Adds calls to the counter of a caller in a window and returns its new value. Throws `dependency_unavailable` where the
 * table does not answer in time.
 */
export type RateCounter = (counted: Counted, calls: number) => Promise<number>;

/** A call waits so long for its counter, in milliseconds. */
const COUNT_BUDGET_MS = 500;

/** A counter outlives its window by so much, in seconds, so that no clock that is fast deletes one in use. */
const KEPT_AFTER_SECONDS = 3_600;

/** Counters in the table, each in a partition of its own. The key is a hash: no item names an account or an address. */
export const createRateCounter =
  (writer: Writer): RateCounter =>
  async ({ by, caller, limitClass, start, end }, calls) => {
    const key = keys.rateCounter(sha256(by, caller, limitClass, String(start)));
    const options = { by: calls, expiresAt: end + KEPT_AFTER_SECONDS, budgetMs: COUNT_BUDGET_MS };
    return numberOf(await writer.countUp(key, 'calls', options), 'calls');
  };
