import { keys } from './keys.ts';
import type { Reader } from './reader.ts';

/** Reads nothing, which succeeds while the table answers. */
export const checkTable = async (reader: Reader): Promise<void> => {
  await reader.get(keys.health());
};
