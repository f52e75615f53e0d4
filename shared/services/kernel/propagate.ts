import type { Stored } from '#shared/data/table/document.ts';
import { type Item, type Range, stringOf } from '#shared/data/table/reader.ts';
import { WriteRace } from './commit.ts';
import type { Context } from './context.ts';
import { throughRaces } from './retry-on-conflict.ts';

const RACES_MAX = 5;
const PAUSE_MS = 20;
const AT_ONCE = 8;

/** What is made of a partition's rows, or of a range of them, page by page, strongly consistent. */
export async function* pagesOf<T>(
  { reader }: Pick<Context, 'reader'>,
  pk: string,
  of: (item: Item) => T,
  bounds: Pick<Range, 'from' | 'to'> = {},
): AsyncGenerator<T[]> {
  for (let after: string | undefined, more = true; more; ) {
    const page = await reader.query({ pk, ...bounds, consistent: true, ...(after === undefined ? {} : { after }) });
    const last = page.items.at(-1);
    if (last) after = stringOf(last, 'sk');
    more = page.more;
    yield page.items.map(of);
  }
}

/**
 * Runs `one` for every item, eight at a time. The first failure stops the rest and is thrown when nothing is under way. False where
 * `isLate` stopped it before the end.
 */
export const carryToAll = async <T>(
  items: readonly T[],
  one: (item: T) => Promise<void>,
  isLate: () => boolean = () => false,
): Promise<boolean> => {
  const waiting = [...items];
  let left = 0;
  const work = async (): Promise<void> => {
    try {
      while (waiting.length > 0) {
        if (isLate()) left += waiting.splice(0).length;
        const item = waiting.shift();
        if (item !== undefined) await one(item);
      }
    } catch (error) {
      waiting.length = 0;
      throw error;
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  // Only once nothing is under way any more: a write that outlived its answer would meet whatever comes next.
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return left === 0;
};

/**
 * Runs a write that may meet others again, a few times, on what is stored then. What still meets others is thrown: then
 * the document that is carried has changed itself.
 */
export const despiteRaces = async (write: () => Promise<void>): Promise<void> => {
  for (let race = 1; ; race += 1) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof WriteRace) || race === RACES_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE_MS * race));
    }
  }
};

/**
 * Carries a document that was saved as `unfinished` to everything that shows it, and finishes it. Where another write came
 * in between it goes on with what is stored then: the verb itself has taken effect and must not be judged a second time,
 * so when that goes on for too long it is 503 and not a lost race. `met` answers where somebody else took the work up and
 * finished it.
 */
export const spread = <T extends { unfinished: boolean }, R>(
  context: Context,
  saved: Stored<T>,
  how: {
    carry: (stored: Stored<T>) => Promise<R>;
    reload: () => Promise<Stored<T>>;
    met: (stored: Stored<T>) => Promise<R>;
  },
): Promise<R> =>
  throughRaces(context, async (lost) => {
    if (lost === 0) return how.carry(saved);
    const current = await how.reload();
    return current.value.unfinished ? how.carry(current) : how.met(current);
  });
