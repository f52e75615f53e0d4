import { randomUUID } from 'node:crypto';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes the entries of a folder durable. */
export const syncFolder = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Systems without fsync of folders keep their order.
    if (!['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
};

/** Replaces a file atomically: readers see the complete old or new text, also after a kill or a power cut. */
export const replaceFile = async (path: string, text: string): Promise<void> => {
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, text, { flush: true });
  await rename(unfinished, path);
  await syncFolder(dirname(path));
};

/** Whether a file name is that of a file that was set aside. */
export const isSetAside = (name: string): boolean => name.includes('.torn-');

export type Fields = Record<string, unknown>;

/** The fields of a JSON object; undefined for any other text. */
export const readFields = (text: string): Fields | undefined => {
  try {
    const value = JSON.parse(text) as unknown;
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Reads a non-essential file of JSON fields. `missing`: it does not exist. `torn`: `parse` rejected it; it is renamed
 * to `<name>.torn-<time>`, and one line reports that with `consequence`.
 */
export const readStateFile = async <T>(
  path: string,
  parse: (fields: Fields) => T | undefined,
  { log, consequence }: { log: (line: string) => void; consequence: string },
): Promise<T | 'missing' | 'torn'> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return 'missing';
  const fields = readFields(text);
  const value = fields && parse(fields);
  if (value !== undefined) return value;
  const kept = `${path}.torn-${new Date().toISOString().replaceAll(':', '-')}`;
  await rename(path, kept);
  log(`${path} cannot be read and is kept as ${kept}: ${consequence}`);
  return 'torn';
};
