import { randomUUID } from 'node:crypto';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes the names in a folder survive a power cut. */
export const syncFolder = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Systems that cannot fsync a folder keep it in order by themselves.
    if (!['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
};

/** Replaces a file: readers see the old text or the new one whole, also after a kill or a power cut. */
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
 * Reads a file of JSON fields that the system can go on without. `missing`: there is none. `torn`: it could not be read as
 * `parse` wants it; it is kept beside as `<name>.torn-<time>`, and one line says so and ends in `consequence`.
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
