// Places on the ground: distances, Vietnam's outline, and a curve on which what lies near each other mostly lies together, so
// that a table that sorts by text can be asked for what lies around a place.
import { VIETNAM_OUTLINE } from './vietnam-outline.ts';

/** A place in degrees of WGS 84. */
export type LatLng = { lat: number; lng: number };

type Box = { south: number; west: number; north: number; east: number };

const EARTH_RADIUS_METRES = 6_371_008.8;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The great-circle distance in metres, on a sphere of the earth's mean radius (within 0.6 % of the ellipsoid's). */
export const distanceMetres = (a: LatLng, b: LatLng): number => {
  const north = Math.sin(radians(b.lat - a.lat) / 2);
  const east = Math.sin(radians(b.lng - a.lng) / 2);
  const chord = north * north + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * east * east;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.sqrt(Math.min(1, chord)));
};

const box = (south: number, west: number, north: number, east: number): Box => ({ south, west, north, east });

/** Inhabited islands that the outline lacks, each with some kilometres of sea around it. */
const ISLANDS: readonly Box[] = [
  box(15.6, 110.9, 17.3, 113), // Hoàng Sa
  box(6.8, 111.2, 12.1, 116.6), // Trường Sa
  box(20.07, 107.65, 20.2, 107.8), // Bạch Long Vĩ
  box(21.18, 107.9, 21.28, 108.02), // Đảo Trần
  box(17.1, 107.28, 17.22, 107.4), // Cồn Cỏ
  box(15.88, 108.4, 16.02, 108.6), // Cù Lao Chàm
  box(15.32, 109.02, 15.49, 109.2), // Lý Sơn
  box(13.57, 109.3, 13.67, 109.4), // Cù Lao Xanh
  box(8.38, 104.78, 8.48, 104.88), // Hòn Khoai
  box(9.58, 104.28, 10.08, 104.92), // Kiên Hải
  box(10.1, 104.26, 10.24, 104.4), // Hải Tặc
  box(9.85, 103.95, 10.05, 104.1), // An Thới, south of Phú Quốc
  box(9.2, 103.38, 9.4, 103.6), // Thổ Chu
];

const isInBox = ({ lat, lng }: LatLng, { south, west, north, east }: Box): boolean =>
  south <= lat && lat <= north && west <= lng && lng <= east;

/** Whether a ring of longitudes and latitudes in turn goes around the place: a ray to the east crosses it an odd number of times. */
const isInRing = ({ lat, lng }: LatLng, ring: readonly number[]): boolean => {
  let isIn = false;
  let [fromLng = 0, fromLat = 0] = ring.slice(-2);
  for (let at = 0; at < ring.length; at += 2) {
    const toLng = ring[at] ?? 0;
    const toLat = ring[at + 1] ?? 0;
    if (fromLat > lat !== toLat > lat && lng < fromLng + ((toLng - fromLng) * (lat - fromLat)) / (toLat - fromLat))
      isIn = !isIn;
    [fromLng, fromLat] = [toLng, toLat];
  }
  return isIn;
};

/**
 * Whether a place lies in Vietnam, its islands included. It takes about five kilometres of sea and of the neighbours' land along:
 * it is there to refuse a mistyped or swapped coordinate, not to draw a border.
 */
export const isInVietnam = (place: LatLng): boolean =>
  VIETNAM_OUTLINE.some((ring) => isInRing(place, ring)) || ISLANDS.some((island) => isInBox(place, island));

const BITS = 16;
const CELLS = 2 ** BITS;
const CURVE = box(6, 101, 24, 119);
const DEGREES_PER_CELL = (CURVE.north - CURVE.south) / CELLS;

// Hilbert's curve through the four quarters of a square: in each of its four orientations, which quarter comes first, second,
// third and last (2 × east + north), and the orientation inside of each.
const QUARTERS = [
  [0, 1, 3, 2],
  [0, 2, 3, 1],
  [3, 1, 0, 2],
  [3, 2, 0, 1],
] as const;
const TURNS = [
  [1, 0, 0, 2],
  [0, 1, 1, 3],
  [3, 2, 2, 0],
  [2, 3, 3, 1],
] as const;
type Orientation = 0 | 1 | 2 | 3;

const cellOf = (degrees: number, origin: number): number =>
  Math.min(CELLS - 1, Math.max(0, Math.floor((degrees - origin) / DEGREES_PER_CELL)));

const hex = (position: number): string => position.toString(16).padStart(8, '0');

/**
 * Where a place lies on Hilbert's curve through 65,536 × 65,536 cells (about 30 m a side) between 6° and 24° north, 101° and 119°
 * east: eight lower-case hexadecimal digits that sort along the curve. A place outside counts to the nearest cell.
 */
export const curveKey = ({ lat, lng }: LatLng): string => {
  const east = cellOf(lng, CURVE.west);
  const north = cellOf(lat, CURVE.south);
  let position = 0;
  let orientation: Orientation = 0;
  for (let bit = BITS - 1; bit >= 0; bit -= 1) {
    const quarter = 2 * ((east >> bit) & 1) + ((north >> bit) & 1);
    const index = QUARTERS[orientation].indexOf(quarter as Orientation) as Orientation;
    position = position * 4 + index;
    orientation = TURNS[orientation][index];
  }
  return hex(position);
};

/** A square of the curve: `start` is the first of its cells' positions, `side` its cells a side, `east` and `north` its corner. */
type Square = { start: number; side: number; east: number; north: number; orientation: Orientation };

const quartersOf = ({ start, side, east, north, orientation }: Square): Square[] => {
  const half = side / 2;
  return QUARTERS[orientation].map((quarter, index) => ({
    start: start + index * half * half,
    side: half,
    east: quarter >= 2 ? east + half : east,
    north: quarter % 2 === 1 ? north + half : north,
    orientation: TURNS[orientation][index as Orientation],
  }));
};

/** All places whose key lies in the square: at the rim of the curve those that lie outside, too. */
const boxOf = ({ side, east, north }: Square): Box => ({
  south: north === 0 ? -90 : CURVE.south + north * DEGREES_PER_CELL,
  west: east === 0 ? -180 : CURVE.west + east * DEGREES_PER_CELL,
  north: north + side === CELLS ? 90 : CURVE.south + (north + side) * DEGREES_PER_CELL,
  east: east + side === CELLS ? 180 : CURVE.west + (east + side) * DEGREES_PER_CELL,
});

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** The distance to the nearest place of a meridian between two latitudes. */
const distanceToMeridian = (from: LatLng, lng: number, { south, north }: Box): number => {
  const latitude = radians(from.lat);
  const foot = Math.atan2(Math.sin(latitude), Math.cos(latitude) * Math.cos(radians(lng - from.lng)));
  const degrees = (foot * 180) / Math.PI;
  if (south <= degrees && degrees <= north) return distanceMetres(from, { lat: degrees, lng });
  return Math.min(distanceMetres(from, { lat: south, lng }), distanceMetres(from, { lat: north, lng }));
};

const leastDistance = (from: LatLng, to: Box): number =>
  to.west <= from.lng && from.lng <= to.east
    ? distanceMetres(from, { lat: clamp(from.lat, to.south, to.north), lng: from.lng })
    : Math.min(distanceToMeridian(from, to.west, to), distanceToMeridian(from, to.east, to));

/** What is farthest from a place is nearest to the place opposite of it on the globe. */
const greatestDistance = (from: LatLng, to: Box): number => {
  const opposite = { lat: -from.lat, lng: from.lng > 0 ? from.lng - 180 : from.lng + 180 };
  return Math.PI * EARTH_RADIUS_METRES - leastDistance(opposite, to);
};

/** Squares are halved until there are so many of them on the rim; finer ones would be merged again. */
const FINEST = 160;
/** More than rounding can be wrong by on the other side of the globe. */
const SLACK_METRES = 1;

/** Positions on the curve, both ends included. */
export type CurveRange = { from: number; to: number };

/** Ranges in order, joined over gaps of at most `gap` positions, and over wider ones where there would be more than `most`. */
export const joinRanges = (ranges: readonly CurveRange[], gap: number, most: number): CurveRange[] => {
  const gaps = ranges.slice(1).map(({ from }, index) => from - (ranges[index]?.to ?? from) - 1);
  const joinable = Math.max(gap, gaps.sort((a, b) => b - a)[most - 1] ?? 0);
  const joined: CurveRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last && range.from - last.to - 1 <= joinable) last.to = range.to;
    else joined.push({ ...range });
  }
  return joined;
};

/**
 * Ranges of curve keys, both ends included, in which every place lies whose distance from `center` is at least `innerMetres` and at
 * most `outerMetres`; places beside it lie in them, too. They are in order, apart, and at most `maxRanges`.
 */
export const coverAnnulus = (
  center: LatLng,
  innerMetres: number,
  outerMetres: number,
  maxRanges: number,
): { from: string; to: string }[] => {
  const inner = innerMetres - SLACK_METRES;
  const outer = outerMetres + SLACK_METRES;
  const whole: Square[] = [];
  let rim: Square[] = [{ start: 0, side: CELLS, east: 0, north: 0, orientation: 0 }];
  while (rim.length > 0 && rim.length < FINEST && (rim[0]?.side ?? 1) > 1) {
    const finer: Square[] = [];
    for (const square of rim.flatMap(quartersOf)) {
      const extent = boxOf(square);
      const least = leastDistance(center, extent);
      if (least > outer) continue;
      const greatest = greatestDistance(center, extent);
      if (greatest < inner) continue;
      if (inner <= least && greatest <= outer) whole.push(square);
      else finer.push(square);
    }
    rim = finer;
  }
  const ranges = [...whole, ...rim]
    .sort((a, b) => a.start - b.start)
    .map(({ start, side }) => ({ from: start, to: start + side * side - 1 }));
  return joinRanges(ranges, 0, maxRanges).map(({ from, to }) => ({ from: hex(from), to: hex(to) }));
};
