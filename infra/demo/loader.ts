import { createHash } from 'node:crypto';
import { createJobMediaStorage } from '#shared/data/objects/job-media-storage.ts';
import { createReader } from '#shared/data/table/reader.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import { OFFICER_GROUP } from '#shared/domain/access/caller.ts';
import { runIdempotently } from '#shared/http/idempotency.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import type { TableSettings } from '#shared/platform/env.ts';
import { vietnamDay } from '#shared/platform/vietnam-day.ts';
import { type Context, systemContext } from '#shared/services/kernel/context.ts';

export const CENTRAL_OFFICER = 'officer-central';

const AT_ONCE = 6;

/** Runs the steps of a load, each with its own idempotency key: steps of an interrupted load are not repeated. */
export type Loader = {
  today: string;
  system: Context;
  /** Runs a verb once and returns its result, also if an earlier load has run it. */
  once: <R>(step: string, subject: string, run: (context: Context) => Promise<R>) => Promise<R>;
  /** Runs a stock change once: the ledger contains the changes of an earlier load. */
  report: <R>(step: string, subject: string, run: (context: Context) => Promise<R>) => Promise<R>;
};

const contentHashOf = (step: string): string => createHash('sha256').update(`demo:${step}`).digest('base64url');

/** A loader into a table, on the Vietnamese day on which it is made. */
export const createLoader = (settings: TableSettings): Loader => {
  const reader = createReader(settings);
  const writer = createWriter(settings);
  const today = vietnamDay(new Date());
  const contextOf = (subject: string): Context =>
    systemContext({
      now: new Date(),
      reader,
      writer,
      storage: createJobMediaStorage(),
      mediaUrl: '',
      caller: { subject, groups: subject.startsWith('officer-') ? [OFFICER_GROUP] : [] },
      requestId: 'demo',
    });
  return {
    today,
    system: contextOf('system:start'),
    once: async <R>(step: string, subject: string, run: (context: Context) => Promise<R>) => {
      const context: Context = {
        ...contextOf(subject),
        idempotency: { keyHash: contentHashOf(step), fingerprint: step },
      };
      return (await runIdempotently(context, run)).result as R;
    },
    report: (step, subject, run) =>
      run({ ...contextOf(subject), requestKey: { keyHash: contentHashOf(step), fingerprint: step } }),
  };
};

/** Runs `one` for every item, a few in parallel. */
export const forAll = async <T>(items: readonly T[], one: (item: T) => Promise<void>): Promise<void> => {
  await forEachConcurrent(items, one, { atOnce: AT_ONCE });
};
