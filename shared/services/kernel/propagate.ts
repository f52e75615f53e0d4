import type { Stored } from '#shared/data/table/document.ts';
import { ConcurrentWriteError } from './commit.ts';
import type { Context } from './context.ts';
import { retryOnConflict } from './retry-on-conflict.ts';

const ATTEMPTS_MAX = 5;
const PAUSE_MS = 20;

/**
 * Retries a write on conflict a few times, each time on the current state. The last conflict is thrown: then the
 * propagated document itself has changed.
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
 * Propagates a document that was saved as `unfinished` to everything that shows it, and marks it finished. After a
 * conflict it continues with the current state. The verb itself is committed and must not be decided again, so repeated
 * conflicts end in 503. `met` returns the result if another request completed the work.
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
