import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Error } from './errors.ts';
import { createLocks } from './locks.ts';
import { type Expectations, mostBytes, type Received, type StoredChecksum, Verifier } from './payload.ts';
import { type Draft, makeFolder, openSealed, removeDurably, unlessDamaged } from './sealed-file.ts';
import type { Bucket, ObjectFacts, WriteCondition } from './storage.ts';
import { childText, type XmlNode } from './xml.ts';

export const mostParts = 10_000;
const leastPartBytes = 5 * 1024 ** 2;
const keptMs = 24 * 3_600_000;

type Upload = { key: string; headers: Record<string, string>; begun: string; checksum?: Expectations['checksum'] };
export type PartFacts = { number: number; size: number; etag: string; lastModified: string; checksum?: StoredChecksum };
export type PartClaim = { number: number; etag: string };

export type Multipart = {
  create: (upload: Omit<Upload, 'begun'>) => Promise<string>;
  /** Throws `NoSuchUpload` unless it is an unfinished upload of that key. */
  check: (id: string, key: string) => Promise<Upload>;
  keepPart: (id: string, key: string, number: number, draft: Draft, received: Received) => Promise<PartFacts>;
  parts: (id: string, key: string) => Promise<PartFacts[]>;
  complete: (
    upload: { id: string; key: string; expected?: Expectations },
    claims: PartClaim[],
    condition: WriteCondition,
  ) => Promise<ObjectFacts>;
  abort: (id: string, key: string) => Promise<void>;
  sweep: (now: Date) => Promise<void>;
};

/** The parts that a CompleteMultipartUpload document names. */
export const readPartClaims = (document: XmlNode): PartClaim[] => {
  const claims = document.children
    .filter(({ name }) => name === 'Part')
    .map((part) => ({
      number: Number(childText(part, 'PartNumber')?.trim() || Number.NaN),
      etag: (childText(part, 'ETag') ?? '').trim().replaceAll('"', ''),
    }));
  if (document.name !== 'CompleteMultipartUpload' || claims.length === 0 || claims.length > mostParts) {
    throw new S3Error('MalformedXML');
  }
  if (claims.some(({ number }) => !Number.isInteger(number))) throw new S3Error('MalformedXML');
  if (claims.some(({ number }, index) => index > 0 && number <= (claims[index - 1] as PartClaim).number)) {
    throw new S3Error('InvalidPartOrder');
  }
  return claims;
};

const uploadFile = 'upload';

/** The unfinished uploads of a bucket: a folder each, with a sealed file for every part. */
export const openMultipart = (bucket: Bucket, now: () => Date): Multipart => {
  const locked = createLocks();
  const folderOf = (id: string): string => join(bucket.uploadsFolder, id);
  const partPath = (id: string, number: number): string => join(folderOf(id), `part-${number}`);

  const check = async (id: string, key: string): Promise<Upload> => {
    const sealed = /^[0-9a-f]{32}$/.test(id)
      ? await openSealed<Upload>(join(folderOf(id), uploadFile)).catch(unlessDamaged)
      : undefined;
    await sealed?.close();
    if (sealed?.about.key !== key) throw new S3Error('NoSuchUpload', { details: { UploadId: id } });
    return sealed.about;
  };

  // The file that names the upload goes first: without it the rest is nothing but a leftover.
  const forget = async (id: string): Promise<void> => {
    await removeDurably(join(folderOf(id), uploadFile));
    await rm(folderOf(id), { recursive: true, force: true });
  };

  const readParts = async (id: string): Promise<PartFacts[]> => {
    const parts: PartFacts[] = [];
    for (const name of await readdir(folderOf(id))) {
      if (!name.startsWith('part-')) continue;
      const sealed = await openSealed<PartFacts>(join(folderOf(id), name)).catch(unlessDamaged);
      await sealed?.close();
      if (sealed) parts.push(sealed.about);
    }
    return parts.sort((one, other) => one.number - other.number);
  };

  const choose = async (id: string, claims: PartClaim[]): Promise<PartFacts[]> => {
    const present = new Map((await readParts(id)).map((part) => [part.number, part]));
    const chosen = claims.map(({ number, etag }) => {
      const part = present.get(number);
      if (part?.etag !== etag) {
        throw new S3Error('InvalidPart', { details: { UploadId: id, PartNumber: String(number), ETag: etag } });
      }
      return part;
    });
    const small = chosen.slice(0, -1).find(({ size }) => size < leastPartBytes);
    if (small) {
      throw new S3Error('EntityTooSmall', {
        details: {
          ProposedSize: String(small.size),
          MinSizeAllowed: String(leastPartBytes),
          PartNumber: String(small.number),
          ETag: small.etag,
        },
      });
    }
    if (chosen.reduce((total, { size }) => total + size, 0) > mostBytes) throw new S3Error('EntityTooLarge');
    return chosen;
  };

  return {
    check,
    create: async (upload) => {
      const id = randomBytes(16).toString('hex');
      await locked(id, async () => {
        await makeFolder(folderOf(id));
        const draft = await bucket.begin();
        try {
          await draft.seal({ ...upload, begun: now().toISOString() } satisfies Upload);
          await draft.publish(join(folderOf(id), uploadFile));
        } finally {
          await draft.discard();
        }
      });
      return id;
    },
    keepPart: (id, key, number, draft, received) =>
      locked(id, async () => {
        await check(id, key);
        const part: PartFacts = {
          number,
          size: received.size,
          etag: received.md5.toString('hex'),
          lastModified: now().toISOString(),
          ...(received.checksum ? { checksum: received.checksum } : {}),
        };
        await draft.seal(part);
        await draft.publish(partPath(id, number));
        return part;
      }),
    parts: async (id, key) => {
      await check(id, key);
      return readParts(id);
    },
    complete: ({ id, key, expected }, claims, condition) =>
      locked(id, async () => {
        const upload = await check(id, key);
        const chosen = await choose(id, claims);
        const draft = await bucket.begin();
        try {
          const wanted = expected?.checksum ?? upload.checksum;
          const whole = new Verifier(wanted ? { checksum: wanted } : {});
          for (const { number } of chosen) {
            const part = await openSealed<PartFacts>(partPath(id, number));
            if (!part) throw new S3Error('InvalidPart');
            for await (const bytes of part.read() as AsyncIterable<Buffer>) {
              whole.update(bytes);
              await draft.write(bytes);
            }
          }
          const { size, checksum } = whole.finish();
          const digests = createHash('md5');
          for (const { etag } of chosen) digests.update(Buffer.from(etag, 'hex'));
          const facts = await bucket.commit(
            draft,
            {
              key,
              size,
              etag: `${digests.digest('hex')}-${chosen.length}`,
              headers: upload.headers,
              ...(checksum ? { checksum } : {}),
            },
            condition,
          );
          await forget(id);
          return facts;
        } finally {
          await draft.discard();
        }
      }),
    abort: (id, key) =>
      locked(id, async () => {
        await check(id, key);
        await forget(id);
      }),
    sweep: async (time) => {
      for (const id of await readdir(bucket.uploadsFolder)) {
        await locked(id, async () => {
          const sealed = await openSealed<Upload>(join(folderOf(id), uploadFile)).catch(unlessDamaged);
          await sealed?.close();
          if (sealed && Date.parse(sealed.about.begun) + keptMs > time.getTime()) return;
          await rm(folderOf(id), { recursive: true, force: true });
        });
      }
    },
  };
};
