import { randomUUID } from 'node:crypto';
import { loadRecord, type RequestKey } from '#shared/data/idempotency/idempotency-store.ts';
import { ConditionFailed } from '#shared/data/table/transaction.ts';
import { type Fault, keyMismatch, PROBLEMS, Problem, type ProblemCode, type Text } from '#shared/platform/problem.ts';
import { sha256 } from '#shared/platform/sha256.ts';
import { ConcurrentWriteError, recordOutcome } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { retryOnConflict } from '#shared/services/kernel/retry-on-conflict.ts';
import * as messages from './messages.ts';

type RecordedProblem = { code: ProblemCode; detail?: Text; faults: Fault[] };
type RecordedOutcome = { result: unknown } | { problem: RecordedProblem };

/** The outcome of a request: a fresh result, or a replay. */
export type Outcome = { result: unknown; replayed: boolean };

const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/** The kept answers of refusals that a retry cannot change; conflicts and outages are not kept, so that a retry runs. */
const REPLAYED_STATUSES: ReadonlySet<number> = new Set([403, 404, 412, 422]);

const KEY_FAULTS: Record<'required' | 'invalid_format', Text> = {
  required: messages.keyRequired,
  invalid_format: messages.keyInvalid,
};

const keyError = (code: keyof typeof KEY_FAULTS): Problem =>
  new Problem('invalid_request', undefined, {
    faults: [{ parameter: 'Idempotency-Key', code, detail: KEY_FAULTS[code] }],
  });

type KeyedRequest = { subject: string; route: string; path: string; query: string; body: string };

/**
 * A request by its idempotency key: the digest covers caller, route and key, the fingerprint path, query and body.
 * Undefined without a key; a key of more than 255 characters or of other than printable ASCII is 400.
 */
export const requestKeyOf = (header: string | undefined, request: KeyedRequest): RequestKey | undefined => {
  if (header === undefined) return undefined;
  if (!KEY.test(header)) throw keyError('invalid_format');
  return {
    keyHash: sha256(request.subject, request.route, header),
    fingerprint: sha256(request.path, request.query, request.body),
  };
};

/** The key of a request on a route that cannot do without; 400 where it is missing. */
export const neededKeyOf = (header: string | undefined, request: KeyedRequest): RequestKey => {
  const key = requestKeyOf(header, request);
  if (!key) throw keyError('required');
  return key;
};

const readRecord = async (context: Context): Promise<RecordedOutcome | undefined> => {
  if (!context.idempotency) return undefined;
  const record = await loadRecord(context.reader, context.idempotency, context.now);
  if (!record) return undefined;
  if (record.fingerprint !== context.idempotency.fingerprint) throw keyMismatch();
  return JSON.parse(record.outcome) as RecordedOutcome;
};

const replay = (recorded: RecordedOutcome): Outcome => {
  if ('result' in recorded) return { result: recorded.result, replayed: true };
  const { code, detail, faults } = recorded.problem;
  throw new ReplayedProblem(new Problem(code, detail, { faults }));
};

/** A replayed problem. */
export class ReplayedProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Keeps a refusal that a retry cannot change; returns the answer that another request with the key has kept before. */
const recordProblem = async (context: Context, problem: Problem): Promise<RecordedOutcome | undefined> => {
  if (!REPLAYED_STATUSES.has(PROBLEMS[problem.code].status)) return undefined;
  const { code, detail, faults } = problem;
  const recorded: RecordedOutcome = { problem: { code, ...(detail ? { detail } : {}), faults } };
  return retryOnConflict(context, async () => {
    try {
      await context.writer.transact(recordOutcome(context, JSON.stringify(recorded)), randomUUID());
      return undefined;
    } catch (failed) {
      if (!(failed instanceof ConditionFailed)) throw failed;
      const other = await readRecord(context);
      if (other) return other;
      throw new ConcurrentWriteError('the kept answer met another write', { cause: failed });
    }
  });
};

/**
 * Runs a verb once per idempotency key. The kept answer is written in the verb's own transaction, so there is no moment
 * in which the change is made and its answer is lost; of parallel requests with one key one writes and the others replay it.
 * Without a key the verb just runs. A verb that lost a race is run again on the new state.
 */
export const runIdempotently = async (
  context: Context,
  run: (context: Context) => Promise<unknown>,
): Promise<Outcome> => {
  const recorded = await readRecord(context);
  if (recorded) return replay(recorded);
  try {
    return { result: await retryOnConflict(context, () => run(context)), replayed: false };
  } catch (error) {
    if (!context.idempotency) throw error;
    const winner = (await readRecord(context)) ?? (error instanceof Problem && (await recordProblem(context, error)));
    if (winner) return replay(winner);
    throw error;
  }
};
