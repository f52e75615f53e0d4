import type { Key, Reader } from '../data/reader.ts';
import type { RequestKey } from '../data/stock-ledger.ts';
import type { Writer } from '../data/writer.ts';
import type { Caller } from '../domain/access/caller.ts';
import type { Day } from '../platform/vietnam-day.ts';

/** What reading needs: the clock's instant, its Vietnamese day, the table. */
export type ReadContext = { now: Date; today: Day; reader: Reader };

/** The versions that an `If-Match` header names; `any` for `*`. */
export type ExpectedVersions = 'any' | number[];

/**
 * What a verb needs: who asks, which version they saw, under which key the answer is kept. A verb that keeps its answer in
 * the ledger has `ledgerKey` instead.
 */
export type Context = ReadContext & {
  writer: Writer;
  caller: Caller;
  requestId: string;
  expected: ExpectedVersions | undefined;
  idempotency: { key: Key; fingerprint: string } | undefined;
  ledgerKey?: RequestKey | undefined;
};

/** A document as its owner or officer works on it, with the version that an ETag is made of. */
export type Working<T> = { body: T; version: number };
