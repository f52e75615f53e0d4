import * as messages from '#shared/platform/messages.ts';
import { Problem } from '#shared/platform/problem.ts';

/** How a failed attempt is to be taken: `transient` is tried again, anything else is thrown on. */
export class TransientFault extends Error {}

/** The whole time that one table operation may take with all its attempts, in milliseconds; the gateway gives up at 30 s. */
export const BUDGET_MS = 5_000;
/** One attempt may take so long, in milliseconds. */
export const ATTEMPT_TIMEOUT_MS = 2_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 800;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Runs `attempt` until it succeeds, throws something that is not a `TransientFault`, or the time budget is spent; between
 * attempts it pauses with full jitter. A spent budget is the problem `dependency_unavailable` (503, Retry-After).
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
