import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { S3Error } from './errors.ts';
import { createLocks } from './locks.ts';
import type { StoredChecksum } from './payload.ts';
import {
  DamagedFile,
  type Draft,
  makeFolder,
  openDrafts,
  openSealed,
  removeDurably,
  unlessDamaged,
} from './sealed-file.ts';

/** The metadata of an object. `headers` are returned unchanged. */
export type ObjectFacts = {
  key: string;
  size: number;
  /** Without quotes. */
  etag: string;
  /** An ISO instant. */
  lastModified: string;
  headers: Record<string, string>;
  sequencer: string;
  checksum?: StoredChecksum;
};

export type OpenObject = {
  facts: ObjectFacts;
  read: (range?: { start: number; end: number }) => Readable;
  close: () => Promise<void>;
};

/** The condition of a write on the existing object. */
export type WriteCondition = (present: ObjectFacts | undefined) => void;

export type Bucket = {
  begin: () => Promise<Draft>;
  /** Publishes the draft as the key's object, durably; of concurrent writers the last one wins. */
  commit: (
    draft: Draft,
    facts: Omit<ObjectFacts, 'lastModified' | 'sequencer'>,
    condition: WriteCondition,
  ) => Promise<ObjectFacts>;
  open: (key: string) => Promise<OpenObject | undefined>;
  /** Removes an object if it exists and, optionally, if it satisfies `only`. */
  remove: (key: string, only?: (facts: ObjectFacts) => boolean) => Promise<void>;
  /** The metadata of each readable object, unordered. Reads all files. */
  list: () => Promise<ObjectFacts[]>;
  sweepDrafts: () => Promise<void>;
};

// Names on disk are hashes: a key cannot name a file, and every length fits.
const fileOf = (key: string): string => createHash('sha256').update(key).digest('hex');
const folderOf = (bucket: string): string => Buffer.from(bucket).toString('hex');

// A later object of a key has a greater sequencer, also after a restart and after the clock is set back.
const createSequence = (now: () => Date): ((replaced: string | undefined) => string) => {
  let last = 0n;
  return (replaced) => {
    const before = /^[0-9A-F]{1,18}$/.test(replaced ?? '') ? BigInt(`0x${replaced}`) : 0n;
    if (before > last) last = before;
    const wanted = BigInt(now().getTime()) << 20n;
    last = wanted > last ? wanted : last + 1n;
    return last.toString(16).toUpperCase().padStart(18, '0');
  };
};

export const openBucket = async (folder: string, name: string, now: () => Date): Promise<Bucket> => {
  const home = join(folder, folderOf(name));
  const [objectsFolder, draftsFolder] = [join(home, 'objects'), join(home, 'drafts')];
  for (const each of [folder, home, objectsFolder, draftsFolder]) await makeFolder(each);
  const drafts = openDrafts(draftsFolder);
  await drafts.sweep();
  const locked = createLocks();
  const nextSequencer = createSequence(now);
  const pathOf = (key: string): string => join(objectsFolder, fileOf(key));

  const open = async (key: string): Promise<OpenObject | undefined> => {
    const sealed = await openSealed<ObjectFacts>(pathOf(key));
    if (!sealed) return undefined;
    const { about: facts, bodyBytes, read, close } = sealed;
    if (facts.key !== key || facts.size !== bodyBytes) {
      await close();
      throw new DamagedFile(`The file of ${name}/${key} is damaged`);
    }
    return { facts, read, close };
  };

  const factsOf = async (key: string): Promise<ObjectFacts | undefined> => {
    const present = await open(key).catch(unlessDamaged);
    await present?.close();
    return present?.facts;
  };

  return {
    begin: drafts.begin,
    open,
    sweepDrafts: drafts.sweep,
    commit: (draft, described, condition) =>
      locked(described.key, async () => {
        const present = await factsOf(described.key);
        condition(present);
        const sequencer = nextSequencer(present?.sequencer);
        const facts: ObjectFacts = { ...described, lastModified: now().toISOString(), sequencer };
        await draft.seal(facts);
        await draft.publish(pathOf(facts.key));
        return facts;
      }),
    remove: (key, only = () => true) =>
      locked(key, async () => {
        const facts = await factsOf(key);
        if (facts && !only(facts)) return;
        await removeDurably(pathOf(key));
      }),
    list: async () => {
      const found: ObjectFacts[] = [];
      for (const file of await readdir(objectsFolder)) {
        const sealed = await openSealed<ObjectFacts>(join(objectsFolder, file)).catch(unlessDamaged);
        if (!sealed) continue;
        await sealed.close();
        if (typeof sealed.about.key === 'string' && fileOf(sealed.about.key) === file) found.push(sealed.about);
      }
      return found;
    },
  };
};

/** The condition of a conditional write, from If-Match and If-None-Match. */
export const writeCondition = (headers: Map<string, string>): WriteCondition => {
  const match = headers.get('if-match');
  const noneMatch = headers.get('if-none-match');
  if (noneMatch !== undefined && noneMatch !== '*') {
    throw new S3Error('NotImplemented', { message: 'If-None-Match of a write takes * only.' });
  }
  return (present) => {
    if (noneMatch !== undefined && present) {
      throw new S3Error('PreconditionFailed', { details: { Condition: 'If-None-Match' } });
    }
    if (match === undefined) return;
    if (!present) throw new S3Error('NoSuchKey');
    if (match !== '*' && match.replaceAll('"', '') !== present.etag) {
      throw new S3Error('PreconditionFailed', { details: { Condition: 'If-Match' } });
    }
  };
};
