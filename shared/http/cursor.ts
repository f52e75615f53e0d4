import { createHash } from 'node:crypto';
import { cursorInvalid } from '#shared/platform/problem.ts';

const CHECK_LENGTH = 8;

const checksum = (scope: string, payload: string): string =>
  createHash('sha1').update(scope).update('\n').update(payload).digest('base64url').slice(0, CHECK_LENGTH);

/**
 * An opaque cursor: where a walk stands, with a checksum over it and over what is walked, so that it fits no other filter.
 * It guards against mistakes, not against forgery: it opens nothing that the request itself would not.
 */
export const encodeCursor = (scope: string, position: readonly string[]): string => {
  const payload = Buffer.from(JSON.stringify(position)).toString('base64url');
  return checksum(scope, payload) + payload;
};

/** Sort keys are printable ASCII, so anything else never came from here. */
const isPart = (part: unknown): boolean => typeof part === 'string' && /^[\x20-\x7e]*$/.test(part);

/**
 * The position that a cursor holds: `parts` strings, or up to `mostParts`. A bent cursor, or one of another list, is 400
 * `cursor_invalid`.
 */
export const decodeCursor = (scope: string, cursor: string, parts: number, mostParts = parts): string[] => {
  const payload = cursor.slice(CHECK_LENGTH);
  if (cursor.slice(0, CHECK_LENGTH) !== checksum(scope, payload)) throw cursorInvalid();
  try {
    const position: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const isPosition = Array.isArray(position) && position.length >= parts && position.length <= mostParts;
    if (isPosition && position.every(isPart)) return position;
  } catch {
    throw cursorInvalid();
  }
  throw cursorInvalid();
};
