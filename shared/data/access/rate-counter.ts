import { keys } from '#shared/data/table/keys.ts';
import { numberOf } from '#shared/data/table/reader.ts';
import type { Writer } from '#shared/data/table/writer.ts';
import { sha256 } from '#shared/platform/sha256.ts';

/** A counter: the caller, the class of routes, and the window in seconds since 1970. */
export type Counted = { by: 'subject' | 'address'; caller: string; limitClass: string; start: number; end: number };

/** Adds calls to a counter and returns its new value. Throws `dependency_unavailable` if the table does not respond in time. */
export type RateCounter = (counted: Counted, calls: number) => Promise<number>;

/** Maximum waiting time for a counter, in milliseconds. */
const COUNT_BUDGET_MS = 500;

/** Lifetime of a counter after its window, in seconds, so that a fast clock does not delete a counter in use. */
const KEPT_AFTER_SECONDS = 3_600;

/** Counters in the table, each in its own partition. The key is a hash, so no item names an account or an address. */
export const createRateCounter =
  (writer: Writer): RateCounter =>
  async ({ by, caller, limitClass, start, end }, calls) => {
    const key = keys.rateCounter(sha256(by, caller, limitClass, String(start)));
    const options = { by: calls, expiresAt: end + KEPT_AFTER_SECONDS, budgetMs: COUNT_BUDGET_MS };
    return numberOf(await writer.countUp(key, 'calls', options), 'calls');
  };
