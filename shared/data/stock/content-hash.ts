import { createHash } from 'node:crypto';
import type { Item } from '#shared/data/table/reader.ts';

const ATTRIBUTE = 'contentHash';

/** A canonical form: independent of the order of fields. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, canonical(part)]);
};

/** SHA-256 over all attributes of an item including its keys, except for the content hash itself. */
const contentHashOf = ({ [ATTRIBUTE]: _, ...item }: Item): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(item)))
    .digest('base64url');

/** The item with its content hash. */
export const withContentHash = (item: Item): Item => ({ ...item, [ATTRIBUTE]: { S: contentHashOf(item) } });

/**
 * Whether a stored item is unchanged; `missing` without a content hash. The hash has no secret key: it detects manual
 * changes and bugs, not an item that was forged together with its hash.
 */
export const contentOf = (item: Item): 'as written' | 'changed' | 'missing' => {
  const stored = item[ATTRIBUTE];
  if (!stored) return 'missing';
  return 'S' in stored && stored.S === contentHashOf(item) ? 'as written' : 'changed';
};
