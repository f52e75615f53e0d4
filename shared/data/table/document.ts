import type * as z from 'zod';
import type { IdKind } from '#shared/platform/ids.ts';
import { keys } from './keys.ts';
import { type Item, type Key, numberOf, type Reader, stringOf } from './reader.ts';
import type { Action } from './writer.ts';

/** A list row: a key and the compact text for pages. */
export type Row = Key & { card: string };

/** How a kind of document and its list rows are stored. */
export type DocumentKind<T extends { id: string; status: string }> = {
  kind: IdKind;
  schema: z.ZodType<T>;
  /**
   * The list rows of a document and its version. The function is pure, so that the rows to delete follow from the
   * stored document.
   */
  rows: (value: T, version: number) => Row[];
};

/** A loaded document, with the version that a conditional write requires. */
export type Stored<T> = { value: T; version: number };

/** Loads and parses a document. A document that does not fit its schema is a bug and throws. */
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

/** A document to write: created without `before`, otherwise written only over that version and state. */
export type Save<T extends { id: string; status: string }> = {
  kind: DocumentKind<T>;
  before?: Stored<T> | undefined;
  after: T;
};

/** The guard of version conditions. */
export const VERSION_GUARD = 'version';

const sameKey = (a: Key, b: Key): boolean => a.pk === b.pk && a.sk === b.sk;

/** The actions that write list rows. */
const rowActions = (rows: readonly Row[]): Action[] =>
  rows.map(({ pk, sk, card }) => ({ kind: 'put', item: { pk: { S: pk }, sk: { S: sk }, card: { S: card } } }));

/**
 * The actions that write a document and update its list rows: rows that no longer apply are deleted, changed ones
 * replaced, equal ones left alone.
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

/** The action that makes a transaction fail if another document has changed since it was read. */
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
 * The actions that write the outdated or missing rows of a document, on the condition that the document is unchanged;
 * none if all rows are current.
 */
export const mendRows = async <T extends { id: string; status: string }>(
  reader: Reader,
  kind: DocumentKind<T>,
  stored: Stored<T>,
): Promise<Action[]> => {
  const rows = kind.rows(stored.value, stored.version);
  const found = await Promise.all(rows.map((row) => reader.get(row, { consistent: true })));
  const missing = rows.filter((row, index) => cardIn(found[index]) !== row.card);
  return missing.length === 0 ? [] : [unchanged(stored), ...rowActions(missing)];
};
