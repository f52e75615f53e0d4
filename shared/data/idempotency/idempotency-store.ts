import { keys } from '#shared/data/table/keys.ts';
import { numberOf, type Reader, stringOf } from '#shared/data/table/reader.ts';
import type { Action } from '#shared/data/table/writer.ts';

/** A request by its idempotency key: a hash of caller, route and key; the fingerprint of path, query and body. */
export type RequestKey = { keyHash: string; fingerprint: string };

/** The guard that reports an existing idempotency record. */
export const IDEMPOTENCY_GUARD = 'idempotency';

/** The attribute that holds an outcome. */
const OUTCOME = 'answer';

const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1000);

/** The action that records an outcome (JSON text) with a lifetime in seconds; it fails if an unexpired record exists. */
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

/** The unexpired record of a key: the outcome as JSON text, and the fingerprint of its request. */
export const loadRecord = async (
  reader: Reader,
  { keyHash }: RequestKey,
  now: Date,
): Promise<{ fingerprint: string; outcome: string } | undefined> => {
  const item = await reader.get(keys.idempotency(keyHash), { consistent: true });
  if (!item || numberOf(item, 'expiresAt') < secondsOf(now)) return undefined;
  return { fingerprint: stringOf(item, 'fingerprint'), outcome: stringOf(item, OUTCOME) };
};
