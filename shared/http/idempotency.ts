import { createHash, randomUUID } from 'node:crypto';
import { keys } from '../data/keys.ts';
import { numberOf, stringOf } from '../data/reader.ts';
import { ConditionFailed } from '../data/writer.ts';
import { type Fault, PROBLEMS, Problem, type ProblemCode, type Text } from '../platform/problem.ts';
import { keepAnswer, WriteRace } from '../services/commit.ts';
import type { Context } from '../services/context.ts';

type KeptProblem = { code: ProblemCode; detail?: Text; faults: Fault[] };
type Kept = { result: unknown } | { problem: KeptProblem };

/** What a request came to: a fresh result, or a kept one that is given again. */
export type Outcome = { result: unknown; replayed: boolean };

const KEY = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/** The kept answers of refusals that a retry cannot change; conflicts and outages are not kept, so that a retry runs. */
const KEPT_STATUSES: ReadonlySet<number> = new Set([403, 404, 412, 422]);

const sha256 = (...parts: string[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest('base64url');
};

/**
 * Where the answer of a request with an idempotency key is kept: scope is caller and route, the fingerprint covers path,
 * query and body. Undefined without a key; a key of more than 255 characters or of other than printable ASCII is 400.
 */
export const idempotencyOf = (
  header: string | undefined,
  request: { subject: string; route: string; path: string; query: string; body: string },
): Context['idempotency'] => {
  if (header === undefined) return undefined;
  if (!KEY.test(header)) {
    throw new Problem('invalid_request', undefined, {
      faults: [
        {
          parameter: 'Idempotency-Key',
          code: 'invalid_format',
          detail: { vi: 'Khóa dài 1–255 ký tự ASCII in được.', en: 'A key has 1–255 printable ASCII characters.' },
        },
      ],
    });
  }
  return {
    key: keys.idempotency(sha256(request.subject, request.route, header)),
    fingerprint: sha256(request.path, request.query, request.body),
  };
};

const readKept = async (context: Context): Promise<Kept | undefined> => {
  if (!context.idempotency) return undefined;
  const item = await context.reader.get(context.idempotency.key, { consistent: true });
  if (!item || numberOf(item, 'expiresAt') < Math.floor(context.now.getTime() / 1000)) return undefined;
  if (stringOf(item, 'fingerprint') !== context.idempotency.fingerprint) {
    throw new Problem('idempotency_mismatch', {
      vi: 'Khóa này đã được dùng cho một yêu cầu khác.',
      en: 'This key was used for a different request.',
    });
  }
  return JSON.parse(stringOf(item, 'answer')) as Kept;
};

const replay = (kept: Kept): Outcome => {
  if ('result' in kept) return { result: kept.result, replayed: true };
  const { code, detail, faults } = kept.problem;
  throw new ReplayedProblem(new Problem(code, detail, { faults }));
};

/** A kept problem, given again. */
export class ReplayedProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

const RACES_BUDGET_MS = 3_000;
const RACE_PAUSE_MS = 60;

const runThroughRaces = async (context: Context, run: (context: Context) => Promise<unknown>): Promise<unknown> => {
  const deadline = performance.now() + RACES_BUDGET_MS;
  for (let race = 1; ; race += 1) {
    try {
      return await run(context);
    } catch (error) {
      if (!(error instanceof WriteRace)) throw error;
      const pause = Math.random() * RACE_PAUSE_MS * Math.min(race, 8);
      if (performance.now() + pause > deadline) {
        throw new Problem(
          'state_conflict',
          {
            vi: 'Nhiều người đang sửa cùng lúc, hãy thử lại.',
            en: 'Others are changing this at the same time; try again.',
          },
          { retryAfterSeconds: 1, cause: error },
        );
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
};

const keepProblem = async (context: Context, problem: Problem): Promise<boolean> => {
  if (!KEPT_STATUSES.has(PROBLEMS[problem.code].status)) return true;
  const { code, detail, faults } = problem;
  const kept: Kept = { problem: { code, ...(detail ? { detail } : {}), faults } };
  try {
    await context.writer.transact(keepAnswer(context, JSON.stringify(kept)), randomUUID());
    return true;
  } catch (failed) {
    if (failed instanceof ConditionFailed) return false;
    throw failed;
  }
};

/**
 * Runs a verb once per idempotency key. The kept answer is written in the verb's own transaction, so there is no moment
 * in which the change is made and its answer is lost; of parallel requests with one key one writes and the others replay it.
 * Without a key the verb just runs. A verb that lost a race is run again on the new state.
 */
export const runOnce = async (context: Context, run: (context: Context) => Promise<unknown>): Promise<Outcome> => {
  const kept = await readKept(context);
  if (kept) return replay(kept);
  try {
    return { result: await runThroughRaces(context, run), replayed: false };
  } catch (error) {
    if (!context.idempotency) throw error;
    const winner = await readKept(context);
    if (winner) return replay(winner);
    if (error instanceof Problem && !(await keepProblem(context, error))) {
      const other = await readKept(context);
      if (other) return replay(other);
    }
    throw error;
  }
};
