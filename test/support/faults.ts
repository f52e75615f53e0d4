import {
  DynamoDBClient,
  InternalServerError,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionInProgressException,
  TransactWriteItemsCommand,
  type TransactWriteItemsInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { allRoutes } from '#infra/build/all-routes.ts';
import { createReader, createSend, type Item, stringOf } from '#shared/data/table/reader.ts';
import { TransientFault } from '#shared/data/table/retry.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import { serve } from '#shared/http/serve.ts';
import type { TableSettings } from '#shared/platform/env.ts';
import { notFound } from '#shared/platform/problem.ts';
import { type Api, type Ask, eventOf, type Reply } from './api.ts';
import type { engineClient } from './engine.ts';
import { MEDIA_URL } from './memory-storage.ts';
import { UNLIMITED } from './rate-limits.ts';
import { allItems, tableCaller } from './table.ts';

/** The whole table: each item as canonical JSON under its key. */
export type Snapshot = Map<string, string>;

/** What the SDK's client does while no fault is injected, also where a test has put a mock in its place. */
const realSend = DynamoDBClient.prototype.send;

const canonical = (item: Item): string =>
  JSON.stringify(Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))));

/** Reads and resets a table past the code under test. */
export const tableOf = (settings: TableSettings) => {
  const call = tableCaller(settings);
  const { tableName } = settings;

  const snapshot = async (): Promise<Snapshot> =>
    new Map(
      (await allItems(settings, call)).map((item) => [
        `${stringOf(item, 'pk')} ${stringOf(item, 'sk')}`,
        canonical(item),
      ]),
    );

  /** Puts the table back to an earlier snapshot; `present` is what it holds now, where the caller knows. */
  const restore = async (wanted: Snapshot, known?: Snapshot): Promise<void> => {
    const present = known ?? (await snapshot());
    const requests: object[] = [];
    for (const [key, text] of wanted)
      if (present.get(key) !== text) requests.push({ PutRequest: { Item: JSON.parse(text) } });
    for (const [key, text] of present) {
      if (wanted.has(key)) continue;
      const { pk, sk } = JSON.parse(text);
      requests.push({ DeleteRequest: { Key: { pk, sk } } });
    }
    for (let at = 0; at < requests.length; at += 25)
      await call('BatchWriteItem', { RequestItems: { [tableName]: requests.slice(at, at + 25) } });
  };

  return { snapshot, restore };
};

const ID = /\b(pdc|prd|img|crt|spt|stc|evt|reg|prm|off|aud)_[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g;

/** It covers the ids that a request made up. */
const CONTENT_HASH = /"contentHash":\{"S":"[\w-]{43}"\}/g;

const knownIds = new WeakMap<Snapshot, Set<string>>();
const idsOf = (snapshot: Snapshot): Set<string> => {
  const known = knownIds.get(snapshot) ?? new Set([...snapshot.values()].flatMap((item) => item.match(ID) ?? []));
  knownIds.set(snapshot, known);
  return known;
};

/** The end of a slug that was made from an id. */
const TAIL = /-([0-9a-hjkmnp-tv-z]{10})(?=["\\#]|$)/g;

/** The signed policy of a form, which holds the id of what is to be uploaded. */
const POLICY = /(policy\\?":\\?")([\w+/=]+)(\\?","?x-amz-signature\\?":\\?")\w+/g;

/** A pass, which names a registration and whose signature is another one each time. */
const PASS = /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]{86}/g;

/** A text in which ids that were not there `before`, and slugs made from them, are told by their kind only. */
export const withoutNewIds = (text: string, before: Snapshot): string => {
  const known = idsOf(before);
  const isNewTail = (tail: string) => ![...known].some((id) => id.toLowerCase().endsWith(tail));
  return text
    .replace(POLICY, (_, start, policy, middle) => `${start}${Buffer.from(policy, 'base64')}${middle}`)
    .replace(PASS, 'pass')
    .replace(CONTENT_HASH, '"contentHash"')
    .replace(ID, (id, kind: string) => (known.has(id) ? id : `${kind}_new`))
    .replace(TAIL, (whole, tail: string) => (isNewTail(tail) ? '-new' : whole));
};

/** What a request changed in the table, without the ids that it made up. */
export const changesBetween = (before: Snapshot, after: Snapshot): string[] =>
  [
    ...[...after]
      .filter(([key, text]) => before.get(key) !== text)
      .map(([, text]) => `put ${withoutNewIds(text, before)}`),
    ...[...before.keys()].filter((key) => !after.has(key)).map((key) => `delete ${key}`),
  ].sort();

/** How the n-th call to the table goes wrong. `lost` faults strike after the call took effect. */
export type FaultKind = { name: string; on: 'read' | 'write' | 'count'; lost?: true; error: () => unknown };

const metadata = { $metadata: {} };
const named = (name: string, more: object = {}): Error => Object.assign(new Error(name), { name, ...more });
const error = (status: number, type: string) => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type }),
});

/** Faults that DynamoDB and networks have. A read's `error` is an answer to give in place of the real one, or an error to throw. */
export const FAULTS: FaultKind[] = [
  { name: 'throttling', on: 'read', error: () => error(400, 'ThrottlingException') },
  { name: 'too much throughput', on: 'read', error: () => error(400, 'ProvisionedThroughputExceededException') },
  { name: 'a server fault', on: 'read', error: () => error(500, 'InternalServerError') },
  { name: 'a reset connection', on: 'read', error: () => new TransientFault('ECONNRESET') },
  { name: 'a lost answer', on: 'read', lost: true, error: () => new TransientFault('timed out') },
  { name: 'throttling', on: 'write', error: () => named('ThrottlingException') },
  {
    name: 'too much throughput',
    on: 'write',
    error: () => new ProvisionedThroughputExceededException({ message: '', ...metadata }),
  },
  { name: 'a server fault', on: 'write', error: () => new InternalServerError({ message: '', ...metadata }) },
  { name: 'a reset connection', on: 'write', error: () => named('Error', { code: 'ECONNRESET' }) },
  { name: 'a time-out', on: 'write', error: () => named('TimeoutError') },
  { name: 'a lost answer', on: 'write', lost: true, error: () => named('TimeoutError') },
  { name: 'a server fault with the answer lost', on: 'write', lost: true, error: () => named('InternalServerError') },
  {
    name: 'a transaction in progress',
    on: 'write',
    error: () => new TransactionInProgressException({ message: '', ...metadata }),
  },
  {
    name: 'a transaction conflict',
    on: 'write',
    error: () =>
      new TransactionCanceledException({
        message: '',
        CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
        ...metadata,
      }),
  },
  {
    name: 'a throttled transaction',
    on: 'write',
    error: () =>
      new TransactionCanceledException({
        message: '',
        CancellationReasons: [{ Code: 'None' }, { Code: 'ThrottlingError' }],
        ...metadata,
      }),
  },
  // A count whose answer is lost goes to nobody: what comes of it is in the tests of registrations.
  { name: 'throttling', on: 'count', error: () => named('ThrottlingException') },
  { name: 'a server fault', on: 'count', error: () => new InternalServerError({ message: '', ...metadata }) },
  { name: 'a reset connection', on: 'count', error: () => named('Error', { code: 'ECONNRESET' }) },
  { name: 'a conflict with a transaction', on: 'count', error: () => named('TransactionConflictException') },
];

/**
 * A fault at call number `at` of those of its kind, from 0: reads and writes that run side by side may come in any order.
 * A lasting one strikes all later calls of its kind too.
 */
export type Injection = { at: number; kind: FaultKind; lasting?: true };

/** Where a run that made these calls can be struck. */
export const pointsOf = (calls: readonly FaultKind['on'][]): { on: FaultKind['on']; at: number }[] =>
  calls.map((on, index) => ({ on, at: calls.slice(0, index).filter((call) => call === on).length }));

export type Trouble = {
  /** Sends a request while a fault is injected; tells besides the answer which calls were made. */
  ask: (
    method: string,
    path: string,
    ask: Ask,
    injection?: Injection,
  ) => Promise<{ reply: Reply; calls: FaultKind['on'][]; transactions: TransactWriteItemsInput[] }>;
  stop: () => void;
};

/**
 * The routes over the table of an api, with faults injected into reads at the connection and into writes by way of the
 * SDK's client; whatever is not struck reaches the real engine. Lasting faults meet a time budget of nothing, so that no
 * test waits for it.
 */
export const troubleFor = (api: Api): Trouble => {
  let calls: FaultKind['on'][] = [];
  let transactions: TransactWriteItemsInput[] = [];
  let injection: Injection | undefined;

  const strikes = (on: FaultKind['on']): FaultKind | undefined => {
    const at = calls.filter((call) => call === on).length;
    calls.push(on);
    if (!injection || injection.kind.on !== on) return undefined;
    return at === injection.at || (injection.lasting && at > injection.at) ? injection.kind : undefined;
  };

  const send = createSend(api.settings);
  const sendWithFaults: typeof send = async (target, body) => {
    const fault = strikes('read');
    if (!fault) return send(target, body);
    if (fault.lost) await send(target, body);
    const error = fault.error();
    if (error instanceof Error) throw error;
    return error as Awaited<ReturnType<typeof send>>;
  };

  const mock = mockClient(DynamoDBClient);
  mock.on(TransactWriteItemsCommand).callsFake(async (input, client) => {
    transactions.push(input);
    const pass = () =>
      (realSend.bind(client()) as ReturnType<typeof engineClient>['send'])(new TransactWriteItemsCommand(input));
    const fault = strikes('write');
    if (!fault) return pass();
    if (fault.lost) await pass();
    throw fault.error();
  });

  mock.on(UpdateItemCommand).callsFake(async (input, client) => {
    const pass = () =>
      (realSend.bind(client()) as ReturnType<typeof engineClient>['send'])(new UpdateItemCommand(input));
    const fault = strikes('count');
    if (!fault) return pass();
    if (fault.lost) await pass();
    throw fault.error();
  });

  const handlerWith = (budget: { budgetMs?: number }) => {
    const platform = {
      reader: createReader(api.settings, { send: sendWithFaults, ...budget }),
      writer: createWriter(api.settings, budget),
      storage: api.storage,
      rateLimiter: UNLIMITED,
      mediaUrl: MEDIA_URL,
      now: () => new Date(api.clock.now),
    };
    return serve(
      allRoutes,
      () => platform,
      async () => {
        throw notFound();
      },
    );
  };
  const patient = handlerWith({});
  const impatient = handlerWith({ budgetMs: 0 });

  return {
    ask: async (method, path, ask, injected) => {
      calls = [];
      transactions = [];
      injection = injected;
      try {
        const handler = injected?.lasting ? impatient : patient;
        const response = await handler(eventOf(method, path, ask, api.clock.now));
        const text = response.body ?? '';
        const reply = {
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          text,
          body: text.startsWith('{') ? JSON.parse(text) : undefined,
        };
        return { reply, calls, transactions };
      } finally {
        injection = undefined;
        // The mock remembers every call and gets slower with each.
        mock.resetHistory();
      }
    },
    stop: () => mock.restore(),
  };
};
