import { randomUUID } from 'node:crypto';
import { keys } from '../../data/keys.ts';
import { type Item, numberOf, stringOf } from '../../data/reader.ts';
import type { Action } from '../../data/writer.ts';
import type { ShownImage } from '../../domain/images/image.ts';
import { filesOf, mediaKey, type Size } from '../../domain/images/renditions.ts';
import { errorFields, log } from '../../platform/logger.ts';
import type { Context } from '../context.ts';
import { carryToAll } from '../spread.ts';

const markOf = ({ id, photo }: ShownImage): Item => {
  const { pk, sk } = keys.unfinished(id);
  return {
    pk: { S: pk },
    sk: { S: sk },
    digest: { S: photo.digest },
    width: { N: String(photo.width) },
    height: { N: String(photo.height) },
  };
};

/** The actions that mark the files of images as to be removed, in the transaction that drops the images. */
export const discarding = (images: readonly ShownImage[]): Action[] =>
  images.map((image) => ({ kind: 'put', item: markOf(image) }));

const removeAll = (context: Context, { digest, ...size }: Size & { digest: string }): Promise<void> =>
  carryToAll(filesOf(size), ({ name }) => context.files.media.remove(mediaKey(digest, name)));

/** Removes the files that a mark names, and the mark. */
export const removeMarked = async (context: Context, mark: Item): Promise<void> => {
  await removeAll(context, {
    digest: stringOf(mark, 'digest'),
    width: numberOf(mark, 'width'),
    height: numberOf(mark, 'height'),
  });
  await context.writer.transact([{ kind: 'delete', key: keys.unfinished(stringOf(mark, 'sk')) }], randomUUID());
};

/**
 * Removes the files of images that were dropped and marked, at once. The change itself has been made and is not judged by
 * this: the recurring job removes what is marked again, and then the mark.
 */
export const removeDiscarded = async (context: Context, images: readonly ShownImage[]): Promise<void> => {
  try {
    for (const { photo } of images) await removeAll(context, photo);
  } catch (error) {
    log('warn', 'files of images stay for the recurring job', errorFields(error));
  }
};
