import type { RequestKey } from '#shared/data/idempotency/idempotency-store.ts';
import type { JobMediaStorage, MediaStorage } from '#shared/data/objects/media-storage.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import type { Writer } from '#shared/data/table/writer.ts';
import type { Caller } from '#shared/domain/access/caller.ts';
import { type Day, vietnamDay } from '#shared/platform/vietnam-day.ts';

/** The context of reads: the instant, its Vietnamese day, the table, and the origin of media. */
export type ReadContext = { now: Date; today: Day; reader: Reader; mediaUrl: string };

/** The versions that an `If-Match` header names; `any` for `*`, or what is wrong with its tags. */
export type ExpectedVersions = 'any' | 'weak-tag' | 'foreign-tag' | readonly number[];

/** The context of a verb: also the caller, and the versions that the caller expects. */
export type Context = ReadContext & {
  writer: Writer;
  storage: MediaStorage;
  caller: Caller;
  requestId: string;
  expected: ExpectedVersions | undefined;
  /** The request whose outcome `commit` records. */
  idempotency: RequestKey | undefined;
  /** The request, for a verb that records the outcome itself. */
  requestKey?: RequestKey | undefined;
  /** Time budget for propagating a change, in milliseconds; the scheduled job does the rest. Without it there is no limit. */
  propagationBudgetMs?: number;
};

/** The context of what nobody waits for: it can also read uploads and write files of images. */
export type JobContext = Context & { storage: JobMediaStorage };

/** A working copy, with the version for its ETag. */
export type Working<T> = { body: T; version: number };

/** The context of work without an HTTP request: a job, an event, a command. */
export const systemContext = (
  parts: Pick<JobContext, 'now' | 'reader' | 'writer' | 'storage' | 'mediaUrl' | 'caller' | 'requestId'>,
): JobContext => ({ ...parts, today: vietnamDay(parts.now), expected: undefined, idempotency: undefined });
