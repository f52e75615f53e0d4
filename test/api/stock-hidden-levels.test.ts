import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '#test/support/engine.ts';
import { openWorld, type Probe, READS, STRANGERS, seen, type World, WRITES } from '#test/support/hidden-levels.ts';

// Two worlds that differ in one hidden level: 37 in one lot, 12 in forty lots.

let engine: Awaited<ReturnType<typeof startEngine>>;
let worlds: [World, World];
beforeAll(async () => {
  engine = await startEngine();
  worlds = [await openWorld(engine, 'one lot of 37'), await openWorld(engine, 'forty lots of 12')];
});
afterAll(() => engine.stop());

const measured = async (world: World, ask: Probe['ask'], as: string | undefined) => {
  world.sent.length = 0;
  const reply = await ask(world, as);
  return { reply, reads: [...world.sent] };
};

describe.each(STRANGERS)('$who, who may not read a level,', ({ as }) => {
  it.each([...WRITES, ...READS].filter(({ ask }) => as !== undefined || READS.some((read) => read.ask === ask)))(
    'reads the same answer to "$what", after as many reads of the table, whatever the level is',
    async ({ ask }) => {
      const [left, right] = [await measured(worlds[0], ask, as), await measured(worlds[1], ask, as)];
      expect(seen(left.reply)).toBe(seen(right.reply));
      expect(left.reads).toEqual(right.reads);
      expect(left.reply.status).toBeLessThan(500);
    },
  );
});
