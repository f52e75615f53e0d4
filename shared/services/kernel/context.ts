import type { RequestKey } from '#shared/data/idempotency/idempotency-store.ts';
import type { JobMediaStorage, MediaStorage } from '#shared/data/objects/media-storage.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import type { Writer } from '#shared/data/table/writer.ts';
import type { Caller } from '#shared/domain/access/caller.ts';
import { type Day, vietnamDay } from '#shared/platform/vietnam-day.ts';

/** What reading needs: the clock's instant, its Vietnamese day, the table, and where media are read. */
export type ReadContext = { now: Date; today: Day; reader: Reader; mediaUrl: string };

/** The versions that an `If-Match` header names; `any` for `*`. */
export type ExpectedVersions = 'any' | number[];

/** What a verb needs: who asks, and which version they saw. */
export type Context = ReadContext & {
  writer: Writer;
  storage: MediaStorage;
  caller: Caller;
  requestId: string;
  expected: ExpectedVersions | undefined;
  /** The request whose outcome `commit` records. */
  idempotency: RequestKey | undefined;
  /** The request, for a verb that records it itself. */
  requestKey?: RequestKey | undefined;
  /** How long a change may be propagated, in milliseconds, before the rest is left to the scheduled job. Without it: to the end. */
  propagationBudgetMs?: number;
};

/** The context of what nobody waits for: it can also read uploads and write files of images. */
export type JobContext = Context & { storage: JobMediaStorage };

/** A document as its owner or officer works on it, with the version that an ETag is made of. */
export type Working<T> = { body: T; version: number };

/** The context of what nobody has asked for over HTTP: a job, an event, a command. */
export const systemContext = (
  parts: Pick<JobContext, 'now' | 'reader' | 'writer' | 'storage' | 'mediaUrl' | 'caller' | 'requestId'>,
): JobContext => ({ ...parts, today: vietnamDay(parts.now), expected: undefined, idempotency: undefined });
