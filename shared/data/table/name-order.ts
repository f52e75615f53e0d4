import { type IdKind, isId } from '#shared/platform/ids.ts';
import { collationKey } from '#shared/platform/text.ts';
import { PAGE_MAX_UNITS, readWithin } from './read-budget.ts';
import type { Reader } from './reader.ts';
import { type Decode, type Page, sortKeyOf, type Walk } from './rows.ts';

/** Maximum length of a name in a sort key, in characters. */
export const NAME_KEY_MAX = 120;

/**
 * Vietnamese alphabetical order, truncated to the length of a key; the id separates equal names. It follows a space,
 * which sorts below every character of a collation key, so a key that is the prefix of another stays before it.
 */
export const nameSortKey = (name: string, id: string): string => `${collationKey(name).slice(0, NAME_KEY_MAX)} ${id}`;

const POSITION = new RegExp(`^[\\x20-\\x7e]{0,${NAME_KEY_MAX}} (.{30})$`);

/** Whether a text is a valid position in a list by name of one kind of document. */
export const isNamePosition = (kind: IdKind, text: string): boolean => isId(kind, POSITION.exec(text)?.[1] ?? '');

/** Maximum number of rows that a page examines when `keep` skips some of them. */
const LOOKED_AT = 200;

/** A list by name: its partition, the maximum size of its rows in bytes, their form, and which of them are wanted. */
export type NameList<T> = {
  pk: string;
  rowMaxBytes: number;
  decode: Decode<T>;
  keep?: ((row: T) => boolean) | undefined;
};

/**
 * A page of a list by name, within the read budget of a page: very long rows, and rows that `keep` skips, make it short.
 */
export const readPageByName = async <T>(
  reader: Reader,
  { pk, rowMaxBytes, decode, keep }: NameList<T>,
  { limit, after }: Walk,
): Promise<Page<T>> => {
  const range = { pk, limit: keep ? LOOKED_AT : limit + 1, ...(after === undefined ? {} : { after }) };
  const read = await readWithin(reader, range, { units: PAGE_MAX_UNITS, rowMaxBytes });
  const found = read.items.map((item) => ({ item, row: decode(item) })).filter(({ row }) => keep?.(row) ?? true);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1)?.item : read.more ? read.items.at(-1) : undefined;
  return { items: page.map(({ row }) => row), ...(last === undefined ? {} : { next: sortKeyOf(last) }) };
};
