import { keys } from '#shared/data/table/keys.ts';
import { numberOf, type Reader, stringOf } from '#shared/data/table/reader.ts';
import type { Action } from '#shared/data/table/writer.ts';

/** A request by its idempotency key: a hash of caller, route and key; the fingerprint of path, query and body. */
export type RequestKey = { keyHash: string; fingerprint: string };

/** The name under which it is reported that a request has a record already. */
export const IDEMPOTENCY_GUARD = 'idempotency';

/** The attribute that holds an outcome. */
const OUTCOME = 'answer';

const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1000);

/** The action that records an outcome, a JSON text, for so many seconds: once, unless an earlier record has expired. */
export const recordAction = (
  { keyHash, fingerprint }: RequestKey,
  outcome: string,
  { now, ttlSeconds }: { now: Date; ttlSeconds: number },
): Action => {
  const { pk, sk } = keys.idempotency(keyHash);
  return {
    kind: 'put',
    item: {
      pk: { S: pk },
      sk: { S: sk },
      fingerprint: { S: fingerprint },
      [OUTCOME]: { S: outcome },
      expiresAt: { N: String(secondsOf(now) + ttlSeconds) },
    },
    condition: {
      expression: 'attribute_not_exists(pk) OR expiresAt < :now',
      values: { ':now': { N: String(secondsOf(now)) } },
    },
    guard: IDEMPOTENCY_GUARD,
  };
};

/** What is recorded under a key and has not expired: the outcome as JSON text, and the fingerprint of its request. */
export const loadRecord = async (
  reader: Reader,
  { keyHash }: RequestKey,
  now: Date,
): Promise<{ fingerprint: string; outcome: string } | undefined> => {
  const item = await reader.get(keys.idempotency(keyHash), { consistent: true });
  if (!item || numberOf(item, 'expiresAt') < secondsOf(now)) return undefined;
  return { fingerprint: stringOf(item, 'fingerprint'), outcome: stringOf(item, OUTCOME) };
};
