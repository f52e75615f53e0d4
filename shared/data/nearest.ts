// The nearest places of a partition whose sort keys are `<curve key>#<id>`. What has been read of the curve is known whole, so
// reading is adding spans to it until the disc that holds the answer has been read; every step aims at the least capacity.
import {
  type CurveRange,
  coverAnnulus,
  curveKey,
  distanceMetres,
  joinRanges,
  type LatLng,
} from '../domain/places/geo.ts';
import { HIGHEST } from './list-source.ts';
import { type Item, type Reader, stringOf } from './reader.ts';

/** Where a walk stands: behind the place of this id at this distance, having shown so many. */
export type NearestPosition = { distanceMillimetres: number; id: string; seen: number };

type Ask<T> = {
  center: LatLng;
  radiusMetres: number;
  limit: number;
  after?: NearestPosition | undefined;
  decode: (item: Item) => { id: string; place: LatLng; value: T } | undefined;
};

type Found<T> = { id: string; place: LatLng; value: T; metres: number; millimetres: number };

// Measured with test/bench/near.ts on towns and countryside: fewer queries read more rows between them, and the other way round.
/** A radius up to which the whole disc is asked for at once. */
const DIRECT_METRES = 12_000;
const DIRECT_QUERIES = 2;
/** What of the ground between two parts of such a disc is read rather than left out, before anything is known of it. */
const DIRECT_GAP_SQUARE_METRES = 400e6;
/** Rows asked for in each direction to learn how densely places lie: of 400 bytes each, so many still cost half a unit. */
const SEEDS = 10;
const SEEDS_PER_WANTED = 1 / 3;
/** A query costs half a unit, as does reading so many rows. */
const ROWS_PER_QUERY = 12;
const GAP_PER_DISC = 4;
const QUERIES_AT_ONCE = 5;
/** A page is short rather than dear where nearly everything that is near is passed over. */
const ROWS_MAX = 1_000;
/** Behind every id. */
const LAST_ID = `spt_7${'Z'.repeat(25)}`;
/** Parts of a disc that are told apart before they are joined to so few queries. */
const FINEST_PARTS = 64;
/** No query reads on when it has met so many times what is asked for: by then a smaller disc is known to do. */
const ROWS_PER_WANTED = 2;
const FEWEST_ROWS = 24;
/** A disc that would be nearly as large as the one that surely does is that one. */
const NEARLY = 0.85;
const LATER_PAGES_MARGIN = 1.15;
/** Rows that may be read on a mere guess. */
const GUESSED_ROWS = 40;
const GUESSED_PER_READ = 2;

const RING_GROWTH = 1.2;
const LATER_RING_GROWTH = 1.08;
const SAMPLES = 16;
const LEAST_RING_METRES = 50;
/** Behind places nearer than this, how many they are says nothing of how densely others lie. */
const HEAP_METRES = 100;
const METRES_PER_DEGREE = 111_195;
const CELL_METRES = (METRES_PER_DEGREE * 18) / 65_536;

const hex = (position: number): string => position.toString(16).padStart(8, '0');
const positionOf = (key: string): number => Number.parseInt(key.slice(0, 8), 16);

/** Spans in order, those that touch each other as one. */
const united = (spans: readonly CurveRange[]): CurveRange[] => {
  const all: CurveRange[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && span.from <= last.to + 1) last.to = Math.max(last.to, span.to);
    else all.push({ ...span });
  }
  return all;
};

/** What of `spans` is not in `read`; both in order. */
const without = (spans: readonly CurveRange[], read: readonly CurveRange[]): CurveRange[] =>
  spans.flatMap((span) => {
    const rest: CurveRange[] = [];
    let from = span.from;
    for (const known of read) {
      if (known.to < from || known.from > span.to) continue;
      if (known.from > from) rest.push({ from, to: known.from - 1 });
      from = known.to + 1;
    }
    return from <= span.to ? [...rest, { from, to: span.to }] : rest;
  });

/**
 * Reads a span, at most about `limit` rows of it. `done` is what has been read whole: a cell in which the read was cut off counts
 * as unread, so a read that got no further than one cell goes on.
 */
const readSpan = async (
  reader: Reader,
  pk: string,
  span: CurveRange,
  { limit, descending }: { limit: number; descending: boolean },
): Promise<{ items: Item[]; done: CurveRange }> => {
  const items: Item[] = [];
  let first: string | undefined;
  for (let after: string | undefined; ; ) {
    const page = await reader.query({
      pk,
      from: hex(span.from),
      to: `${hex(span.to)}#${HIGHEST}`,
      descending,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    items.push(...page.items);
    const last = page.items.at(-1);
    if (!page.more || !last) return { items, done: span };
    after = stringOf(last, 'sk');
    first ??= stringOf(page.items[0] ?? last, 'sk');
    const cell = positionOf(after);
    if (cell !== positionOf(first))
      return { items, done: descending ? { from: cell + 1, to: span.to } : { from: span.from, to: cell - 1 } };
  }
};

/** The place so many metres from the centre in a direction; near enough to sample with. */
const towards = ({ lat, lng }: LatLng, metres: number, angle: number): LatLng => {
  const degrees = metres / METRES_PER_DEGREE;
  return {
    lat: lat + degrees * Math.sin(angle),
    lng: lng + (degrees * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180),
  };
};

const discArea = (radius: number): number => Math.PI * radius ** 2;

/**
 * The nearest places of a partition with sort keys `<curve key>#<id>`, by distance in whole millimetres, then by id: the `limit`
 * nearest within `radiusMetres` (included) behind `after`, and `next` where there are more. Rows that `decode` refuses are passed
 * over; after a thousand rows a page is short, with `next`. At most five queries run at once, and what they cost follows what lies near, not the size of the partition.
 */
export const nearest = async <T>(
  reader: Reader,
  pk: string,
  { center, radiusMetres, limit, after, decode }: Ask<T>,
): Promise<{ items: { value: T; distanceMetres: number }[]; next?: NearestPosition }> => {
  const wanted = limit + 1;
  const rowsOnce = Math.max(FEWEST_ROWS, wanted * ROWS_PER_WANTED);
  const home = positionOf(curveKey(center));
  const cellArea = CELL_METRES ** 2 * Math.cos((center.lat * Math.PI) / 180);
  // A millimetre is left for rounding: what lies at the same one may lie on either side.
  const inner = after ? Math.max(0, after.distanceMillimetres / 1000 - 0.001) : 0;
  const seen = after ? Math.max(0, after.seen) : 0;

  const found = new Map<string, Found<T>>();
  let read: CurveRange[] = [];
  let rows = 0;
  const isRead = (position: number): boolean => read.some(({ from, to }) => from <= position && position <= to);
  const isBehind = ({ millimetres, id }: Found<T>): boolean =>
    after === undefined ||
    millimetres > after.distanceMillimetres ||
    (millimetres === after.distanceMillimetres && id > after.id);

  const cover = (radius: number): CurveRange[] =>
    coverAnnulus(center, inner, radius, FINEST_PARTS).map(({ from, to }) => ({
      from: positionOf(from),
      to: positionOf(to),
    }));

  const readAll = async (spans: readonly CurveRange[], rowsEach: number): Promise<void> => {
    const answers = await Promise.all(
      spans.map((span) => readSpan(reader, pk, span, { limit: rowsEach, descending: span.to < home })),
    );
    for (const { items, done } of answers) {
      rows += items.length;
      for (const item of items) {
        const one = decode(item);
        if (!one) continue;
        const metres = distanceMetres(center, one.place);
        const place = { ...one, metres, millimetres: Math.round(metres * 1000) };
        if (metres <= radiusMetres && isBehind(place)) found.set(place.id, place);
      }
      if (done.from <= done.to) read = united([...read, done]);
    }
  };

  /**
   * The radius of the smallest disc that probably holds what is wanted. Rings grow around the centre; what of them is unread
   * is taken to be as dense as what has been read nearer by. It ends at `most`, and where a guess would become dear.
   */
  const guess = (places: readonly Found<T>[], most: number, rowsPerSquareMetre: number): number => {
    const target = seen + wanted * (after ? LATER_PAGES_MARGIN : 1);
    const growth = inner > 0 ? LATER_RING_GROWTH : RING_GROWTH;
    const budget = GUESSED_ROWS + GUESSED_PER_READ * Math.max(rows, wanted);
    let readArea = discArea(inner);
    let unreadArea = 0;
    let count = 0;
    let last = inner;
    for (let edge = Math.max(inner * growth, LEAST_RING_METRES, most / 10_000), ring = 0; ; edge *= growth, ring += 1) {
      const radius = Math.min(edge, most);
      const area = discArea(radius) - discArea(last);
      const middle = Math.sqrt((radius ** 2 + last ** 2) / 2);
      let unread = 0;
      for (let sample = 0; sample < SAMPLES; sample += 1) {
        const position = positionOf(
          curveKey(towards(center, middle, (2 * Math.PI * (sample + ring * 0.618)) / SAMPLES)),
        );
        if (!isRead(position)) unread += 1;
      }
      unreadArea += (area * unread) / SAMPLES;
      readArea += (area * (SAMPLES - unread)) / SAMPLES;
      while (count < places.length && (places[count]?.metres ?? 0) <= radius) count += 1;
      const known = seen + count;
      const expected = known + (readArea > 0 ? (known / readArea) * unreadArea : 0);
      if (expected >= target || radius >= most || rowsPerSquareMetre * unreadArea > budget) return radius;
      last = radius;
    }
  };

  if (inner < HEAP_METRES) {
    const whole = cover(radiusMetres);
    if (radiusMetres <= DIRECT_METRES)
      await readAll(joinRanges(whole, DIRECT_GAP_SQUARE_METRES / cellArea, DIRECT_QUERIES), wanted);
    if (!isRead(home)) {
      const around = joinRanges(whole, 0, QUERIES_AT_ONCE).find(({ from, to }) => from <= home && home <= to);
      const { from, to } = around ?? { from: home, to: home };
      const seeds = [
        { from: home, to },
        { from, to: home - 1 },
      ].filter((range) => range.from <= range.to);
      await readAll(seeds, Math.max(SEEDS, Math.ceil(wanted * SEEDS_PER_WANTED)));
    }
  }

  for (let covered = after ? inner : -1, step = 0, widened = 0; ; step += 1) {
    const places = [...found.values()].sort((a, b) => a.millimetres - b.millimetres || (a.id < b.id ? -1 : 1));
    // So many within this disc are known: nothing outside of it can be among the nearest.
    const sure = places[limit];
    const most = sure ? Math.min(radiusMetres, (sure.millimetres + 1) / 1000) : radiusMetres;
    if (covered >= most) {
      const shown = places.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(({ value, metres }) => ({ value, distanceMetres: metres })),
        ...(sure && last
          ? { next: { distanceMillimetres: last.millimetres, id: last.id, seen: seen + shown.length } }
          : {}),
      };
    }
    if (rows > ROWS_MAX && covered > inner) {
      const reached = Math.floor(covered * 1000) - 1;
      const shown = places.filter(({ millimetres }) => millimetres <= reached).slice(0, limit);
      return {
        items: shown.map(({ value, metres }) => ({ value, distanceMetres: metres })),
        next: { distanceMillimetres: reached, id: LAST_ID, seen: seen + shown.length },
      };
    }
    const cells = read.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    const density = cells > 0 ? rows / (cells * cellArea) : seen / discArea(Math.max(inner, 1));
    const guessed = Math.max(guess(places, most, density), covered * Math.max(LATER_RING_GROWTH, 2 ** (widened - 2)));
    const affordable = Math.hypot(Math.max(covered, 0), Math.sqrt(ROWS_MAX / (Math.PI * density)));
    const radius = Math.min(guessed > NEARLY * most ? most : guessed, affordable);
    const gapArea = Math.min(ROWS_PER_QUERY / Math.max(density, Number.MIN_VALUE), GAP_PER_DISC * discArea(radius));
    const spans = joinRanges(without(cover(radius), read), gapArea / cellArea, QUERIES_AT_ONCE);
    if (spans.length === 0) {
      covered = radius;
      widened += 1;
    } else await readAll(spans, Math.min(rowsOnce * 2 ** (step >> 1), Math.max(rowsOnce, ROWS_MAX / QUERIES_AT_ONCE)));
  }
};
