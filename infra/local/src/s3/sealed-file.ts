import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { readFields, syncFolder } from '../durable-file.ts';

/**
 * A sealed file is a body followed by its metadata, the body's length, and a mark. One file holds both and appears by
 * one rename, so neither is ever visible without the other.
 */
const mark = Buffer.from('ocop-s3\u0001');
const footerBytes = 4 + mark.length;
const usualTailBytes = 4_096;
const readBytes = 256 * 1024;

/** Creates a folder durably. */
export const makeFolder = async (path: string): Promise<void> => {
  if ((await mkdir(path, { recursive: true })) !== undefined) await syncFolder(dirname(path));
};

export const removeDurably = async (path: string): Promise<void> => {
  await rm(path, { force: true });
  await syncFolder(dirname(path));
};

export type Draft = {
  write: (bytes: Uint8Array) => Promise<void>;
  /** Ends the body and makes the file durable, not yet visible. */
  seal: (about: unknown) => Promise<void>;
  /** Moves the sealed file to its place and replaces an existing one. */
  publish: (path: string) => Promise<void>;
  /** Leaves nothing behind, unless it was published. */
  discard: () => Promise<void>;
};

export class DamagedFile extends Error {}

/** For `catch`: a damaged file counts as absent, so it is not served and can be replaced and removed. */
export const unlessDamaged = (error: unknown): undefined => {
  if (!(error instanceof DamagedFile)) throw error;
  return undefined;
};

/** A folder of files that are being written, on the file system of their final place. */
export type Drafts = {
  begin: () => Promise<Draft>;
  /** Removes leftovers of ended writers. */
  sweep: () => Promise<void>;
};

const writeAll = async (handle: FileHandle, bytes: Uint8Array): Promise<void> => {
  for (let done = 0; done < bytes.length; ) done += (await handle.write(bytes, done)).bytesWritten;
};

export const openDrafts = (folder: string): Drafts => {
  const underWay = new Set<string>();
  return {
    begin: async () => {
      const name = randomUUID();
      const path = join(folder, name);
      underWay.add(name);
      let handle: FileHandle | undefined = await open(path, 'wx').catch((error: Error) => {
        underWay.delete(name);
        throw error;
      });
      const written = (): FileHandle => {
        if (!handle) throw new Error('The file is sealed');
        return handle;
      };
      return {
        write: (bytes) => writeAll(written(), bytes),
        seal: async (about) => {
          const text = Buffer.from(JSON.stringify(about));
          const length = Buffer.alloc(4);
          length.writeUInt32BE(text.length);
          await writeAll(written(), Buffer.concat([text, length, mark]));
          await written().sync();
          await written().close();
          handle = undefined;
        },
        publish: async (target) => {
          if (handle) throw new Error('The file is not sealed');
          await rename(path, target);
          underWay.delete(name);
          await syncFolder(dirname(target));
        },
        discard: async () => {
          await handle?.close().catch(() => undefined);
          handle = undefined;
          if (underWay.has(name)) await rm(path, { force: true });
          underWay.delete(name);
        },
      };
    },
    sweep: async () => {
      for (const name of await readdir(folder)) {
        if (!underWay.has(name)) await rm(join(folder, name), { force: true });
      }
    },
  };
};

export type Sealed<About> = {
  about: About;
  bodyBytes: number;
  /** The body, or the bytes from start to end inclusive; closes the file when it is done or destroyed. */
  read: (range?: { start: number; end: number }) => Readable;
  close: () => Promise<void>;
};

/**
 * Opens a sealed file: the read sees one state of it, even if it is replaced or removed meanwhile. Undefined if it does
 * not exist.
 */
export const openSealed = async <About>(path: string): Promise<Sealed<About> | undefined> => {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    const { size } = await handle.stat();
    const tail = async (bytes: number): Promise<Buffer> => {
      const length = Math.min(bytes, size);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.subarray(0, bytesRead);
    };
    let end = await tail(usualTailBytes);
    if (end.length < footerBytes || !end.subarray(-mark.length).equals(mark))
      throw new DamagedFile(`${path} is damaged`);
    const aboutBytes = end.readUInt32BE(end.length - footerBytes);
    const bodyBytes = size - footerBytes - aboutBytes;
    if (bodyBytes < 0) throw new DamagedFile(`${path} is damaged`);
    if (aboutBytes + footerBytes > end.length) end = await tail(aboutBytes + footerBytes);
    const text = end.toString('utf8', end.length - footerBytes - aboutBytes, end.length - footerBytes);
    const about = readFields(text);
    if (!about) throw new DamagedFile(`${path} is damaged`);
    return {
      about: about as About,
      bodyBytes,
      read: (range = { start: 0, end: bodyBytes - 1 }) => {
        if (range.end >= range.start) return createReadStream('', { fd: handle, ...range, highWaterMark: readBytes });
        void handle.close();
        return Readable.from([]);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
};
