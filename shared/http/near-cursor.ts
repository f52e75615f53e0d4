import type { NearestPosition } from '../data/nearest.ts';
import { isId } from '../platform/ids.ts';
import { cursorInvalid } from '../platform/problem.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

/** The cursor of a walk by distance; `scope` names the walk. */
export const encodeNearCursor = (scope: string, { distanceMillimetres, id, seen }: NearestPosition): string =>
  encodeCursor(scope, [String(distanceMillimetres), id, String(seen)]);

/** Where a walk by distance goes on; a bent cursor, or one of another walk, is 400 `cursor_invalid`. */
export const decodeNearCursor = (scope: string, cursor: string | undefined): NearestPosition | undefined => {
  if (cursor === undefined) return undefined;
  const [distance = '', id = '', seen = ''] = decodeCursor(scope, cursor, 3);
  if (!/^\d{1,10}$/.test(distance) || !isId('salesPoint', id) || !/^\d{1,9}$/.test(seen)) throw cursorInvalid();
  return { distanceMillimetres: Number(distance), id, seen: Number(seen) };
};
