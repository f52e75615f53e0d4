import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OWNER } from '#test/support/api.ts';
import { startEngine } from '#test/support/engine.ts';
import { openWorld, READS, STRANGERS, seen, type World } from '#test/support/hidden-levels.ts';
import { type Line, report } from '#test/support/stock.ts';

// Two worlds differ in one hidden level, and go on to differ: its keeper works on it in one of them. Whatever a producer
// delivers there and whatever anybody reads, the answers are the same byte for byte. Both levels have goods all the time,
// since a band is public.

const MINUTE = 60_000;
/** A failure is shown as short as it has become by then. */
const RUNS = { numRuns: 40, interruptAfterTimeLimit: 500_000, markInterruptAsFailure: true };

let engine: Awaited<ReturnType<typeof startEngine>>;
let worlds: World[];
beforeAll(async () => {
  engine = await startEngine();
  worlds = [await openWorld(engine, 'one lot of 37'), await openWorld(engine, 'forty lots of 12')];
});
afterAll(() => engine.stop());

const lot = fc.constantFrom('L1', 'L2', 'L39', 'L40', 'A', 'B', 'C', 'D');
const useBy = fc.constantFrom('2026-11-01', '2026-11-23', '2027-01-01', '2027-01-12', '2027-06-30');
const place = fc.record({ lot, useBy }, { requiredKeys: [] });

const delivery = fc.record({
  act: fc.constant('deliver' as const),
  mode: fc.constantFrom('each' as const, 'atomic' as const),
  key: fc.constantFrom('k-1', 'k-2', 'k-3', undefined),
  lines: fc.array(
    fc.record({
      place,
      quantity: fc.constantFrom('0.001', '1', '25', '999999.999', '1000000', '1000000.001', '999999999'),
      minutesAgo: fc.constantFrom(0, 0, 1, 59, 61, 90, 1_439, 1_441, -1),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});
const hidden = fc.record({
  act: fc.constant('keep' as const),
  world: fc.constantFrom(0, 1),
  kind: fc.constantFrom('receive', 'count', 'return'),
  quantity: fc.constantFrom('0.5', '3', '400'),
  lot,
});
const reading = fc.record({
  act: fc.constant('read' as const),
  read: fc.constantFrom(...READS),
  stranger: fc.constantFrom(...STRANGERS),
});

let runs = 0;

it('no answer to a caller who may not read a level depends on that level', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(delivery, hidden, reading), { minLength: 1, maxLength: 8 }), async (acts) => {
      runs += 1;
      for (const [index, act] of acts.entries()) {
        for (const { api } of worlds) api.clock.now = new Date(api.clock.now.getTime() + MINUTE);
        if (act.act === 'keep') {
          const { api, point, goods } = worlds[act.world] as World;
          const { kind, quantity, lot } = act;
          await report(api, point, [{ product: goods, kind, quantity, lot }], { mode: 'each' });
          continue;
        }
        const answers = await Promise.all(
          worlds.map((world) => {
            const { api, point, goods } = world;
            if (act.act === 'read') return act.read.ask(world, act.stranger.as);
            const lines = act.lines.map(({ place, quantity, minutesAgo }): Line => {
              const occurredAt = new Date(api.clock.now.getTime() - minutesAgo * MINUTE).toISOString();
              return { product: goods, kind: 'receive', quantity, ...place, occurredAt };
            });
            const key = `${runs}-${act.key ?? `once-${index}`}`;
            return report(api, point, lines, { as: OWNER, mode: act.mode, key });
          }),
        );
        const [left, right] = answers.map(seen);
        expect(left).toBe(right);
        expect(answers[0]?.status).toBeLessThan(500);
      }
    }),
    RUNS,
  );
});
