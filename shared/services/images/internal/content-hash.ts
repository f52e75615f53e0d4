import { createHash } from 'node:crypto';

const LENGTH = 22;

/**
 * What names the files of a photo: 128 bits of a digest of its bytes and of the image that they were uploaded for. With
 * the image in it, no two images ever share a file, so that removing one needs no count of who else shows it.
 */
export const contentHashOf = (image: string, bytes: Buffer): string =>
  createHash('sha256').update(`${image}\n`).update(bytes).digest('base64url').slice(0, LENGTH);
