/** Runs work on the same name one after the other, and on different names in parallel. */
export const createLocks = (): (<T>(name: string, work: () => Promise<T>) => Promise<T>) => {
  const tails = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const earlier = tails.get(name) ?? Promise.resolve();
    const mine = earlier.then(work, work);
    const tail = mine.catch(() => undefined);
    tails.set(name, tail);
    try {
      return await mine;
    } finally {
      if (tails.get(name) === tail) tails.delete(name);
    }
  };
};
