import { randomUUID } from 'node:crypto';
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nearest } from '#shared/data/places/nearest.ts';
import { type Consumed, createReader, type Reader } from '#shared/data/table/reader.ts';
import { distanceMetres, type LatLng } from '#shared/domain/places/geo.ts';
import { settingsFor } from '#test/support/api.ts';
import { createTable, engineClient, startEngine, type TestEngine } from '#test/support/engine.ts';
import {
  decodePoint as decode,
  expectRightWalk,
  pointId as idOf,
  pointItem as itemOf,
  measured,
  type Point,
  type Question,
  walkNearest,
} from '#test/support/nearest-walk.ts';

const TABLE = 'nearest';

let engine: TestEngine;
let client: DynamoDBClient;
let reader: Reader;
const consumed: Consumed[] = [];
beforeAll(async () => {
  engine = await startEngine();
  client = engineClient(engine.endpoint);
  await createTable(engine.endpoint, TABLE, { stream: false });
  reader = createReader(settingsFor(engine.endpoint, TABLE), { onConsumed: (one) => consumed.push(one) });
});
afterAll(async () => {
  client.destroy();
  await engine.stop();
});

/** The points in a partition of their own. */
const stored = async (points: readonly Point[]): Promise<string> => {
  const pk = randomUUID();
  for (let start = 0; start < points.length; start += 25) {
    const puts = points.slice(start, start + 25).map((point) => ({ PutRequest: { Item: itemOf(pk, point) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: puts } }));
  }
  return pk;
};

const TOWNS: readonly LatLng[] = [
  { lat: 21.03, lng: 105.85 },
  { lat: 20.261, lng: 105.965 },
  { lat: 16.06, lng: 108.21 },
  { lat: 10.78, lng: 106.7 },
  // Corners of the curve's squares, beside which near places are far apart on it.
  { lat: 15, lng: 110 },
  { lat: 10.5, lng: 105.5 },
];
const near = (spread: number): fc.Arbitrary<number> =>
  fc.double({ min: -1, max: 1, noNaN: true }).map((share) => share ** 3 * spread);
const inTown = fc
  .tuple(fc.constantFrom(...TOWNS), near(0.3), near(0.3))
  .map(([town, north, east]) => ({ lat: town.lat + north, lng: town.lng + east }));
const anywhere = fc.record({
  lat: fc.double({ min: 8.5, max: 23.3, noNaN: true }),
  lng: fc.double({ min: 102.2, max: 117, noNaN: true }),
});
const place = fc.oneof({ weight: 5, arbitrary: inTown }, { weight: 2, arbitrary: anywhere }, fc.constantFrom(...TOWNS));
const clouds = (shares: readonly number[], size: { minLength: number; maxLength: number }): fc.Arbitrary<Point[]> =>
  fc
    .tuple(
      fc.array(fc.tuple(place, fc.integer({ min: 0, max: 99 })), { ...size, size: 'max' }),
      fc.constantFrom(...shares),
    )
    .map(([all, share]) => all.map(([where, luck], number) => ({ ...where, id: idOf(number), shown: luck < share })));
const questions: fc.Arbitrary<Question> = fc.record({
  center: place,
  radiusMetres: fc.constantFrom(0, 50, 2_000, 10_000, 60_000, 300_000, 2_000_000),
});

const expectWalk = async (pk: string, points: readonly Point[], question: Question, limit: number, pages?: number) => {
  const walked = await walkNearest({ reader, pk, question, limit, ...(pages === undefined ? {} : { pages }) });
  expectRightWalk(walked, measured(points, question));
  return walked;
};

describe('the nearest places', () => {
  it('are those that measuring every place finds, for random clouds, radii and rows that are not to be shown', async () => {
    await fc.assert(
      fc.asyncProperty(
        clouds([100, 80, 10], { minLength: 0, maxLength: 400 }),
        fc.array(questions, { minLength: 8, maxLength: 8 }),
        async (points, asked) => {
          const pk = await stored(points);
          for (const question of asked) {
            await expectWalk(pk, points, question, 1, 5);
            for (const limit of [7, 20, 100]) await expectWalk(pk, points, question, limit);
          }
        },
      ),
      { seed: 20261123, numRuns: 12, endOnFailure: true },
    );
  });

  it('come one by one in the same order', async () => {
    const [points] = fc.sample(clouds([70], { minLength: 60, maxLength: 60 }), { seed: 8, numRuns: 1 });
    if (!points) throw new Error('no sample');
    const pk = await stored(points);
    for (const center of TOWNS) {
      const { shown, strict } = await expectWalk(pk, points, { center, radiusMetres: 300_000 }, 1);
      expect(strict).toBe(shown.length);
    }
  });

  it('include one at exactly the radius, and none a millimetre farther', async () => {
    const center = { lat: 20.261, lng: 105.965 };
    const points = Array.from({ length: 40 }, (_, number) => ({
      id: idOf(number),
      shown: true,
      lat: center.lat + number * 0.01,
      lng: center.lng + (number % 3) * 0.02,
    }));
    const pk = await stored(points);
    for (const point of points) {
      const radiusMetres = distanceMetres(center, point);
      await expectWalk(pk, points, { center, radiusMetres }, 20);
      const { items } = await nearest(reader, pk, { center, radiusMetres: radiusMetres - 0.001, limit: 100, decode });
      expect(items.map(({ value }) => value)).not.toContain(point.id);
    }
  });

  it('that share one spot come by id, each once, however many they are', async () => {
    const spot = { lat: 10.7769, lng: 106.7009 };
    const points = Array.from({ length: 130 }, (_, number) => ({ id: idOf(number), shown: number % 4 > 0, ...spot }));
    const around = Array.from({ length: 30 }, (_, number) => ({
      id: idOf(200 + number),
      shown: true,
      lat: spot.lat + (number + 1) * 0.03,
      lng: spot.lng,
    }));
    const all = [...points, ...around];
    const pk = await stored(all);
    for (const center of [spot, { lat: 10.8, lng: 106.7 }, { lat: 12, lng: 108 }])
      for (const limit of [7, 20, 100]) {
        const question = { center, radiusMetres: 300_000 };
        expect((await expectWalk(pk, all, question, limit)).shown).toEqual(measured(all, question));
      }
  });

  it('of a partition without any are none', async () => {
    const pk = await stored([]);
    for (const radiusMetres of [0, 2_000, 10_000, 300_000])
      expect(await nearest(reader, pk, { center: { lat: 16, lng: 108 }, radiusMetres, limit: 20, decode })).toEqual({
        items: [],
      });
  });

  it('are each shown once that did not move while others come, go and move', async () => {
    const move = fc.record({ mover: fc.nat(), to: place, gone: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        clouds([100, 60], { minLength: 60, maxLength: 150 }),
        fc.array(move, { minLength: 40, maxLength: 40 }),
        fc.constantFrom(3, 7, 20),
        place,
        async (points, moves, limit, center) => {
          const pk = await stored(points);
          const movers = points.filter((_, number) => number % 3 === 0).map((point) => ({ ...point }));
          const stayers = points.filter((_, number) => number % 3 !== 0);
          const question = { center, radiusMetres: 2_000_000 };
          const { shown } = await walkNearest({
            reader,
            pk,
            question,
            limit,
            between: async (page) => {
              for (const { mover, to, gone } of moves.slice(page * 2, page * 2 + 2)) {
                const point = movers[mover % movers.length];
                if (!point) continue;
                const { pk: hash, sk } = itemOf(pk, point) as Record<'pk' | 'sk', { S: string }>;
                await client.send(new DeleteItemCommand({ TableName: TABLE, Key: { pk: hash, sk } }));
                Object.assign(point, to);
                if (!gone) await client.send(new PutItemCommand({ TableName: TABLE, Item: itemOf(pk, point) }));
              }
            },
          });
          const still = new Set(stayers.map(({ id }) => id));
          const wanted = measured(stayers, question).map(({ id }) => id);
          expect(
            shown
              .map(({ id }) => id)
              .filter((id) => still.has(id))
              .sort(),
          ).toEqual(wanted.sort());
        },
      ),
      { seed: 9, numRuns: 8, endOnFailure: true },
    );
  });

  it('are found from positions that no walk has given', async () => {
    const [points] = fc.sample(clouds([90], { minLength: 120, maxLength: 120 }), { seed: 10, numRuns: 1 });
    if (!points) throw new Error('no sample');
    const pk = await stored(points);
    for (const center of TOWNS)
      for (const distanceMillimetres of [0, 1, 80_000, 5_000_000, 299_999_999, 400_000_000])
        for (const seen of [0, 1, 1_000_000]) {
          const question = { center, radiusMetres: 300_000 };
          const wanted = measured(points, question).filter(
            ({ metres }) => Math.round(metres * 1000) >= distanceMillimetres,
          );
          const after = { distanceMillimetres, id: '', seen };
          expectRightWalk(await walkNearest({ reader, pk, question, limit: 20, after }), wanted);
        }
  });

  it('cost no more among many than among few, where as many lie near', async () => {
    const spread = (count: number, from: LatLng): Point[] =>
      Array.from({ length: count }, (_, number) => ({
        id: idOf(number),
        shown: true,
        lat: from.lat + Math.floor(number / 30) * 0.01,
        lng: from.lng + (number % 30) * 0.01,
      }));
    const home = spread(300, { lat: 20.2, lng: 105.8 });
    const away = spread(2_000, { lat: 10.2, lng: 106 }).map((point, number) => ({
      ...point,
      id: idOf(1_000 + number),
    }));
    const question = { center: { lat: 20.25, lng: 105.95 }, radiusMetres: 300_000, limit: 20, decode };
    const costs: number[] = [];
    for (const points of [home, [...home, ...away]]) {
      const pk = await stored(points);
      consumed.length = 0;
      await nearest(reader, pk, question);
      costs.push(consumed.reduce((sum, { units }) => sum + units, 0));
    }
    expect(costs[1]).toBe(costs[0]);
  });
});
