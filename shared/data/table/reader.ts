import type { TableSettings } from '#shared/platform/env.ts';
import { createConnection } from './connection.ts';
import { ATTEMPT_TIMEOUT_MS, TransientFault, withinBudget } from './retry.ts';
import { createSigner } from './signature.ts';

/** The table's key: both parts are strings. */
export type Key = { pk: string; sk: string };

/** A stored item: strings and numbers only, in the typed form of DynamoDB's JSON. */
export type Item = Record<string, { S: string } | { N: string }>;

/** The index of ledger entries in the order of arrival. Its sort key ends with the entry's own; it is eventually consistent. */
export const ARRIVAL_INDEX = { name: 'byArrival', sortKey: 'arrived' } as const;

/**
 * A range of one partition. `from` and `to` are inclusive; `after` is the key after which the read continues, in the
 * direction of the read. `byArrival` reads the index instead, with keys of the index, eventually consistent.
 */
export type Range = {
  pk: string;
  byArrival?: true;
  from?: string;
  to?: string;
  after?: string;
  descending?: boolean;
  limit?: number;
  consistent?: boolean;
};

/** Reads of the table. It cannot express a write, matching the role of the public function. */
export type Reader = {
  get(key: Key, options?: { consistent?: boolean }): Promise<Item | undefined>;
  /** Reads at most 1 MB of a range; `more` says that the range continues. */
  query(range: Range): Promise<{ items: Item[]; more: boolean }>;
};

/** Consumed capacity of a call, in read capacity units, as reported by DynamoDB. */
export type Consumed = { operation: string; units: number };

/** An instant and a number of eight digits come before the entry's own sort key. */
const ARRIVED_LENGTH = '2026-01-01T00:00:00.000Z#00000001#'.length;

const startKey = (pk: string, start: string, byArrival: true | undefined): Item =>
  byArrival
    ? { pk: { S: pk }, sk: { S: start.slice(ARRIVED_LENGTH) }, [ARRIVAL_INDEX.sortKey]: { S: start } }
    : { pk: { S: pk }, sk: { S: start } };

type Send = (target: string, body: string) => Promise<{ status: number; body: string }>;

const THROTTLED =
  /(?:ProvisionedThroughputExceeded|Throttling|ThrottlingException|RequestLimitExceeded|InternalServerError|TransactionInProgress|ServiceUnavailable)/;

/** One signed HTTP exchange with the table's endpoint. Connection errors and time-outs are `TransientFault`s. */
export const createSend = (settings: TableSettings): Send => {
  const url = new URL(settings.endpoint);
  const sign = createSigner({ host: url.host, region: settings.region, credentials: settings.credentials });
  const exchange = createConnection(url);

  return async (target, body) => {
    const { status, body: bytes } = await exchange({
      method: 'POST',
      path: '/',
      headers: { ...sign(target, body, new Date()), host: url.host },
      body,
      timeoutMs: ATTEMPT_TIMEOUT_MS,
    });
    return { status, body: bytes.toString('utf8') };
  };
};

/**
 * A reader over the DynamoDB JSON protocol. Throttling, server errors and broken connections are retried within the
 * time budget and then become `dependency_unavailable`.
 */
export const createReader = (
  settings: TableSettings,
  options: { send?: Send; onConsumed?: (consumed: Consumed) => void; budgetMs?: number } = {},
): Reader => {
  const send = options.send ?? createSend(settings);
  const capacity = options.onConsumed ? { ReturnConsumedCapacity: 'TOTAL' } : {};

  const call = <T>(operation: string, input: object): Promise<T> =>
    withinBudget(async () => {
      const response = await send(
        `DynamoDB_20120810.${operation}`,
        JSON.stringify({ TableName: settings.tableName, ...capacity, ...input }),
      );
      if (response.status === 200) {
        const output = JSON.parse(response.body) as T & { ConsumedCapacity?: { CapacityUnits: number } };
        if (options.onConsumed) options.onConsumed({ operation, units: output.ConsumedCapacity?.CapacityUnits ?? 0 });
        return output;
      }
      const name = /"__type"\s*:\s*"(?:[^"#]*#)?([^"]+)"/.exec(response.body)?.[1] ?? '';
      if (response.status >= 500 || THROTTLED.test(name))
        throw new TransientFault(`${operation}: ${name || response.status}`);
      throw new Error(`${operation} was refused: ${name || response.status}`);
    }, options.budgetMs);

  return {
    async get(key, { consistent = false } = {}) {
      const input = { Key: { pk: { S: key.pk }, sk: { S: key.sk } }, ConsistentRead: consistent };
      return (await call<{ Item?: Item }>('GetItem', input)).Item;
    },

    async query({ pk, byArrival, from, to, after, descending = false, limit, consistent = false }) {
      const sortKey = byArrival ? ARRIVAL_INDEX.sortKey : 'sk';
      const [begin, end] = descending ? [to, from] : [from, to];
      const isPast = (key: string, bound: string | undefined) =>
        bound !== undefined && (descending ? key < bound : key > bound);
      // DynamoDB rejects a start key outside of the range and an empty key; a walk can be outside after its bounds have
      // moved with the day.
      if (after !== undefined && isPast(after, end)) return { items: [], more: false };
      const start =
        after === '' || (after !== undefined && begin !== undefined && isPast(begin, after)) ? undefined : after;
      const bounded = from !== undefined && to !== undefined;
      const condition = bounded
        ? ` AND ${sortKey} BETWEEN :a AND :b`
        : from !== undefined
          ? ` AND ${sortKey} >= :a`
          : to !== undefined
            ? ` AND ${sortKey} <= :b`
            : '';
      const output = await call<{ Items?: Item[]; LastEvaluatedKey?: Item }>('Query', {
        ...(byArrival ? { IndexName: ARRIVAL_INDEX.name } : {}),
        KeyConditionExpression: `pk = :p${condition}`,
        ExpressionAttributeValues: {
          ':p': { S: pk },
          ...(from === undefined ? {} : { ':a': { S: from } }),
          ...(to === undefined ? {} : { ':b': { S: to } }),
        },
        ScanIndexForward: !descending,
        ConsistentRead: consistent,
        ...(limit === undefined ? {} : { Limit: limit }),
        ...(start === undefined ? {} : { ExclusiveStartKey: startKey(pk, start, byArrival) }),
      });
      return { items: output.Items ?? [], more: output.LastEvaluatedKey !== undefined };
    },
  };
};

/** A string attribute of an item; an item without it is corrupt, which is a bug. */
export const stringOf = (item: Item, attribute: string): string => {
  const value = item[attribute];
  if (!value || !('S' in value)) throw new Error(`stored item lacks the string ${attribute}`);
  return value.S;
};

/** A number attribute of an item; an item without it is corrupt, which is a bug. */
export const numberOf = (item: Item, attribute: string): number => {
  const value = item[attribute];
  if (!value || !('N' in value)) throw new Error(`stored item lacks the number ${attribute}`);
  return Number(value.N);
};
