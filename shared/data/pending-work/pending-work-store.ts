// Work that may be cut off is noted in the transaction that makes it necessary, and the note is removed once it is done. The
// scheduled job takes up what is still noted.
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { keys } from '#shared/data/table/keys.ts';
import { type Item, type Key, numberOf, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { jsonIn, pagesOf, sortKeyOf } from '#shared/data/table/rows.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Size } from '#shared/domain/images/renditions.ts';
import { ID_PREFIXES, isId } from '#shared/platform/ids.ts';

/** The files of a photo, and the image and product that show them, showed them, or may come to. */
export type ImageFiles = Size & { product: string; image: string; contentHash: string };

/** A row of a shelf that has to be brought in line. */
export type ShelfRow = { salesPoint: string; product: string };

/** Work that is noted: `due` is the instant before which nobody takes it up. */
export type PendingWork =
  | { kind: 'files'; files: ImageFiles; due: Date }
  | { kind: 'placement'; product: string; due: Date; key: Key }
  | { kind: 'shelf'; task: string; rows: ShelfRow[] }
  | { kind: 'event' | 'producer' | 'product' | 'salesPoint'; id: string };

const put = ({ pk, sk }: Key, attributes: Item = {}): Action => ({
  kind: 'put',
  item: { pk: { S: pk }, sk: { S: sk }, ...attributes },
});

/** The action that notes that files are to be removed from an instant on, unless the image shows them then. */
export const noteFiles = ({ product, image, contentHash, width, height }: ImageFiles, due: Date): Action =>
  put(keys.pendingFiles(image, contentHash), {
    product: { S: product },
    digest: { S: contentHash },
    width: { N: String(width) },
    height: { N: String(height) },
    from: { N: String(due.getTime()) },
  });

/** The action that removes that note. */
export const dropFiles = ({ image, contentHash }: Pick<ImageFiles, 'contentHash' | 'image'>): Action => ({
  kind: 'delete',
  key: keys.pendingFiles(image, contentHash),
});

/**
 * The action that notes that a product's files may lie where its publicity does not want them; and the one that removes the note, which
 * fails where the scheduled job has taken it up meanwhile.
 */
export const notePlacement = (product: string, due: Date): { note: Action; drop: Action } => {
  const key = keys.pendingPlacement(product, randomUUID());
  return {
    note: put(key, { product: { S: product }, from: { N: String(due.getTime()) } }),
    drop: { kind: 'delete', key, condition: { expression: 'attribute_exists(pk)' }, guard: 'placement' },
  };
};

/** The action that removes the note of a placement that was done. */
export const dropPlacement = ({ key }: { key: Key }): Action => ({ kind: 'delete', key });

/** The action that notes that rows of shelves are not in line; and the one that removes the note. */
export const noteShelf = (task: string, rows: readonly ShelfRow[]): Action =>
  put(keys.pendingShelf(task), { rows: { S: JSON.stringify(rows) } });
export const dropShelf = (task: string): Action => ({ kind: 'delete', key: keys.pendingShelf(task) });

/** The action that notes that the shelves of all points have to follow a product's version. */
export const noteProduct = (id: string, version: number): Action =>
  put(keys.pendingDocument(id), { version: { N: String(version) } });

/** The version of a product that shelves have still to follow, strongly consistent; undefined where they do. */
export const pendingVersion = async (reader: Reader, id: string): Promise<number | undefined> => {
  const item = await reader.get(keys.pendingDocument(id), { consistent: true });
  return item && numberOf(item, 'version');
};

/** The action that removes the note of a product, unless a later version has put its own in its place. */
export const dropProduct = (id: string, version: number): Action => ({
  kind: 'delete',
  key: keys.pendingDocument(id),
  condition: {
    expression: '#version = :version',
    names: { '#version': 'version' },
    values: { ':version': { N: String(version) } },
  },
});

/** The action that notes that an event has a waitlist; and the one that removes the note. */
export const noteEvent = (id: string): Action => put(keys.pendingDocument(id));
export const dropEvent = (id: string): Action => ({ kind: 'delete', key: keys.pendingDocument(id) });

const SHELF = keys.pendingShelf('').sk;
const shelfRowsIn = jsonIn('rows', z.array(z.object({ salesPoint: z.string(), product: z.string() })));
const dueOf = (item: Item): Date => new Date(numberOf(item, 'from'));

/** The rows of shelves that a task has still to bring in line, strongly consistent; undefined where there is no such task. */
export const pendingShelf = async (reader: Reader, task: string): Promise<ShelfRow[] | undefined> => {
  const item = await reader.get(keys.pendingShelf(task), { consistent: true });
  return item && shelfRowsIn(item);
};

const decode = (item: Item): PendingWork => {
  const sk = sortKeyOf(item);
  if (sk.startsWith(ID_PREFIXES.image)) {
    const files: ImageFiles = {
      product: stringOf(item, 'product'),
      image: sk.slice(0, sk.indexOf('#')),
      contentHash: stringOf(item, 'digest'),
      width: numberOf(item, 'width'),
      height: numberOf(item, 'height'),
    };
    return { kind: 'files', files, due: dueOf(item) };
  }
  if (sk.startsWith(SHELF)) return { kind: 'shelf', task: sk.slice(SHELF.length), rows: shelfRowsIn(item) };
  for (const kind of ['event', 'product', 'salesPoint'] as const) if (isId(kind, sk)) return { kind, id: sk };
  if (sk.startsWith(ID_PREFIXES.product)) {
    const key = { pk: stringOf(item, 'pk'), sk };
    return { kind: 'placement', product: stringOf(item, 'product'), due: dueOf(item), key };
  }
  return { kind: 'producer', id: sk };
};

const startingWith = (start: string) => ({ from: start, to: `${start}~` });
const EVERYTHING = [{}];
/** Events are many and have time. */
const WITHOUT_EVENTS = [
  ...(['image', 'producer', 'product', 'salesPoint'] as const).map((kind) => startingWith(`${ID_PREFIXES[kind]}_`)),
  startingWith(SHELF),
];

/** All work that is noted, a page at a time, strongly consistent; without that of events where asked so. */
export async function* pendingWork(
  reader: Reader,
  { withoutEvents }: { withoutEvents: boolean },
): AsyncGenerator<PendingWork[]> {
  const pk = keys.pendingDocument.partition;
  for (const bounds of withoutEvents ? WITHOUT_EVENTS : EVERYTHING) yield* pagesOf(reader, { pk, ...bounds }, decode);
}
