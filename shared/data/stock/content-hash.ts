import { createHash } from 'node:crypto';
import type { Item } from '#shared/data/table/reader.ts';

const ATTRIBUTE = 'contentHash';

/** The same text for the same value, in whatever order its fields come. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, canonical(part)]);
};

/** SHA-256 over all attributes of an item, its keys too, except the content hash itself. */
const contentHashOf = ({ [ATTRIBUTE]: _, ...item }: Item): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(item)))
    .digest('base64url');

/** The item with its content hash, to be written once and never changed. */
export const withContentHash = (item: Item): Item => ({ ...item, [ATTRIBUTE]: { S: contentHashOf(item) } });

/**
 * Whether a stored item is as it was written: `missing` where it carries no content hash. The hash has no key, so it names
 * what was changed by hand or by a fault, not what was forged together with its hash.
 */
export const contentOf = (item: Item): 'as written' | 'changed' | 'missing' => {
  const stored = item[ATTRIBUTE];
  if (!stored) return 'missing';
  return 'S' in stored && stored.S === contentHashOf(item) ? 'as written' : 'changed';
};
