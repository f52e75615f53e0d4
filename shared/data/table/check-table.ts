import { keys } from './keys.ts';
import type { Reader } from './reader.ts';

/** Reads a missing item, which succeeds while the table is available. */
export const checkTable = async (reader: Reader): Promise<void> => {
  await reader.get(keys.health());
};
