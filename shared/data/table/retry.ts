import * as messages from '#shared/platform/messages.ts';
import { Problem } from '#shared/platform/problem.ts';

/** A failure that can be retried; any other error is thrown on. */
export class TransientFault extends Error {}

/** Time budget of one table operation with all its attempts, in milliseconds; the gateway's limit is 30 s. */
export const BUDGET_MS = 5_000;
/** Time-out of one attempt, in milliseconds. */
export const ATTEMPT_TIMEOUT_MS = 2_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 800;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Runs `attempt` until it succeeds, throws an error other than `TransientFault`, or the time budget is used up; it
 * pauses with full jitter between attempts. A used-up budget is `dependency_unavailable` (503, Retry-After).
 */
export const withinBudget = async <T>(attempt: () => Promise<T>, budgetMs = BUDGET_MS): Promise<T> => {
  const deadline = performance.now() + budgetMs;
  for (let longest = FIRST_PAUSE_MS; ; longest = Math.min(longest * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TransientFault)) throw error;
      const wait = Math.random() * longest;
      if (performance.now() + wait >= deadline) {
        throw new Problem('dependency_unavailable', messages.storeBusy, { retryAfterSeconds: 2, cause: error });
      }
      await pause(wait);
    }
  }
};
