import type { Stored } from '#shared/data/table/document.ts';
import { ConcurrentWriteError } from './commit.ts';
import type { Context } from './context.ts';
import { retryOnConflict } from './retry-on-conflict.ts';

const ATTEMPTS_MAX = 5;
const PAUSE_MS = 20;

/**
 * Runs a write that may meet others again, a few times, on what is stored then. What still meets others is thrown: then
 * the document that is carried has changed itself.
 */
export const retryOnConflictBriefly = async (write: () => Promise<void>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof ConcurrentWriteError) || attempt === ATTEMPTS_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE_MS * attempt));
    }
  }
};

/**
 * Carries a document that was saved as `unfinished` to everything that shows it, and finishes it. Where another write came
 * in between it goes on with what is stored then: the verb itself has taken effect and must not be judged a second time,
 * so when that goes on for too long it is 503 and not a lost race. `met` answers where somebody else took the work up and
 * finished it.
 */
export const propagateSaved = <T extends { unfinished: boolean }, R>(
  context: Context,
  saved: Stored<T>,
  how: {
    propagate: (stored: Stored<T>) => Promise<R>;
    reload: () => Promise<Stored<T>>;
    met: (stored: Stored<T>) => Promise<R>;
  },
): Promise<R> =>
  retryOnConflict(context, async (lost) => {
    if (lost === 0) return how.propagate(saved);
    const current = await how.reload();
    return current.value.unfinished ? how.propagate(current) : how.met(current);
  });
