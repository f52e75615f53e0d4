import { expect } from 'vitest';
import { type NearestPosition, nearest } from '#shared/data/places/nearest.ts';
import { RING_METRES_MIN, RING_SHARE } from '#shared/data/places/nearest-ring.ts';
import { type Item, numberOf, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { curveKey, distanceMetres, type LatLng } from '#shared/domain/places/geo.ts';

export type Point = LatLng & { id: string; shown: boolean };
export type Question = { center: LatLng; radiusMetres: number };

export const pointId = (number: number): string => `spt_01JD${String(number).padStart(22, '0')}`;

/** The row of a point, with `bytes` bytes of other text. */
export const pointItem = (pk: string, point: Point, bytes = 0): Item => ({
  pk: { S: pk },
  sk: { S: `${curveKey(point)}#${point.id}` },
  lat: { N: String(point.lat) },
  lng: { N: String(point.lng) },
  shown: { N: point.shown ? '1' : '0' },
  ...(bytes === 0 ? {} : { card: { S: 'x'.repeat(bytes) } }),
});

export const decodePoint = (item: Item): { id: string; place: LatLng; value: string } | undefined => {
  const id = stringOf(item, 'sk').slice(9);
  const place = { lat: numberOf(item, 'lat'), lng: numberOf(item, 'lng') };
  return numberOf(item, 'shown') === 1 ? { id, place, value: id } : undefined;
};

export type Measured = { id: string; metres: number };

/** What a search must find, in order: every point is measured, which knows nothing of curves and ranges. */
export const measured = (points: readonly Point[], { center, radiusMetres }: Question): Measured[] =>
  points
    .filter(({ shown }) => shown)
    .map((point) => ({ id: point.id, metres: distanceMetres(center, point) }))
    .filter(({ metres }) => metres <= radiusMetres)
    .sort((a, b) => Math.round(a.metres * 1000) - Math.round(b.metres * 1000) || (a.id < b.id ? -1 : 1));

type Walk = {
  reader: Reader;
  pk: string;
  question: Question;
  limit: number;
  /** Pages to ask for at the most. */
  pages?: number;
  after?: NearestPosition | undefined;
  between?: (page: number) => Promise<void>;
  onPage?: () => void;
};

/** A walk's places in the order of its pages; `strict` of them came before a ring was listed along the curve. */
export type Walked = { shown: Measured[]; strict: number; isComplete: boolean };

const isInsideRing = (position: NearestPosition | undefined): boolean =>
  position?.listedTo !== undefined && position.listedTo !== '00000000';

export const walkNearest = async (walk: Walk): Promise<Walked> => {
  const { reader, pk, question, limit, pages = 5_000, between, onPage } = walk;
  const visible: Measured[] = [];
  let strict: number | undefined;
  let { after } = walk;
  for (let page = 1; page <= pages; page += 1) {
    const { items, next } = await nearest(reader, pk, { ...question, limit, after, decode: decodePoint });
    onPage?.();
    expect(items.length).toBeLessThanOrEqual(limit);
    if (isInsideRing(next) || isInsideRing(after)) strict ??= visible.length;
    visible.push(...items.map(({ value, distanceMetres: metres }) => ({ id: value, metres })));
    if (!next) return { shown: visible, strict: strict ?? visible.length, isComplete: true };
    expect(next.seen).toBe((walk.after?.seen ?? 0) + visible.length);
    expect(next).not.toEqual(after);
    after = next;
    await between?.(page);
  }
  return { shown: visible, strict: strict ?? visible.length, isComplete: false };
};

/**
 * A walk shows what measuring every point finds: each place once, by distance until a ring is listed along the curve, and from
 * then on no place comes behind one that is farther by more than the ring's width.
 */
export const expectRightWalk = ({ shown, strict, isComplete }: Walked, expected: readonly Measured[]): void => {
  expect(shown.slice(0, strict)).toEqual(expected.slice(0, strict));
  expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
  const byId = (a: Measured, b: Measured): number => (a.id < b.id ? -1 : 1);
  if (isComplete) expect([...shown].sort(byId)).toEqual([...expected].sort(byId));
  let farthest = 0;
  for (const { metres } of shown) {
    farthest = Math.max(farthest, metres);
    expect(farthest - metres).toBeLessThanOrEqual(Math.max(RING_METRES_MIN, farthest * RING_SHARE) + 0.01);
  }
};
