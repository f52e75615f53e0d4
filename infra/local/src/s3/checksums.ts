import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The SDK's default, and the algorithm of signatures. */
export type ChecksumAlgorithm = 'CRC32' | 'SHA256';

/** Bytes of each algorithm's value. */
export const checksumLengths: Record<ChecksumAlgorithm, number> = { CRC32: 4, SHA256: 32 };

export const isChecksumAlgorithm = (name: string): name is ChecksumAlgorithm => Object.hasOwn(checksumLengths, name);

/** An incremental checksum; `value` ends it. */
export type Checksum = { update: (bytes: Uint8Array) => void; value: () => Buffer };

export const createChecksum = (algorithm: ChecksumAlgorithm): Checksum => {
  if (algorithm === 'SHA256') {
    const hash = createHash('sha256');
    return { update: (bytes) => hash.update(bytes), value: () => hash.digest() };
  }
  let state = 0;
  return {
    update: (bytes) => {
      state = crc32(bytes, state);
    },
    value: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(state);
      return bytes;
    },
  };
};
