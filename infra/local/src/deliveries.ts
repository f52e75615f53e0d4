import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Fields, isSetAside, readStateFile, replaceFile } from './durable-file.ts';
import { matchesPattern } from './event-pattern.ts';
import { localRegion } from './identity.ts';
import { localAccountId } from './resolver.ts';
import type { Runtime } from './runtime.ts';
import type { ObjectCreated } from './s3/object-store.ts';
import type { LocalBucketSource, LocalRule } from './template-objects.ts';

const atOnce = 4;
const firstRetryPauseMs = 1_000;
const stopPatienceMs = 10_000;

type BusEvent = { id: string; time: string } & Record<string, unknown>;

const busEventOf = (fields: Fields): BusEvent | undefined =>
  typeof fields.id === 'string' && typeof fields.time === 'string' ? (fields as BusEvent) : undefined;

export type Deliveries = {
  /** Stores an event of a bucket for the matching rules; it is durable when the promise resolves. */
  accept: (created: ObjectCreated) => Promise<void>;
  /** Starts the delivery, first of events that an earlier start left. */
  start: (runtime: Pick<Runtime, 'invoke'>) => void;
  /** Waits for running deliveries with a time limit; unfinished ones are repeated by the next start. */
  stop: () => Promise<void>;
};

/** EventBridge's event for a new object in a bucket. */
const toEvent = ({ bucket, key, size, etag, sequencer }: ObjectCreated, now: Date): BusEvent => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: localAccountId,
  time: now.toISOString().replace(/\.\d+Z$/, 'Z'),
  region: localRegion,
  resources: [`arn:aws:s3:::${bucket}`],
  detail: { version: '0', bucket: { name: bucket }, object: { key, size, etag, sequencer } },
});

/** A gate for a number of concurrent entries; the others wait in order. */
const createGate = (places: number): { enter: () => Promise<void>; leave: () => void } => {
  const queue: (() => void)[] = [];
  let free = places;
  return {
    enter: async () => {
      if (free > 0) free -= 1;
      else await new Promise<void>((done) => queue.push(done));
    },
    leave: () => {
      const next = queue.shift();
      if (next) next();
      else free += 1;
    },
  };
};

/**
 * Delivers events of created objects to functions like EventBridge and Lambda: at least once, several in parallel, with
 * retries after a pause as the template says, then to the dead-letter queue. An accepted event is a file in the data
 * folder until then, so it survives this process.
 */
export const openDeliveries = async (options: {
  rules: LocalRule[];
  buckets: LocalBucketSource[];
  dataDir: string;
  log: (line: string) => void;
  retryPauseMs?: number;
}): Promise<Deliveries> => {
  const { rules, log, retryPauseMs = firstRetryPauseMs } = options;
  const emitting = new Set(options.buckets.filter(({ emitsEvents }) => emitsEvents).map(({ name }) => name));
  const folder = join(options.dataDir, 'events');
  await mkdir(folder, { recursive: true });
  const stopping = new AbortController();
  const gate = createGate(atOnce);
  const underWay = new Set<Promise<void>>();
  let runtime: Pick<Runtime, 'invoke'> | undefined;
  let accepted = 0;

  const rulesFor = (event: BusEvent): LocalRule[] => rules.filter(({ pattern }) => matchesPattern(pattern, event));

  const bury = async (
    rule: LocalRule,
    file: string,
    event: BusEvent,
    attempts: number,
    error: Error,
  ): Promise<void> => {
    if (rule.deadLetterQueue === undefined) {
      log(`event rule ${rule.name}: gave up on ${JSON.stringify(event)}`);
      return;
    }
    const deadLetterQueue = join(options.dataDir, 'dead-letters', rule.deadLetterQueue);
    await mkdir(deadLetterQueue, { recursive: true });
    const letter = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        functionArn: `${rule.functionArn}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: attempts,
      },
      requestPayload: event,
      responsePayload: { errorMessage: error.message },
    };
    await replaceFile(join(deadLetterQueue, file), `${JSON.stringify(letter, null, 2)}\n`);
    log(`event rule ${rule.name}: gave up after ${attempts} attempts; it waits in ${join(deadLetterQueue, file)}`);
  };

  const deliver = async (
    rule: LocalRule,
    file: string,
    event: BusEvent,
    to: Pick<Runtime, 'invoke'>,
  ): Promise<void> => {
    let wait = retryPauseMs;
    for (let attempt = 1; ; attempt++) {
      await gate.enter();
      try {
        stopping.signal.throwIfAborted();
        await to.invoke(rule.functionArn, JSON.stringify(event));
        return;
      } catch (error) {
        stopping.signal.throwIfAborted();
        log(`event rule ${rule.name}, attempt ${attempt}: ${(error as Error).message}`);
        if (attempt > rule.maximumRetries) {
          await bury(rule, file, event, attempt, error as Error);
          return;
        }
      } finally {
        gate.leave();
      }
      await pause(wait, undefined, { signal: stopping.signal });
      wait *= 2;
    }
  };

  const begin = (file: string, event: BusEvent): void => {
    const to = runtime;
    if (!to || stopping.signal.aborted) return;
    const work = Promise.all(rulesFor(event).map((rule) => deliver(rule, file, event, to)))
      .then(() => rm(join(folder, file), { force: true }))
      .catch((error: Error) => {
        if (!stopping.signal.aborted) log(`event ${event.id}: ${error.message}; it comes again with the next start`);
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };

  const names = await readdir(folder);
  const isWhole = (name: string): boolean => name.endsWith('.json');
  const leftovers = names.filter((name) => !isWhole(name) && !isSetAside(name));
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { force: true })));
  const consequence = 'its object reaches no function; upload it again.';
  const read = await Promise.all(
    names
      .filter(isWhole)
      .sort()
      .map(async (name) => ({
        name,
        event: await readStateFile(join(folder, name), busEventOf, { log, consequence }),
      })),
  );
  const left = read.flatMap(({ name, event }) => (typeof event === 'string' ? [] : [{ name, event }]));
  let latest = Math.max(0, ...left.map(({ name }) => Number.parseInt(name, 10) || 0));

  return {
    accept: async (created) => {
      if (!emitting.has(created.bucket)) return;
      const now = new Date();
      const event = toEvent(created, now);
      if (rulesFor(event).length === 0) return;
      // Names sort in the order of arrival, also after the clock is set back.
      accepted += 1;
      latest = Math.max(latest, now.getTime());
      const file = `${latest}-${String(accepted).padStart(9, '0')}-${event.id}.json`;
      await replaceFile(join(folder, file), JSON.stringify(event));
      if (runtime) begin(file, event);
      else left.push({ name: file, event });
    },
    start: (found) => {
      runtime = found;
      if (left.length > 0) log(`${left.length} events of an earlier start are handed over`);
      for (const { name, event } of left.splice(0)) begin(name, event);
    },
    stop: async () => {
      stopping.abort();
      const patience = new AbortController();
      await Promise.race([
        Promise.all(underWay),
        pause(stopPatienceMs, undefined, { signal: patience.signal }).catch(() => undefined),
      ]);
      patience.abort();
    },
  };
};
