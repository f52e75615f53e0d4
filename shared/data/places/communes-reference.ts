import { readFile } from 'node:fs/promises';
import type { CommuneReference } from '#shared/domain/places/commune-reference.ts';
import { type CommuneDirectory, createCommuneDirectory } from '#shared/domain/places/communes.ts';

let directory: Promise<CommuneDirectory> | undefined;

const read = async (): Promise<CommuneDirectory> =>
  createCommuneDirectory(
    JSON.parse(await readFile(new URL('./reference/communes.json', import.meta.url), 'utf8')) as CommuneReference,
  );

/**
 * The directory of communes, read once per process on first use. The file has the same relative path in the sources and
 * beside a bundle. A failed read is not cached.
 */
export const loadCommunes = (): Promise<CommuneDirectory> => {
  directory ??= read().catch((error: unknown) => {
    directory = undefined;
    throw error;
  });
  return directory;
};
