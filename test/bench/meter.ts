import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What a transaction consumed, in write capacity units by table and index, and how many actions it had. */
export type Written = { table: number; index: number; actions: number };

/** What became of the transactions that were sent. */
export type Tally = { sent: number; done: number; conflicts: number; conditions: number };

export type Meter = { endpoint: string; written: Written[]; tally: Tally; stop: () => Promise<void> };

type Key = { pk: { S: string }; sk: { S: string } };
type TransactItem = Record<string, { Key?: Key; Item?: Key }>;
type Consumed = {
  Table?: { CapacityUnits: number };
  GlobalSecondaryIndexes?: Record<string, { CapacityUnits: number }>;
};

const bodyOf = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const keyOf = (item: TransactItem): string => {
  const [action] = Object.values(item);
  const key = action?.Key ?? action?.Item;
  return `${key?.pk.S} ${key?.sk.S}`;
};

const conflictAt = (keys: readonly string[], busy: ReadonlySet<string>): string =>
  JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    message: 'Transaction cancelled',
    CancellationReasons: keys.map((key) => ({ Code: busy.has(key) ? 'TransactionConflict' : 'None' })),
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/**
 * Stands before the engine and asks it what each transaction has consumed; the writer itself does not ask. With `holdMs` a
 * transaction takes so long as in DynamoDB, and one that touches an item of another under way is cancelled with
 * TransactionConflict, which the embedded engine never does.
 */
export const startMeter = async (engine: string, { holdMs }: { holdMs?: number } = {}): Promise<Meter> => {
  const written: Written[] = [];
  const tally: Tally = { sent: 0, done: 0, conflicts: 0, conditions: 0 };
  const busy = new Set<string>();

  const forward = async (target: string, headers: IncomingMessage['headers'], body: string) => {
    const answer = await fetch(engine, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': target,
        authorization: String(headers.authorization),
        'x-amz-date': String(headers['x-amz-date']),
      },
      body,
    });
    return { status: answer.status, text: await answer.text() };
  };

  const transact = async (target: string, headers: IncomingMessage['headers'], body: string) => {
    const input = { ...JSON.parse(body), ReturnConsumedCapacity: 'INDEXES' } as { TransactItems: TransactItem[] };
    const keys = input.TransactItems.map(keyOf);
    tally.sent += 1;
    if (holdMs !== undefined && keys.some((key) => busy.has(key))) {
      tally.conflicts += 1;
      return { status: 400, text: conflictAt(keys, busy) };
    }
    for (const key of keys) busy.add(key);
    try {
      if (holdMs !== undefined) await pause(holdMs);
      const answer = await forward(target, headers, JSON.stringify(input));
      if (answer.status === 200) {
        const { ConsumedCapacity = [] } = JSON.parse(answer.text) as { ConsumedCapacity?: Consumed[] };
        written.push({
          table: sum(ConsumedCapacity.map(({ Table }) => Table?.CapacityUnits ?? 0)),
          index: sum(
            ConsumedCapacity.flatMap(({ GlobalSecondaryIndexes = {} }) =>
              Object.values(GlobalSecondaryIndexes).map(({ CapacityUnits }) => CapacityUnits),
            ),
          ),
          actions: keys.length,
        });
        tally.done += 1;
      } else tally.conditions += 1;
      return answer;
    } finally {
      for (const key of keys) busy.delete(key);
    }
  };

  const server = createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target']);
    const handle = target.endsWith('.TransactWriteItems') ? transact : forward;
    const { status, text } = await handle(target, request.headers, await bodyOf(request));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    written,
    tally,
    stop: () => new Promise((done) => server.close(() => done())),
  };
};
