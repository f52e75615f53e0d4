// The walk continues ring by ring when rounds make no progress, because too many rows have nearly the same distance: in
// one market hall, or on a wide circle. A ring that one request can read is sorted by distance, like a round. A larger
// ring is listed along the curve over several requests, so its places come in another order.

import { stringOf } from '#shared/data/table/reader.ts';
import { type CurveRange, joinRanges } from '#shared/domain/places/curve-ranges.ts';
import { discSquareMetres } from '#shared/domain/places/expected-radius.ts';
import { cellSquareMetres, coverAnnulus, positionKey } from '#shared/domain/places/geo.ts';
import { ALLOWED } from './nearest-reads.ts';
import {
  byDistance,
  type Candidate,
  candidatesOf,
  LAST_ID,
  type NearestPage,
  type NearestPosition,
  pageOf,
  positionBehind,
  type Survey,
} from './nearest-search.ts';

/** The width of a ring: a share of its inner radius, and at least 30 metres, about a cell of the curve. */
export const RING_SHARE = 1 / 32;
export const RING_METRES_MIN = 30;
/** From this distance on, a walk that lists rings continues with the next ring without rounds in between. */
const RING_AFTER_RING_METRES = 1_000;
/** Maximum number of ranges that cover a ring. */
const PARTS_MAX = 32;
const COVER_RANGES = 64;
/** Number of rows in a gap between two ranges up to which the gap is read too: reading them costs as much as another query. */
const GAP_ROWS = 12;

/** Sorts before every sort key: the start of a ring. */
const RING_START = positionKey(0);

/** The outer radius of the ring that begins at a position, in millimetres from the centre, included. */
export const ringEnd = ({ distanceMillimetres }: NearestPosition): number =>
  distanceMillimetres + Math.max(RING_METRES_MIN * 1000, Math.floor(distanceMillimetres * RING_SHARE));

const nextRing = (position: NearestPosition): NearestPosition =>
  position.distanceMillimetres < RING_AFTER_RING_METRES * 1000 ? position : { ...position, listedTo: RING_START };

/** The ranges of the curve that cover the ring, in order. */
const ringParts = <T>({ search, from, innerMetres }: Survey<T>): CurveRange[] => {
  const outerMetres = Math.min(search.radiusMetres, (ringEnd(from) + 1) / 1000);
  const density = from.seen / discSquareMetres(Math.max(innerMetres, 1));
  const gap = GAP_ROWS / Math.max(density, Number.MIN_VALUE) / cellSquareMetres(search.center);
  return joinRanges(coverAnnulus(search.center, innerMetres, outerMetres, COVER_RANGES), gap, PARTS_MAX);
};

/**
 * Reads the ring after the sort key `listedTo`, until more than `most` candidates are found or the budget is used up.
 * `readTo` is the last sort key that was read, undefined at the end of the ring. Each iteration takes a query of the
 * budget.
 */
const readRing = async <T>(
  survey: Survey<T>,
  listedTo: string,
  most: number,
): Promise<{ candidates: Candidate<T>[]; readTo?: string }> => {
  const { reads, from } = survey;
  const end = ringEnd(from);
  const parts = ringParts(survey).filter(({ to }) => positionKey(to + 1) > listedTo);
  const candidates: Candidate<T>[] = [];
  let readTo = listedTo;
  for (let part = parts.shift(); part; ) {
    if (candidates.length > most || reads.queriesWithin(ALLOWED) < 1) return { candidates, readTo };
    const { items, more } = await reads.query(part, {
      limit: Math.min(most + 1, reads.rowsWithin(ALLOWED, 1)),
      after: readTo,
    });
    candidates.push(...candidatesOf(survey, items).filter(({ millimetres }) => millimetres <= end));
    const last = items.at(-1);
    if (more && last) readTo = stringOf(last, 'sk');
    else {
      readTo = positionKey(part.to + 1);
      part = parts.shift();
    }
  }
  return { candidates };
};

/** A page of the ring that begins at the walk's position. `next` continues in this ring or after it. */
export const listRing = async <T>(survey: Survey<T>): Promise<NearestPage<T>> => {
  const { search, from } = survey;
  const { listedTo = RING_START, ...start } = from;
  const isBegun = listedTo !== RING_START;
  const { candidates, readTo } = await readRing(survey, listedTo, isBegun ? search.limit : Number.POSITIVE_INFINITY);
  const isWhole = !isBegun && readTo === undefined;
  const items = (isWhole ? byDistance(candidates) : candidates).slice(0, search.limit);
  const seen = from.seen + items.length;
  const last = items.at(-1);
  if (last && candidates.length > search.limit)
    return pageOf(items, isWhole ? positionBehind(start, items) : { ...start, seen, listedTo: last.sk });
  if (readTo !== undefined) return pageOf(items, { ...start, seen, listedTo: readTo });
  const end = ringEnd(from);
  return pageOf(
    items,
    end / 1000 < search.radiusMetres ? nextRing({ distanceMillimetres: end, id: LAST_ID, seen }) : undefined,
  );
};
