// Estimates the radius of a search near a place from the rows read so far.
import { type CurveRange, isInRanges } from './curve-ranges.ts';
import { curvePosition, type LatLng, METRES_PER_DEGREE } from './geo.ts';

/** Number of directions in which a ring is sampled, and the rotation between consecutive rings, in steps. */
const SAMPLES = 16;
const TURN = 0.618;
const RING_GROWTH = 1.2;
const LATER_RING_GROWTH = 1.08;
const FIRST_RING_METRES = 50;
/** The first ring is at least this share of the maximum radius, so there are at most log(10,000) / log(1.08) = 120 rings. */
const FIRST_RING_SHARE = 1 / 10_000;

export const discSquareMetres = (radiusMetres: number): number => Math.PI * radiusMetres ** 2;

/** The place at a distance and direction, approximated for sampling. */
const placeTowards = ({ lat, lng }: LatLng, metres: number, angle: number): LatLng => {
  const degrees = metres / METRES_PER_DEGREE;
  return {
    lat: lat + degrees * Math.sin(angle),
    lng: lng + (degrees * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180),
  };
};

/** The share of a circle outside of the ranges. */
const unreadShare = (center: LatLng, radiusMetres: number, ring: number, read: readonly CurveRange[]): number => {
  let unread = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const place = placeTowards(center, radiusMetres, (2 * Math.PI * (sample + ring * TURN)) / SAMPLES);
    if (!isInRanges(read, curvePosition(place))) unread += 1;
  }
  return unread / SAMPLES;
};

/**
 * The radius in metres of the smallest disc that probably holds `wanted` places beyond `innerMetres`. The unread part
 * of each ring is assumed to be as dense as the ground that was read nearer to the centre: `seen` places within
 * `innerMetres`, and the sorted `distances` beyond. The result is at most `mostMetres`, and small enough that at most
 * `guessedRows` rows are read on an estimate.
 */
export const expectedRadius = ({
  center,
  innerMetres,
  mostMetres,
  seen,
  wanted,
  distances,
  read,
  rowsPerSquareMetre,
  guessedRows,
}: {
  center: LatLng;
  innerMetres: number;
  mostMetres: number;
  seen: number;
  wanted: number;
  distances: readonly number[];
  read: readonly CurveRange[];
  rowsPerSquareMetre: number;
  guessedRows: number;
}): number => {
  const growth = innerMetres > 0 ? LATER_RING_GROWTH : RING_GROWTH;
  let readArea = discSquareMetres(innerMetres);
  let unreadArea = 0;
  let within = 0;
  let last = innerMetres;
  let edge = Math.max(innerMetres * growth, FIRST_RING_METRES, mostMetres * FIRST_RING_SHARE);
  for (let ring = 0; last < mostMetres; ring += 1) {
    const radius = Math.min(edge, mostMetres);
    const area = discSquareMetres(radius) - discSquareMetres(last);
    const unread = unreadShare(center, Math.sqrt((radius ** 2 + last ** 2) / 2), ring, read);
    unreadArea += area * unread;
    readArea += area * (1 - unread);
    while (within < distances.length && (distances[within] ?? 0) <= radius) within += 1;
    const known = seen + within;
    const expected = known + (readArea > 0 ? (known / readArea) * unreadArea : 0);
    if (expected >= seen + wanted || rowsPerSquareMetre * unreadArea > guessedRows) return radius;
    last = radius;
    edge *= growth;
  }
  return mostMetres;
};
