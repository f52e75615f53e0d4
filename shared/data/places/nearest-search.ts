// The parameters of a search near a place, and the selection of rows.

import { type Item, stringOf } from '#shared/data/table/reader.ts';
import { distanceMetres, type LatLng } from '#shared/domain/places/geo.ts';
import type { NearestReads } from './nearest-reads.ts';

/**
 * The position of a walk: after the place of this id at this distance, with the number of places so far. With
 * `listedTo`: in the ring that begins there, after this sort key.
 */
export type NearestPosition = { distanceMillimetres: number; id: string; seen: number; listedTo?: string };

/** A search: at most `limit` places within `radiusMetres` of `center`. `decode` returns undefined for hidden rows. */
export type Search<T> = {
  center: LatLng;
  radiusMetres: number;
  limit: number;
  after?: NearestPosition | undefined;
  decode: (row: Item) => { id: string; place: LatLng; value: T } | undefined;
};

export type NearestPage<T> = { items: { value: T; distanceMetres: number }[]; next?: NearestPosition };

/** A possible place of the page, and the sort key of its row. */
export type Candidate<T> = { id: string; sk: string; value: T; metres: number; millimetres: number };

/**
 * The state of a search. `home` is the position of its centre on the curve; places within `innerMetres` are on earlier
 * pages.
 */
export type Survey<T> = {
  search: Search<T>;
  from: NearestPosition;
  innerMetres: number;
  home: number;
  reads: NearestReads;
};

/** Ids that sort before and after every id. */
const FIRST_ID = `spt_${'0'.repeat(26)}`;
export const LAST_ID = `spt_7${'Z'.repeat(25)}`;

export const WALK_START: NearestPosition = { distanceMillimetres: 0, id: FIRST_ID, seen: 0 };

const isBehind = (from: NearestPosition, { millimetres, id }: { millimetres: number; id: string }): boolean =>
  millimetres > from.distanceMillimetres || (millimetres === from.distanceMillimetres && id > from.id);

/** The candidates among rows: decoded, within the radius and after the position. */
export const candidatesOf = <T>({ search, from }: Survey<T>, rows: readonly Item[]): Candidate<T>[] =>
  rows.flatMap((row): Candidate<T>[] => {
    const decoded = search.decode(row);
    if (!decoded) return [];
    const metres = distanceMetres(search.center, decoded.place);
    const { id, value } = decoded;
    const candidate = { id, sk: stringOf(row, 'sk'), value, metres, millimetres: Math.round(metres * 1000) };
    return metres <= search.radiusMetres && isBehind(from, candidate) ? [candidate] : [];
  });

/** Candidates by distance in whole millimetres, then by id. */
export const byDistance = <T>(candidates: Iterable<Candidate<T>>): Candidate<T>[] =>
  [...candidates].sort((a, b) => a.millimetres - b.millimetres || (a.id < b.id ? -1 : 1));

/** A page of candidates, in order of distance. */
export const pageOf = <T>(items: readonly Candidate<T>[], next: NearestPosition | undefined): NearestPage<T> => ({
  items: byDistance(items).map(({ value, metres }) => ({ value, distanceMetres: metres })),
  ...(next === undefined ? {} : { next }),
});

/** The position after the last candidate of a page in order of distance. */
export const positionBehind = <T>(
  from: NearestPosition,
  items: readonly Candidate<T>[],
): NearestPosition | undefined => {
  const last = items.at(-1);
  return last && { distanceMillimetres: last.millimetres, id: last.id, seen: from.seen + items.length };
};
