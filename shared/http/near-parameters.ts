import * as z from 'zod';
import { shapeError } from '#shared/domain/input.ts';
import { RADIUS_MAX_KM } from '#shared/platform/limits.ts';
import { whenRight } from './faults.ts';
import * as messages from './messages.ts';

const PLACE = /^\s*(-?\d{1,2}(?:\.\d{1,18})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,18})?)\s*$/;

/** A precision of a tenth of a metre is enough, limits the length of a cursor, and prints without an exponent. */
const toTenthOfMetre = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

const placeOf = (text: string): { lat: number; lng: number } | undefined => {
  const [, lat, lng] = (PLACE.exec(text) ?? []).map(Number);
  if (lat === undefined || lng === undefined) return undefined;
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180
    ? { lat: toTenthOfMetre(lat), lng: toTenthOfMetre(lng) }
    : undefined;
};

/** The place of a search, anywhere in the world: `lat,lng` in degrees, with blanks as maps copy them. */
export const near = z
  .string()
  .max(64)
  .meta({ pattern: PLACE.source })
  .transform((text, context) => {
    const place = placeOf(text);
    if (place) return place;
    context.addIssue({
      code: 'custom',
      ...shapeError('invalid_format', messages.nearInvalid),
    });
    return z.NEVER;
  });

/** The radius of a search, in kilometres. */
export const radiusKm = z
  .string()
  .regex(/^\d{1,4}(?:\.\d{1,3})?$/)
  .transform(Number)
  .refine((km) => km > 0 && km <= RADIUS_MAX_KM, shapeError('out_of_range', messages.radiusOutOfRange(RADIUS_MAX_KM)));

const NEAR_NEEDED = shapeError('near_required', messages.nearRequired);

/** The check that a radius comes with a place. */
export const radiusNeedsPlace: [
  check: (query: { near?: unknown; radiusKm?: unknown }) => boolean,
  params: Parameters<z.ZodType['refine']>[1],
] = [
  ({ near: place, radiusKm: reach }) => reach === undefined || place !== undefined,
  { ...NEAR_NEEDED, path: ['radiusKm'], ...whenRight('near', 'radiusKm') },
];
