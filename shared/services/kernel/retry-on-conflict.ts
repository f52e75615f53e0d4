import * as messages from '#shared/platform/messages.ts';
import { Problem } from '#shared/platform/problem.ts';
import { ConcurrentWriteError } from './commit.ts';
import type { Context } from './context.ts';

const FIRST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 640;
/** Minimum number of attempts, however little time is left. */
const TRIES_AT_LEAST = 2;

/**
 * Repeats `attempt` after concurrent writes, with full jitter, within the writer's time budget; then throws
 * `dependency_unavailable`, because the caller only needs to retry. `attempt` receives the number of earlier conflicts.
 */
export const retryOnConflict = async <T>(context: Context, attempt: (lost: number) => Promise<T>): Promise<T> => {
  const deadline = performance.now() + context.writer.budgetMs;
  for (let lost = 0; ; lost += 1) {
    try {
      return await attempt(lost);
    } catch (error) {
      if (!(error instanceof ConcurrentWriteError)) throw error;
      const pause = Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** lost, LONGEST_PAUSE_MS);
      if (lost + 1 >= TRIES_AT_LEAST && performance.now() + pause > deadline) {
        throw new Problem('dependency_unavailable', messages.manyWriters, { retryAfterSeconds: 1, cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
};
