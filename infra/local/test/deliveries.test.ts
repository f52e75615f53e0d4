import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Deliveries, openDeliveries } from '../src/deliveries.ts';
import type { LocalRule } from '../src/template-objects.ts';
import { temporaryFolder } from './fixtures/system.ts';

type BusEvent = { id: string; time: string; detail: { bucket: { name: string }; object: { key: string } } };

const rule: LocalRule = {
  name: 'Arrived',
  pattern: {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: ['uploads'] }, object: { key: [{ prefix: 'uploads/' }] } },
  },
  functionArn: 'arn:taken',
  maximumRetries: 2,
  deadLetterQueue: 'Poison',
};
const buckets = [
  { name: 'uploads', cors: [], emitsEvents: true },
  { name: 'media', cors: [], emitsEvents: false },
];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let lines: string[];
const opened: Deliveries[] = [];

beforeEach(async () => {
  folder = await temporaryFolder();
  lines = [];
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.stop()));
  await folder.remove();
});

const open = async (rules = [rule]): Promise<Deliveries> => {
  const deliveries = await openDeliveries({
    rules,
    buckets,
    dataDir: folder.path,
    log: (line) => lines.push(line),
    retryPauseMs: 1,
  });
  opened.push(deliveries);
  return deliveries;
};

const created = (key: string, bucket = 'uploads') => ({ bucket, key, size: 3, etag: 'e', sequencer: '01' });
const pending = (): Promise<string[]> => readdir(join(folder.path, 'events'));

/** A function whose every call waits until it is told how to end. */
const createFunction = () => {
  const calls: { key: string; succeed: () => void; fail: () => void }[] = [];
  const waiting: { count: number; done: () => void }[] = [];
  const invoke = async (_: string, event: string): Promise<{ json: string }> => {
    const { key } = (JSON.parse(event) as BusEvent).detail.object;
    return new Promise((succeed, fail) => {
      calls.push({ key, succeed: () => succeed({ json: 'null' }), fail: () => fail(new Error('asked to fail')) });
      for (const each of waiting) if (calls.length >= each.count) each.done();
    });
  };
  return {
    invoke,
    calls,
    keys: () => calls.map(({ key }) => key),
    /** Until the function has been called so often. */
    called: (count: number): Promise<void> =>
      new Promise((done) => {
        if (calls.length >= count) done();
        else waiting.push({ count, done });
      }),
  };
};

const untilNothingIsPending = async (): Promise<void> => {
  while ((await pending()).length > 0);
};

describe('an object that a bucket tells of', () => {
  it('is handed over as EventBridge does it', async () => {
    const events: BusEvent[] = [];
    const deliveries = await open();
    deliveries.start({
      invoke: async (functionArn, event) => {
        expect(functionArn).toBe('arn:taken');
        events.push(JSON.parse(event));
        return { json: 'null' };
      },
    });
    await deliveries.accept(created('uploads/é b'));
    await untilNothingIsPending();
    expect(events).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        'detail-type': 'Object Created',
        source: 'aws.s3',
        account: '000000000000',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        region: 'ap-southeast-1',
        resources: ['arn:aws:s3:::uploads'],
        detail: {
          version: '0',
          bucket: { name: 'uploads' },
          object: { key: 'uploads/é b', size: 3, etag: 'e', sequencer: '01' },
        },
      },
    ]);
  });

  it.each([
    { what: 'a bucket that tells of nothing', object: created('uploads/a', 'media') },
    { what: 'a key that no rule is about', object: created('elsewhere/a') },
  ])('concerns nobody when it is of $what', async ({ object }) => {
    const called = createFunction();
    const deliveries = await open();
    deliveries.start(called);
    await deliveries.accept(object);
    expect([await pending(), called.keys()]).toEqual([[], []]);
  });

  it('is kept from the moment it is accepted until the function has succeeded', async () => {
    const called = createFunction();
    const deliveries = await open();
    deliveries.start(called);
    await deliveries.accept(created('uploads/a'));
    expect(await pending()).toHaveLength(1);
    await called.called(1);
    expect(await pending()).toHaveLength(1);
    called.calls[0]?.succeed();
    await untilNothingIsPending();
    expect(called.keys()).toEqual(['uploads/a']);
  });

  it('waits its turn: four at once, the others in the order in which they came', async () => {
    const called = createFunction();
    const deliveries = await open();
    deliveries.start(called);
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `uploads/${name}`);
    for (const key of keys) await deliveries.accept(created(key));
    await called.called(4);
    expect(called.keys()).toEqual(keys.slice(0, 4));
    called.calls[2]?.succeed();
    await called.called(5);
    expect(called.keys()).toEqual(keys.slice(0, 5));
    for (let done = 0; done < keys.length; done++) {
      await called.called(done + 1);
      called.calls[done]?.succeed();
    }
    await untilNothingIsPending();
    expect(called.keys()).toEqual(keys);
  });

  it('comes again when the function failed', async () => {
    const called = createFunction();
    const deliveries = await open();
    deliveries.start(called);
    await deliveries.accept(created('uploads/a'));
    await called.called(1);
    called.calls[0]?.fail();
    await called.called(2);
    called.calls[1]?.succeed();
    await untilNothingIsPending();
    expect(called.keys()).toEqual(['uploads/a', 'uploads/a']);
    expect(lines).toEqual(['event rule Arrived, attempt 1: asked to fail']);
  });

  it('ends among the dead letters after as many retries as the template says', async () => {
    const deliveries = await open();
    let calls = 0;
    deliveries.start({
      invoke: async () => {
        calls += 1;
        throw new Error('poison');
      },
    });
    await deliveries.accept(created('uploads/a'));
    await untilNothingIsPending();
    expect(calls).toBe(3);
    const queue = join(folder.path, 'dead-letters', 'Poison');
    const [file = ''] = await readdir(queue);
    expect(JSON.parse(await readFile(join(queue, file), 'utf8'))).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { detail: { object: { key: 'uploads/a' } } },
      responsePayload: { errorMessage: 'poison' },
    });
    expect(lines.at(-1)).toContain(join(queue, file));
  });

  it('is told in the log when it has no dead-letter queue', async () => {
    const { deadLetterQueue: _, ...without } = rule;
    const deliveries = await open([without]);
    deliveries.start({ invoke: () => Promise.reject(new Error('poison')) });
    await deliveries.accept(created('uploads/a'));
    await untilNothingIsPending();
    expect(lines.at(-1)).toContain('"key":"uploads/a"');
  });
});

describe('a start', () => {
  it('hands over what an earlier one was killed with, in the order in which it came', async () => {
    const hanging = createFunction();
    const first = await open();
    first.start(hanging);
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `uploads/${name}`);
    for (const key of keys) await first.accept(created(key));
    await hanging.called(4);

    const called = createFunction();
    const second = await open();
    await second.accept(created('uploads/g'));
    second.start(called);
    for (let done = 0; done <= keys.length; done++) {
      await called.called(done + 1);
      called.calls[done]?.succeed();
    }
    await untilNothingIsPending();
    expect(called.keys()).toEqual([...keys, 'uploads/g']);
    const stopped = first.stop();
    for (const { succeed } of hanging.calls) succeed();
    await stopped;
  });

  it('drops what a killed write left half', async () => {
    await mkdir(join(folder.path, 'events'), { recursive: true });
    await writeFile(join(folder.path, 'events', '1-1-x.json.5f0c'), '{"id":');
    await open();
    expect(await pending()).toEqual([]);
  });

  it('waits when it is stopped for what is under way, and hands over nothing more', async () => {
    const called = createFunction();
    const deliveries = await open();
    deliveries.start(called);
    for (const name of ['a', 'b', 'c', 'd', 'e']) await deliveries.accept(created(`uploads/${name}`));
    await called.called(4);
    const stopped = deliveries.stop();
    called.calls[0]?.fail();
    for (const { succeed } of called.calls.slice(1)) succeed();
    await stopped;
    const left = await Promise.all(
      (await pending()).map(async (name) => JSON.parse(await readFile(join(folder.path, 'events', name), 'utf8'))),
    );
    expect(left.map(({ detail }: BusEvent) => detail.object.key).sort()).toEqual(['uploads/a', 'uploads/e']);
    expect(called.calls).toHaveLength(4);
    expect(lines).toEqual([]);
  });
});
