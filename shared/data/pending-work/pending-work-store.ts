// A task for work that can be interrupted is stored in the transaction that makes the work necessary, and deleted when
// it is done. The scheduled job executes the remaining tasks.
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { keys } from '#shared/data/table/keys.ts';
import { type Item, type Key, numberOf, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { jsonIn, pagesOf, sortKeyOf } from '#shared/data/table/rows.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Size } from '#shared/domain/images/renditions.ts';
import { ID_PREFIXES, isId } from '#shared/platform/ids.ts';

/** The files of a photo, with the image and product to which they belong or belonged. */
export type ImageFiles = Size & { product: string; image: string; contentHash: string };

/** A shelf row to update. */
export type ShelfRow = { salesPoint: string; product: string };

/** A task; `due` is the earliest instant of its execution. */
export type PendingWork =
  | { kind: 'files'; files: ImageFiles; due: Date }
  | { kind: 'placement'; product: string; due: Date; key: Key }
  | { kind: 'shelf'; task: string; rows: ShelfRow[] }
  | { kind: 'event' | 'producer' | 'product' | 'salesPoint'; id: string };

const put = ({ pk, sk }: Key, attributes: Item = {}): Action => ({
  kind: 'put',
  item: { pk: { S: pk }, sk: { S: sk }, ...attributes },
});

/** The action that stores a task to remove files from an instant on, unless the image shows them then. */
export const noteFiles = ({ product, image, contentHash, width, height }: ImageFiles, due: Date): Action =>
  put(keys.pendingFiles(image, contentHash), {
    product: { S: product },
    digest: { S: contentHash },
    width: { N: String(width) },
    height: { N: String(height) },
    from: { N: String(due.getTime()) },
  });

/** The action that deletes this task. */
export const dropFiles = ({ image, contentHash }: Pick<ImageFiles, 'contentHash' | 'image'>): Action => ({
  kind: 'delete',
  key: keys.pendingFiles(image, contentHash),
});

/**
 * The task to move a product's files according to its visibility: the action that stores it, and the one that deletes
 * it, which fails if the scheduled job has claimed the task.
 */
export const notePlacement = (product: string, due: Date): { note: Action; drop: Action } => {
  const key = keys.pendingPlacement(product, randomUUID());
  return {
    note: put(key, { product: { S: product }, from: { N: String(due.getTime()) } }),
    drop: { kind: 'delete', key, condition: { expression: 'attribute_exists(pk)' }, guard: 'placement' },
  };
};

/** The action that deletes the task of a completed placement. */
export const dropPlacement = ({ key }: { key: Key }): Action => ({ kind: 'delete', key });

/** The action that stores a task to update shelf rows, and the one that deletes it. */
export const noteShelf = (task: string, rows: readonly ShelfRow[]): Action =>
  put(keys.pendingShelf(task), { rows: { S: JSON.stringify(rows) } });
export const dropShelf = (task: string): Action => ({ kind: 'delete', key: keys.pendingShelf(task) });

/** The action that stores a task to propagate a product's version to all shelves. */
export const noteProduct = (id: string, version: number): Action =>
  put(keys.pendingDocument(id), { version: { N: String(version) } });

/** The version of a product that is not propagated yet, strongly consistent; undefined if there is none. */
export const pendingVersion = async (reader: Reader, id: string): Promise<number | undefined> => {
  const item = await reader.get(keys.pendingDocument(id), { consistent: true });
  return item && numberOf(item, 'version');
};

/** The action that deletes the task of a product, unless a later version has replaced it. */
export const dropProduct = (id: string, version: number): Action => ({
  kind: 'delete',
  key: keys.pendingDocument(id),
  condition: {
    expression: '#version = :version',
    names: { '#version': 'version' },
    values: { ':version': { N: String(version) } },
  },
});

/** The action that stores the task of an event with a waitlist, and the one that deletes it. */
export const noteEvent = (id: string): Action => put(keys.pendingDocument(id));
export const dropEvent = (id: string): Action => ({ kind: 'delete', key: keys.pendingDocument(id) });

const SHELF = keys.pendingShelf('').sk;
const shelfRowsIn = jsonIn('rows', z.array(z.object({ salesPoint: z.string(), product: z.string() })));
const dueOf = (item: Item): Date => new Date(numberOf(item, 'from'));

/** The shelf rows of a task, strongly consistent; undefined if the task does not exist. */
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
/** Tasks of events are numerous and not urgent. */
const WITHOUT_EVENTS = [
  ...(['image', 'producer', 'product', 'salesPoint'] as const).map((kind) => startingWith(`${ID_PREFIXES[kind]}_`)),
  startingWith(SHELF),
];

/** All tasks, one page at a time, strongly consistent; optionally without those of events. */
export async function* pendingWork(
  reader: Reader,
  { withoutEvents }: { withoutEvents: boolean },
): AsyncGenerator<PendingWork[]> {
  const pk = keys.pendingDocument.partition;
  for (const bounds of withoutEvents ? WITHOUT_EVENTS : EVERYTHING) yield* pagesOf(reader, { pk, ...bounds }, decode);
}
