// The nearest places of a partition with sort keys `<curve key>#<id>`, read as a few ranges of the curve.
//
// A search works in rounds. The ranges that a round reads are added to the known ranges. The distance to the nearest
// gap in the known ranges is the radius up to which every place is known. A round estimates the necessary radius,
// covers that disc with ranges, and reads the missing ones. The search ends when everything is known up to the radius,
// or up to the last place of the page. When a request has used up its rounds or its reads, the page is short: it shows
// the places up to the gap, and `next` continues from there. If that is no progress, the page is one of a ring
// (nearest-ring.ts).
//
// Proof of the bound. A request makes a first look, then at most ROUNDS_MAX rounds, then at most one page of a ring.
// The first look and the rounds stop at 16 queries or 22 units, the ring at 20 queries or 28 units of 4 KB (0.5 RCU
// each). Both are counted before a read, and each query counts at least one unit. So there are at most 20 queries and
// 14 RCU, as long as no row is larger than the largest one read before. Before the first row, a row counts as the
// largest possible one, and queries run one after the other. A round examines no more squares of the curve than geo.ts
// says. A page makes progress: it reaches at least the end of a ring, or shows a place, or continues in its ring after
// another sort key.

import type { Item, Reader } from '#shared/data/table/reader.ts';
import {
  type CurveRange,
  isInRanges,
  joinRanges,
  positionsIn,
  subtractRanges,
} from '#shared/domain/places/curve-ranges.ts';
import { discSquareMetres, expectedRadius } from '#shared/domain/places/expected-radius.ts';
import {
  cellSquareMetres,
  coverAnnulus,
  curvePosition,
  distanceToGap,
  distanceToVietnam,
} from '#shared/domain/places/geo.ts';
import { ALLOWED_IN_ROUNDS, createNearestReads } from './nearest-reads.ts';
import { listRing, ringEnd } from './nearest-ring.ts';
import {
  byDistance,
  type Candidate,
  candidatesOf,
  LAST_ID,
  type NearestPage,
  pageOf,
  positionBehind,
  type Search,
  type Survey,
  WALK_START,
} from './nearest-search.ts';

export type { NearestPosition } from './nearest-search.ts';

export const ROUNDS_MAX = 8;
const QUERIES_AT_ONCE = 5;

// Tuned with `npm run bench -- near` on towns and countryside: fewer queries read more unneeded rows, and more queries
// read fewer.
/** A disc of at most this radius is read at once, in two ranges, over gaps of at most this area. */
const DIRECT_METRES = 12_000;
const DIRECT_QUERIES = 2;
const DIRECT_GAP_SQUARE_METRES = 400e6;
/** Rows read on each side of the centre to estimate the density. */
const SIDE_ROWS = 10;
const SIDE_ROWS_PER_WANTED = 1 / 3;
/**
 * A walk that begins farther away makes no first look, because rows near the centre say nothing about the density at
 * that distance.
 */
const FIRST_LOOK_METRES = 100;
/** Number of ranges of a cover before they are joined to the number of available queries. */
const COVER_RANGES = 64;
/** Number of rows in a gap between two ranges up to which the gap is read too: reading them costs as much as another query. */
const GAP_ROWS = 12;
/** The largest gap, as a multiple of the disc's area. */
const GAP_PER_DISC = 4;
/** Maximum rows of a query for each wanted place; every second round doubles it, up to `QUERY_ROWS_MAX`. */
const QUERY_ROWS_PER_WANTED = 2;
const QUERY_ROWS_MIN = 24;
const QUERY_ROWS_MAX = 200;
/** A round that would reach this share of the maximum distance reaches the maximum. */
const NEARLY = 0.85;
/** A later page aims at more places than it needs, by this factor. */
const LATER_PAGE_MARGIN = 1.2;
/** Rows that can be read on an estimate: a fixed number, and a number for each row that was read. */
const GUESSED_ROWS = 40;
const GUESSED_ROWS_PER_ROW = 2;
/** A round beyond everything known extends the radius by this factor. */
const ROUND_GROWTH = 1.08;

/** Reads a small disc, or else some rows on both sides of the centre. */
const firstLook = async <T>({ search, innerMetres, home, reads }: Survey<T>): Promise<Item[]> => {
  const { center, radiusMetres, limit } = search;
  const wanted = limit + 1;
  const disc = coverAnnulus(center, innerMetres, radiusMetres, COVER_RANGES);
  const gap = DIRECT_GAP_SQUARE_METRES / cellSquareMetres(center);
  const direct =
    radiusMetres <= DIRECT_METRES ? await reads.readRanges(joinRanges(disc, gap, DIRECT_QUERIES), wanted, home) : [];
  const around = joinRanges(disc, 0, QUERIES_AT_ONCE).find(({ from, to }) => from <= home && home <= to);
  if (!around || isInRanges(reads.readWhole(), home)) return direct;
  const sides = [
    { from: home, to: around.to },
    { from: around.from, to: home - 1 },
  ].filter(({ from, to }) => from <= to);
  const sideRows = Math.max(SIDE_ROWS, Math.ceil(wanted * SIDE_ROWS_PER_WANTED));
  return [...direct, ...(await reads.readRanges(sides, sideRows, home))];
};

/**
 * The progress of the rounds: all places are known up to `knownMetres`, and no place beyond `mostMetres` can be on the
 * page.
 */
type Progress<T> = { candidates: Candidate<T>[]; beyond?: Candidate<T>; knownMetres: number; mostMetres: number };

const progressOf = <T>({ search, innerMetres, reads }: Survey<T>, found: Iterable<Candidate<T>>): Progress<T> => {
  const candidates = byDistance(found);
  const beyond = candidates[search.limit];
  return {
    candidates,
    ...(beyond ? { beyond } : {}),
    knownMetres: distanceToGap(search.center, innerMetres, reads.readWhole()),
    mostMetres: beyond ? Math.min(search.radiusMetres, (beyond.millimetres + 1) / 1000) : search.radiusMetres,
  };
};

/** The ranges that a round reads. There is at least one, because the gap at `knownMetres` is in the covered disc. */
const planRound = <T>(
  { search: { center, limit, after }, from, innerMetres, reads }: Survey<T>,
  { candidates, knownMetres, mostMetres }: Progress<T>,
): CurveRange[] => {
  const wanted = limit + 1;
  const cellArea = cellSquareMetres(center);
  const cells = positionsIn(reads.readWhole());
  const density =
    cells > 0 ? reads.rows() / (cells * cellArea) : from.seen / discSquareMetres(Math.max(innerMetres, 1));
  const expected = expectedRadius({
    center,
    innerMetres,
    mostMetres,
    seen: from.seen,
    wanted: wanted * (after ? LATER_PAGE_MARGIN : 1),
    distances: candidates.map(({ metres }) => metres),
    read: reads.readWhole(),
    rowsPerSquareMetre: density,
    guessedRows: GUESSED_ROWS + GUESSED_ROWS_PER_ROW * Math.max(reads.rows(), wanted),
  });
  const reach = expected > knownMetres ? expected : knownMetres * ROUND_GROWTH;
  const radius = reach > NEARLY * mostMetres ? mostMetres : reach;
  const missing = subtractRanges(coverAnnulus(center, innerMetres, radius, COVER_RANGES), reads.readWhole());
  const gapArea = Math.min(GAP_ROWS / Math.max(density, Number.MIN_VALUE), GAP_PER_DISC * discSquareMetres(radius));
  return joinRanges(missing, gapArea / cellArea, Math.min(QUERIES_AT_ONCE, reads.queriesWithin(ALLOWED_IN_ROUNDS)));
};

const rowsOfRound = (round: number, limit: number): number => {
  const usual = Math.max(QUERY_ROWS_MIN, (limit + 1) * QUERY_ROWS_PER_WANTED);
  return Math.min(usual * 2 ** Math.floor(round / 2), Math.max(usual, QUERY_ROWS_MAX));
};

/** The page of a search without further reads: the known places, or a page of a ring if these are no progress. */
const shortPage = async <T>(survey: Survey<T>, { candidates, knownMetres }: Progress<T>): Promise<NearestPage<T>> => {
  const known = Math.floor(knownMetres * 1000) - 1;
  const items = candidates.filter(({ millimetres }) => millimetres <= known);
  if (items.length === 0 && known < ringEnd(survey.from)) return listRing(survey);
  return pageOf(items, { distanceMillimetres: known, id: LAST_ID, seen: survey.from.seen + items.length });
};

const searchInRounds = async <T>(survey: Survey<T>): Promise<NearestPage<T>> => {
  const { search, from, innerMetres, home, reads } = survey;
  // By id, because rows at the edge of a read can be read again.
  const found = new Map<string, Candidate<T>>();
  const add = (rows: readonly Item[]): void => {
    for (const candidate of candidatesOf(survey, rows)) found.set(candidate.id, candidate);
  };
  if (innerMetres < FIRST_LOOK_METRES) add(await firstLook(survey));
  for (let round = 0; ; round += 1) {
    const progress = progressOf(survey, found.values());
    if (progress.knownMetres > progress.mostMetres) {
      const items = progress.candidates.slice(0, search.limit);
      return pageOf(items, progress.beyond && positionBehind(from, items));
    }
    if (round === ROUNDS_MAX || reads.queriesWithin(ALLOWED_IN_ROUNDS) < 1) return shortPage(survey, progress);
    add(await reads.readRanges(planRound(survey, progress), rowsOfRound(round, search.limit), home));
  }
};

/**
 * The nearest places of a partition with sort keys `<curve key>#<id>`, by distance in whole millimetres, then by id: at
 * most `limit` within `radiusMetres` (included) after `after`, and `next` if there can be more. Rows that `decode`
 * skips are left out. A request makes at most 20 queries and consumes at most 15 RCU; if that is not enough, the page
 * is short or empty and has `next`. A walk shows every place once. Only inside a ring that one request cannot read
 * (1/32 of the distance wide, at least 30 metres) the order differs from that of the distances. A centre farther from
 * Vietnam than the radius is answered without a query.
 */
export const nearest = async <T>(reader: Reader, pk: string, search: Search<T>): Promise<NearestPage<T>> => {
  const { center, radiusMetres, after: from = WALK_START } = search;
  // A tolerance of a millimetre, because places at the same millimetre can be on either side.
  const innerMetres = Math.max(0, from.distanceMillimetres / 1000 - 0.001);
  if (distanceToVietnam(center) > radiusMetres || innerMetres > radiusMetres) return { items: [] };
  const reads = createNearestReads(reader, pk);
  const survey = { search, from, innerMetres, home: curvePosition(center), reads };
  return from.listedTo === undefined ? searchInRounds(survey) : listRing(survey);
};
