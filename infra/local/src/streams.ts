import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Fields, readStateFile, replaceFile } from './durable-file.ts';
import type { Dynamo } from './dynamo.ts';
import { matchesPattern } from './event-pattern.ts';
import { localRegion } from './identity.ts';
import type { Runtime } from './runtime.ts';
import type { LocalStreamSource } from './template.ts';

const idlePauseMs = 250;
const firstRetryPauseMs = 100;
const longestRetryPauseMs = 30_000;
const endlessRetries = 1_000;

type StreamRecord = {
  eventID: string;
  eventName: string;
  dynamodb: { SequenceNumber: string } & Record<string, unknown>;
};
type Shard = { ShardId: string; ParentShardId?: string };

type Positions = Record<string, string>;

const positionsOf = (fields: Fields): Positions | undefined =>
  Object.values(fields).every((position) => typeof position === 'string') ? (fields as Positions) : undefined;

export type Streams = { stop: () => Promise<void> };

/**
 * Delivers table changes to functions like event source mappings: in the order of each shard, in batches, with retries
 * until the mapping's limit. The position in each shard is stored in the data folder.
 */
export const startStreams = async (options: {
  sources: LocalStreamSource[];
  call: Dynamo;
  runtime: Pick<Runtime, 'invoke'>;
  dataDir: string;
  log: (line: string) => void;
}): Promise<Streams> => {
  const { call, runtime, log } = options;
  const folder = join(options.dataDir, 'streams');
  await mkdir(folder, { recursive: true });
  const stopping = new AbortController();
  const rest = (ms: number): Promise<void> => pause(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

  const deliver = async (source: LocalStreamSource, streamArn: string, records: StreamRecord[]): Promise<void> => {
    let left = records.filter(
      (record) => source.filters.length === 0 || source.filters.some((each) => matchesPattern(each, record)),
    );
    const retries = source.maximumRetries < 0 ? endlessRetries : source.maximumRetries;
    let wait = firstRetryPauseMs;
    for (let attempt = 0; left.length > 0 && !stopping.signal.aborted; attempt++) {
      const Records = left.map((record) => ({
        ...record,
        eventSourceARN: streamArn,
        awsRegion: localRegion,
        eventSource: 'aws:dynamodb',
      }));
      try {
        const { json } = await runtime.invoke(source.functionArn, JSON.stringify({ Records }));
        if (!source.reportsItemFailures) return;
        const { batchItemFailures = [] } = (JSON.parse(json) ?? {}) as {
          batchItemFailures?: { itemIdentifier: string }[];
        };
        const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        const first = left.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
        if (first === -1 && failed.size === 0) return;
        // Everything from the first failure on is repeated in order, as in AWS.
        left = left.slice(Math.max(0, first));
        log(`stream ${source.id}: ${left.length} records failed`);
      } catch (error) {
        log(`stream ${source.id}: ${(error as Error).message}`);
      }
      if (attempt >= retries) {
        log(
          `stream ${source.id}: gave up on records ${left.map(({ dynamodb }) => dynamodb.SequenceNumber).join(', ')}`,
        );
        return;
      }
      await rest(wait);
      wait = Math.min(wait * 2, longestRetryPauseMs);
    }
  };

  const follow = async (source: LocalStreamSource): Promise<void> => {
    const path = join(folder, `${source.id}.json`);
    const stored = await readStateFile(path, positionsOf, {
      log,
      consequence: 'what the stream still holds is handed over again.',
    });
    const done: Positions = typeof stored === 'string' ? {} : stored;
    const iterators = new Map<string, string | null>();
    const firstLook = stored === 'missing';
    let known = false;

    const iteratorOf = async (streamArn: string, shard: Shard): Promise<string> => {
      const position = done[shard.ShardId];
      // A shard that opens later is read completely; only records from before the first start can be skipped.
      const fresh = source.fromStart || !firstLook || known ? 'TRIM_HORIZON' : 'LATEST';
      const { ShardIterator } = await call<{ ShardIterator: string }>('GetShardIterator', {
        StreamArn: streamArn,
        ShardId: shard.ShardId,
        ...(position === undefined
          ? { ShardIteratorType: fresh }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position }),
      });
      return ShardIterator;
    };

    while (!stopping.signal.aborted) {
      let idle = true;
      try {
        const { Streams: streams = [] } = await call<{ Streams?: { StreamArn: string }[] }>('ListStreams', {
          TableName: source.tableName,
        });
        const streamArn = streams.at(-1)?.StreamArn;
        if (streamArn === undefined) throw new Error(`the table ${source.tableName} has no stream`);
        const { StreamDescription } = await call<{ StreamDescription: { Shards?: Shard[] } }>('DescribeStream', {
          StreamArn: streamArn,
        });
        for (const shard of StreamDescription.Shards ?? []) {
          const parent = shard.ParentShardId;
          if (parent !== undefined && iterators.has(parent) && iterators.get(parent) !== null) continue;
          const iterator = iterators.has(shard.ShardId)
            ? iterators.get(shard.ShardId)
            : await iteratorOf(streamArn, shard);
          if (!iterator) continue;
          iterators.set(shard.ShardId, iterator);
          const { Records = [], NextShardIterator } = await call<{
            Records?: StreamRecord[];
            NextShardIterator?: string;
          }>('GetRecords', {
            ShardIterator: iterator,
            Limit: Math.min(source.batchSize, 1000),
          });
          const last = Records.at(-1)?.dynamodb.SequenceNumber;
          if (last !== undefined) {
            idle = false;
            await deliver(source, streamArn, Records);
            if (stopping.signal.aborted) return;
            done[shard.ShardId] = last;
            await replaceFile(path, JSON.stringify(done));
          }
          iterators.set(shard.ShardId, NextShardIterator ?? null);
        }
        known = true;
      } catch (error) {
        if (stopping.signal.aborted) return;
        log(`stream ${source.id}: ${(error as Error).message}`);
        iterators.clear();
        await rest(firstRetryPauseMs * 10);
      }
      if (idle) await rest(idlePauseMs);
    }
  };

  const following = options.sources.map(follow);
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(following);
    },
  };
};
