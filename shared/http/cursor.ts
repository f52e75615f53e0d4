import { createHash } from 'node:crypto';
import { cursorInvalid } from '#shared/platform/problem.ts';

const CHECK_LENGTH = 8;

const checksum = (scope: string, payload: string): string =>
  createHash('sha1').update(scope).update('\n').update(payload).digest('base64url').slice(0, CHECK_LENGTH);

/**
 * Encodes an opaque cursor: a position with a checksum over it and over `scope`, so that it is valid for one filter
 * only. The checksum detects mistakes, not forgery: a forged cursor gives no access beyond the request itself.
 */
export const encodeCursor = (scope: string, position: readonly string[]): string => {
  const payload = Buffer.from(JSON.stringify(position)).toString('base64url');
  return checksum(scope, payload) + payload;
};

/** Sort keys are printable ASCII; other texts are no positions. */
const isPart = (part: unknown): boolean => typeof part === 'string' && /^[\x20-\x7e]*$/.test(part);

/**
 * Decodes the position of a cursor: `parts` strings, or up to `mostParts`. A damaged cursor, or one of another list, is
 * 400 `cursor_invalid`.
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
