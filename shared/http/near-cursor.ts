import type { NearestPosition } from '#shared/data/places/nearest.ts';
import { isId } from '#shared/platform/ids.ts';
import { RADIUS_MAX_KM } from '#shared/platform/limits.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const MILLIMETRES_PER_KM = 1_000_000;
const DISTANCE_MAX_MILLIMETRES = RADIUS_MAX_KM * MILLIMETRES_PER_KM;

/** Encodes the cursor of a walk by distance; `scope` names the walk. */
export const encodeNearCursor = (scope: string, { distanceMillimetres, id, seen, listedTo }: NearestPosition): string =>
  encodeCursor(scope, [String(distanceMillimetres), id, String(seen), ...(listedTo === undefined ? [] : [listedTo])]);

/** A sort key of the walk, or the prefix before the keys of a cell of the curve. */
const isListedTo = (text: string): boolean => {
  const [, id] = /^[0-9a-f]{8}(?:#(.{30}))?$/.exec(text) ?? [undefined, ''];
  return id === undefined || isId('salesPoint', id);
};

/** Decodes the position of a walk by distance; a damaged cursor, or one of another walk, is 400 `cursor_invalid`. */
export const decodeNearCursor = (scope: string, cursor: string | undefined): NearestPosition | undefined => {
  if (cursor === undefined) return undefined;
  const [distance = '', id = '', seen = '', listedTo] = decodeCursor(scope, cursor, 3, 4);
  const isNumeric = /^\d{1,10}$/.test(distance) && /^\d{1,9}$/.test(seen);
  if (!isNumeric || Number(distance) > DISTANCE_MAX_MILLIMETRES || !isId('salesPoint', id)) throw cursorInvalid();
  if (listedTo !== undefined && !isListedTo(listedTo)) throw cursorInvalid();
  return {
    distanceMillimetres: Number(distance),
    id,
    seen: Number(seen),
    ...(listedTo === undefined ? {} : { listedTo }),
  };
};
