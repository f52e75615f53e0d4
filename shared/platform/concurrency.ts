const AT_ONCE = 8;

/**
 * Runs `run` for every item, at most `atOnce` at a time. After a failure no further item is started, and the error is
 * thrown when all running items have ended. Once `isLate` returns true no further item is started; the result says
 * whether all items were started.
 */
export const forEachConcurrent = async <T>(
  items: readonly T[],
  run: (item: T) => Promise<unknown>,
  { atOnce = AT_ONCE, isLate = () => false }: { atOnce?: number; isLate?: () => boolean } = {},
): Promise<boolean> => {
  let next = 0;
  let isStopped = false;
  const work = async (): Promise<void> => {
    while (next < items.length && !isStopped && !isLate()) {
      const item = items[next] as T;
      next += 1;
      try {
        await run(item);
      } catch (error) {
        isStopped = true;
        throw error;
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, work));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return next >= items.length;
};
