import type * as z from 'zod';
import type { IdKind } from '#shared/platform/ids.ts';
import { keys } from './keys.ts';
import { type Item, type Key, numberOf, type Reader, stringOf } from './reader.ts';
import type { Action } from './writer.ts';

/** A list row: a key and the compact text that a page is made of. */
export type Row = Key & { card: string };

/** What the table must know of a kind of document to keep it and its list rows. */
export type DocumentKind<T extends { id: string; status: string }> = {
  kind: IdKind;
  schema: z.ZodType<T>;
  /** The list rows that follow from a document and its version: pure, so that the rows to remove follow from what was stored. */
  rows: (value: T, version: number) => Row[];
};

/** A document as loaded, with the version that a conditional write must find unchanged. */
export type Stored<T> = { value: T; version: number };

/**
 * Loads a document and parses it: what does not fit its schema is a bug and throws.
 */
export const loadDocument = async <T extends { id: string; status: string }>(
  reader: Reader,
  kind: DocumentKind<T>,
  id: string,
  options: { consistent: boolean },
): Promise<Stored<T> | undefined> => {
  const item = await reader.get(keys.document(id), options);
  if (!item) return undefined;
  return { value: kind.schema.parse(JSON.parse(stringOf(item, 'doc'))), version: numberOf(item, 'version') };
};

/** A document to be written: made anew where `before` is absent, otherwise only over that version and state. */
export type Save<T extends { id: string; status: string }> = {
  kind: DocumentKind<T>;
  before?: Stored<T> | undefined;
  after: T;
};

/** The name under which a failed version condition is reported. */
export const VERSION_GUARD = 'version';

const sameKey = (a: Key, b: Key): boolean => a.pk === b.pk && a.sk === b.sk;

/** The actions that write list rows. */
const rowActions = (rows: readonly Row[]): Action[] =>
  rows.map(({ pk, sk, card }) => ({ kind: 'put', item: { pk: { S: pk }, sk: { S: sk }, card: { S: card } } }));

/**
 * The actions that write a document and bring its list rows in line: rows that no longer follow from it are removed, the
 * changed ones replaced, the equal ones left alone.
 */
export const saveActions = <T extends { id: string; status: string }>({ kind, before, after }: Save<T>): Action[] => {
  const version = (before?.version ?? 0) + 1;
  const item: Item = {
    pk: { S: after.id },
    sk: { S: 'A' },
    version: { N: String(version) },
    state: { S: after.status },
    doc: { S: JSON.stringify(after) },
  };
  const condition = before
    ? {
        expression: '#version = :version AND #state = :state',
        names: { '#version': 'version', '#state': 'state' },
        values: { ':version': { N: String(before.version) }, ':state': { S: before.value.status } },
      }
    : { expression: 'attribute_not_exists(pk)' };
  const rowsBefore = before ? kind.rows(before.value, before.version) : [];
  const rowsAfter = kind.rows(after, version);
  return [
    { kind: 'put', item, condition, guard: VERSION_GUARD },
    ...rowsBefore
      .filter((row) => !rowsAfter.some((kept) => sameKey(kept, row)))
      .map(({ pk, sk }): Action => ({ kind: 'delete', key: { pk, sk } })),
    ...rowActions(rowsAfter.filter((row) => !rowsBefore.some((old) => sameKey(old, row) && old.card === row.card))),
  ];
};

/** The action that lets a transaction pass only while another document stays as it was read. */
export const unchanged = (stored: Stored<{ id: string }>): Action => ({
  kind: 'check',
  key: keys.document(stored.value.id),
  condition: {
    expression: '#version = :version',
    names: { '#version': 'version' },
    values: { ':version': { N: String(stored.version) } },
  },
  guard: VERSION_GUARD,
});

const cardIn = (item: Item | undefined): string | undefined => (item?.card ? stringOf(item, 'card') : undefined);

/**
 * The actions that write the rows in a document's own partition which are not as they follow from it, as long as it stays as it was
 * read; none where all are.
 */
export const mendRows = async <T extends { id: string; status: string }>(
  reader: Reader,
  kind: DocumentKind<T>,
  stored: Stored<T>,
): Promise<Action[]> => {
  const rows = kind.rows(stored.value, stored.version).filter(({ pk }) => pk === stored.value.id);
  const found = await Promise.all(rows.map((row) => reader.get(row, { consistent: true })));
  const missing = rows.filter((row, index) => cardIn(found[index]) !== row.card);
  return missing.length === 0 ? [] : [unchanged(stored), ...rowActions(missing)];
};
