import { createHash, type Hash } from 'node:crypto';
import { crc32 as zlibCrc32 } from 'node:zlib';

export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'MD5' | 'SHA1' | 'SHA256' | 'SHA512';

/** Bytes of each algorithm's value. */
export const checksumLengths: Record<ChecksumAlgorithm, number> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  MD5: 16,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
};

export const isChecksumAlgorithm = (name: string): name is ChecksumAlgorithm => Object.hasOwn(checksumLengths, name);

/** A checksum that grows with what it is given; `value` ends it. */
export type Checksum = { update: (bytes: Uint8Array) => void; value: () => Buffer };

const wordBuffer = (...words: number[]): Buffer => {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word >>> 0, index * 4);
  return bytes;
};

const crc32cTable = (() => {
  const table = new Uint32Array(256);
  for (let index = 0; index < 256; index++) {
    let remainder = index;
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
    table[index] = remainder;
  }
  return table;
})();

// The reflected polynomial 0x9a6c9329ac4bc9b5, kept as two words because BigInt is a hundred times slower.
const crc64Tables = (() => {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let index = 0; index < 256; index++) {
    let upper = 0;
    let lower = index;
    for (let bit = 0; bit < 8; bit++) {
      const odd = lower & 1;
      lower = (lower >>> 1) | ((upper & 1) << 31);
      upper >>>= 1;
      if (odd) {
        upper ^= 0x9a6c9329;
        lower ^= 0xac4bc9b5;
      }
    }
    high[index] = upper;
    low[index] = lower;
  }
  return { high, low };
})();

const crc32 = (): Checksum => {
  let state = 0;
  return {
    update: (bytes) => {
      state = zlibCrc32(bytes, state);
    },
    value: () => wordBuffer(state),
  };
};

const crc32c = (): Checksum => {
  let state = 0xffffffff;
  return {
    update: (bytes) => {
      let value = state;
      for (let index = 0; index < bytes.length; index++) {
        value = (value >>> 8) ^ (crc32cTable[(value ^ (bytes[index] as number)) & 0xff] as number);
      }
      state = value;
    },
    value: () => wordBuffer(state ^ 0xffffffff),
  };
};

const crc64nvme = (): Checksum => {
  let upper = 0xffffffff;
  let lower = 0xffffffff;
  return {
    update: (bytes) => {
      const { high, low } = crc64Tables;
      let up = upper;
      let down = lower;
      for (let index = 0; index < bytes.length; index++) {
        const entry = (down ^ (bytes[index] as number)) & 0xff;
        down = ((down >>> 8) | (up << 24)) ^ (low[entry] as number);
        up = (up >>> 8) ^ (high[entry] as number);
      }
      upper = up;
      lower = down;
    },
    value: () => wordBuffer(~upper, ~lower),
  };
};

const hashed = (name: string): Checksum => {
  const hash: Hash = createHash(name);
  return { update: (bytes) => hash.update(bytes), value: () => hash.digest() };
};

export const createChecksum = (algorithm: ChecksumAlgorithm): Checksum => {
  if (algorithm === 'CRC32') return crc32();
  if (algorithm === 'CRC32C') return crc32c();
  if (algorithm === 'CRC64NVME') return crc64nvme();
  return hashed(algorithm.toLowerCase());
};
