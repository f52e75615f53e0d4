// Distances, Vietnam's outline, and a Hilbert curve on which nearby places are mostly adjacent, so that a table that
// sorts by text can find places near a point.
import { type CurveRange, joinRanges } from './curve-ranges.ts';
import { VIETNAM_OUTLINE } from './vietnam-outline.ts';

/** A place in degrees of WGS 84. */
export type LatLng = { lat: number; lng: number };

type Box = { south: number; west: number; north: number; east: number };

const EARTH_RADIUS_METRES = 6_371_008.8;

/** Length of a degree of a meridian. */
export const METRES_PER_DEGREE = (Math.PI * EARTH_RADIUS_METRES) / 180;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The great-circle distance in metres on a sphere with the earth's mean radius (within 0.6 % of the ellipsoid). */
export const distanceMetres = (a: LatLng, b: LatLng): number => {
  const north = Math.sin(radians(b.lat - a.lat) / 2);
  const east = Math.sin(radians(b.lng - a.lng) / 2);
  const chord = north * north + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * east * east;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.sqrt(Math.min(1, chord)));
};

const box = (south: number, west: number, north: number, east: number): Box => ({ south, west, north, east });

/** Inhabited islands outside of the outline, each with some kilometres of sea. */
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

/**
 * Whether a ring of alternating longitudes and latitudes contains the place: a ray to the east crosses it an odd number
 * of times.
 */
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
 * Whether a place is in Vietnam, islands included. About five kilometres of sea and of neighbouring land are accepted
 * too: the check rejects mistyped or swapped coordinates and does not define a border.
 */
export const isInVietnam = (place: LatLng): boolean =>
  VIETNAM_OUTLINE.some((ring) => isInRing(place, ring)) || ISLANDS.some((island) => isInBox(place, island));

const BITS = 16;
const CELLS = 2 ** BITS;
const CURVE = box(6, 101, 24, 119);
const DEGREES_PER_CELL = (CURVE.north - CURVE.south) / CELLS;

// Hilbert's curve through the four quarters of a square: for each of its four orientations, the order of the quarters
// (2 × east + north), and the orientation inside of each.
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

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

const cellOf = (degrees: number, origin: number): number =>
  clamp(Math.floor((degrees - origin) / DEGREES_PER_CELL), 0, CELLS - 1);

/** The key of a position: eight lower-case hexadecimal digits, which sort like positions. */
export const positionKey = (position: number): string => position.toString(16).padStart(8, '0');

/**
 * The position of a place on Hilbert's curve through 65,536 × 65,536 cells (sides of about 30 m) between 6° and 24°
 * north, 101° and 119° east, which contains all of Vietnam. A place outside has the position of the nearest cell.
 */
export const curvePosition = ({ lat, lng }: LatLng): number => {
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
  return position;
};

/** The key of a place's position on the curve. */
export const curveKey = (place: LatLng): string => positionKey(curvePosition(place));

/** The area of a cell in square metres at the latitude of a place, or at the nearest latitude of the curve. */
export const cellSquareMetres = ({ lat }: LatLng): number =>
  (DEGREES_PER_CELL * METRES_PER_DEGREE) ** 2 * Math.cos(radians(clamp(lat, CURVE.south, CURVE.north)));

/** A square of the curve: `start` is its first position, `side` its side in cells, `east` and `north` its corner. */
type Square = { start: number; side: number; east: number; north: number; orientation: Orientation };

const WHOLE_CURVE: Square = { start: 0, side: CELLS, east: 0, north: 0, orientation: 0 };

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

const rangeOf = ({ start, side }: Square): CurveRange => ({ from: start, to: start + side * side - 1 });

const boxOf = ({ side, east, north }: Square): Box =>
  box(
    CURVE.south + north * DEGREES_PER_CELL,
    CURVE.west + east * DEGREES_PER_CELL,
    CURVE.south + (north + side) * DEGREES_PER_CELL,
    CURVE.west + (east + side) * DEGREES_PER_CELL,
  );

/** The difference of two longitudes, 0 to 180 degrees: across the antimeridian where that is shorter. */
const degreesApart = (a: number, b: number): number => {
  const degrees = Math.abs(a - b) % 360;
  return Math.min(degrees, 360 - degrees);
};

/** The nearest place in a box: due north or south of `from`, or on the nearer of the box's two meridians. */
const nearestPlaceIn = (from: LatLng, { south, west, north, east }: Box): LatLng => {
  if (west <= from.lng && from.lng <= east) return { lat: clamp(from.lat, south, north), lng: from.lng };
  const lng = degreesApart(from.lng, west) <= degreesApart(from.lng, east) ? west : east;
  const latitude = radians(from.lat);
  // The distance grows with the angle from the foot of the perpendicular along the meridian.
  const foot = Math.atan2(Math.sin(latitude), Math.cos(latitude) * Math.cos(radians(lng - from.lng)));
  if (radians(south) <= foot && foot <= radians(north)) return { lat: (foot * 180) / Math.PI, lng };
  return { lat: Math.cos(radians(south) - foot) > Math.cos(radians(north) - foot) ? south : north, lng };
};

const leastDistance = (from: LatLng, to: Box): number => distanceMetres(from, nearestPlaceIn(from, to));

/** The farthest place in a box is the nearest one to the antipode. */
const greatestDistance = (from: LatLng, to: Box): number => {
  const opposite = { lat: -from.lat, lng: from.lng > 0 ? from.lng - 180 : from.lng + 180 };
  return distanceMetres(from, nearestPlaceIn(opposite, to));
};

const extentOf = (boxes: readonly Box[]): Box =>
  box(
    Math.min(...boxes.map(({ south }) => south)),
    Math.min(...boxes.map(({ west }) => west)),
    Math.max(...boxes.map(({ north }) => north)),
    Math.max(...boxes.map(({ east }) => east)),
  );

const boxOfRing = (ring: readonly number[]): Box => {
  const lngs = ring.filter((_, index) => index % 2 === 0);
  const lats = ring.filter((_, index) => index % 2 === 1);
  return box(Math.min(...lats), Math.min(...lngs), Math.max(...lats), Math.max(...lngs));
};

/** The box from the southernmost and westernmost to the northernmost and easternmost place that `isInVietnam` accepts. */
const VIETNAM_EXTENT = extentOf([...VIETNAM_OUTLINE.map(boxOfRing), ...ISLANDS]);

/** The distance in metres to the box around Vietnam, 0 inside of it; no place in Vietnam is nearer. */
export const distanceToVietnam = (from: LatLng): number => leastDistance(from, VIETNAM_EXTENT);

/** Squares are divided until this number of them is on the rim of a disc; finer ones would be joined again. */
const RIM_SQUARES_MAX = 160;
/** Larger than the rounding error of any distance. */
const SLACK_METRES = 1;

/**
 * Ranges of curve positions that contain every place in Vietnam at a distance from `center` of at least `innerMetres`
 * and at most `outerMetres`; they also contain places outside of the annulus. The ranges are sorted, disjoint, and at
 * most `maxRanges`. Squares are divided at most 16 times, with fewer than 160 at once, so at most 16 × 4 × 160 squares
 * are examined.
 */
export const coverAnnulus = (
  center: LatLng,
  innerMetres: number,
  outerMetres: number,
  maxRanges: number,
): CurveRange[] => {
  const inner = innerMetres - SLACK_METRES;
  const outer = outerMetres + SLACK_METRES;
  const whole: Square[] = [];
  let rim: Square[] = [WHOLE_CURVE];
  while (rim.length > 0 && rim.length < RIM_SQUARES_MAX && (rim[0]?.side ?? 1) > 1) {
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
  const ranges = [...whole, ...rim].sort((a, b) => a.start - b.start).map(rangeOf);
  return joinRanges(ranges, 0, maxRanges);
};

/**
 * The minimum distance in metres, at least `innerMetres`, of a place on the curve outside of the ranges; Infinity if
 * there is none. `ranges` come from `coverAnnulus` or are unions of such ranges: sorted and disjoint. A square is
 * divided only if it contains the end of a range, so at most 16 × 4 squares are examined for each end.
 */
export const distanceToGap = (center: LatLng, innerMetres: number, ranges: readonly CurveRange[]): number => {
  let least = Number.POSITIVE_INFINITY;
  const look = (square: Square): void => {
    const { from, to } = rangeOf(square);
    const overlapping = ranges.filter((range) => range.from <= to && from <= range.to);
    if (overlapping.some((range) => range.from <= from && to <= range.to)) return;
    const extent = boxOf(square);
    // Half the slack of a cover, so that squares outside of a cover are also skipped here.
    if (greatestDistance(center, extent) < innerMetres - SLACK_METRES / 2) return;
    const distance = Math.max(innerMetres, leastDistance(center, extent));
    if (distance >= least) return;
    if (overlapping.length === 0) least = distance;
    else for (const quarter of quartersOf(square)) look(quarter);
  };
  look(WHOLE_CURVE);
  return least;
};
