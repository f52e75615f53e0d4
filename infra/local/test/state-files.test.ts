import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { claimDataDir } from '../src/data-dir.ts';
import { openDeliveries } from '../src/deliveries.ts';
import { loadSigningKey } from '../src/identity.ts';
import { run } from '../src/run.ts';
import { createLook } from '../src/schedules.ts';
import type { LocalSchedule } from '../src/template.ts';
import { assembly, temporaryFolder } from './fixtures/system.ts';

const folders: { remove: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

const newFolder = async (): Promise<string> => {
  const folder = await temporaryFolder();
  folders.push(folder);
  return folder.path;
};

const UNREADABLE = [
  { what: 'an empty file', text: '' },
  { what: 'half a text', text: '{"lookedAt": 17' },
  { what: 'bytes that are no text', text: Buffer.from([0, 255, 254, 128]) },
  { what: 'null', text: 'null' },
  { what: 'a list', text: '[1]' },
  { what: 'fields of the wrong type', text: '{"lookedAt":"x","port":"x","shard-1":7,"id":7,"pid":"x","kid":1}' },
  { what: 'a number out of range', text: '{"lookedAt":1e300,"port":70000,"shard-1":{},"pid":-1}' },
];

const STATE_FILES = ['object-store.json', 'schedules.json', 'streams/Watching.json', 'events/1-1-a.json'];

const startOn = async (dataDir: string) => {
  const lines: string[] = [];
  const running = await run(
    { port: 0, dataDir },
    { synthesize: async () => ({ outDir: assembly }) },
    (line) => lines.push(line),
    new AbortController().signal,
  );
  return { ...running, lines };
};

const write = async (path: string, text: string | Buffer): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
};

describe('a start on a data folder with unreadable state files', () => {
  it.each(UNREADABLE)('sets each aside, says so in one line and is ready: $what', async ({ text }) => {
    const dataDir = await newFolder();
    const first = await startOn(dataDir);
    await first.stop();
    const streams = await readdir(join(dataDir, 'streams')).catch(() => []);
    const files = [...STATE_FILES.slice(0, 2), ...streams.map((name) => `streams/${name}`), 'events/1-1-a.json'];
    for (const file of files) await write(join(dataDir, file), text);

    const second = await startOn(dataDir);
    try {
      expect((await fetch(`${second.url}/echo/1`)).status).toBe(200);
      for (const file of files) {
        const torn = (await readdir(join(dataDir, dirname(file)))).filter((name) =>
          name.startsWith(`${file.split('/').at(-1)}.torn-`),
        );
        expect([file, torn.length]).toEqual([file, 1]);
        expect(await readFile(join(dataDir, dirname(file), torn[0] ?? ''))).toEqual(Buffer.from(text));
        const printed = second.lines.filter((line) => line.includes(join(dataDir, file)));
        expect([file, printed]).toEqual([
          file,
          [expect.stringMatching(/^.* cannot be read and is kept as .*\.torn-\S+: .*$/)],
        ]);
      }
    } finally {
      await second.stop();
    }
    const third = await startOn(dataDir);
    expect(third.lines.filter((line) => line.includes('.torn-'))).toEqual([]);
    await third.stop();
    expect((await readdir(join(dataDir, 'events'))).filter((name) => name.includes('.torn-'))).toHaveLength(1);
  });
});

describe('an unreadable signing key', () => {
  it.each(UNREADABLE)(
    'is one line that says what to do, since no token can be checked without it: $what',
    async ({ text }) => {
      const dataDir = await newFolder();
      const path = join(dataDir, 'identity', 'signing-key.json');
      await write(path, text);
      await expect(loadSigningKey(dataDir)).rejects.toThrow(
        expect.objectContaining({ message: expect.stringMatching(/signing-key\.json .*remove it.*\.$/) }),
      );
      expect(existsSync(path)).toBe(true);
      await expect(startOn(dataDir)).rejects.toThrow(/signing-key\.json/);
    },
  );
});

describe('an unreadable claim on the data folder', () => {
  it.each(UNREADABLE)('is nobody’s and is taken over: $what', async ({ text }) => {
    const dataDir = await newFolder();
    await write(join(dataDir, 'start.lock'), text);
    const claim = await claimDataDir(dataDir);
    expect(JSON.parse(await readFile(join(dataDir, 'start.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    await claim.release();
  });
});

describe('accepted events beside a damaged one', () => {
  it('are handed over all the same', async () => {
    const dataDir = await newFolder();
    await write(join(dataDir, 'events', '1-1-a.json'), '{"id":');
    await write(
      join(dataDir, 'events', '2-1-b.json'),
      JSON.stringify({ id: 'b', time: 't', source: 'aws.s3', detail: { object: { key: 'uploads/b' } } }),
    );
    const handed: string[] = [];
    let complete = (): void => undefined;
    const done = new Promise<void>((resolve) => {
      complete = resolve;
    });
    const deliveries = await openDeliveries({
      rules: [{ name: 'Arrived', functionArn: 'arn:taken', pattern: { source: ['aws.s3'] }, maximumRetries: 0 }],
      buckets: [],
      dataDir,
      log: () => undefined,
    });
    deliveries.start({
      invoke: async (_, event) => {
        handed.push((JSON.parse(event) as { id: string }).id);
        complete();
        return { json: 'null' };
      },
    });
    await done;
    await deliveries.stop();
    expect(handed).toEqual(['b']);
  });
});

describe('schedules', () => {
  const daily: LocalSchedule = {
    name: 'Daily',
    expression: 'cron(5 0 * * ? *)',
    timeZone: 'Asia/Ho_Chi_Minh',
    functionArn: 'arn:daily',
    maximumRetries: 0,
  };

  const looking = async (dataDir: string, clock: { now: string }) => {
    const times: string[] = [];
    const look = await createLook(
      {
        schedules: [daily],
        runtime: {
          invoke: async (_, event) => {
            times.push((JSON.parse(event) as { time: string }).time);
            return { json: 'null' };
          },
        },
        dataDir,
        log: () => undefined,
        now: () => Date.parse(clock.now),
      },
      new AbortController().signal,
    );
    return { look, times };
  };

  it('run each once that fell due lately when the file is unreadable: a run too many does no harm', async () => {
    const dataDir = await newFolder();
    await write(join(dataDir, 'schedules.json'), '{"look');
    const { look, times } = await looking(dataDir, { now: '2025-07-03T02:00:00Z' });
    await look();
    await look();
    expect(times).toEqual(['2025-07-02T17:05:00Z']);
  });

  it('go on after the clock was set back from a later year', async () => {
    const dataDir = await newFolder();
    const clock = { now: '2031-01-01T00:00:00Z' };
    const { look, times } = await looking(dataDir, clock);
    await look();
    clock.now = '2025-06-30T17:04:00Z';
    await look();
    clock.now = '2025-06-30T17:05:00Z';
    await look();
    expect(times).toEqual(['2025-06-30T17:05:00Z']);
    const again = await looking(dataDir, { now: '2025-07-01T17:05:00Z' });
    await again.look();
    expect(again.times).toEqual(['2025-07-01T17:05:00Z']);
  });

  it('go on with the next start after the clock was set back in between', async () => {
    const dataDir = await newFolder();
    await write(join(dataDir, 'schedules.json'), JSON.stringify({ lookedAt: Date.parse('2031-01-01T00:00:00Z') }));
    const clock = { now: '2025-06-30T17:04:00Z' };
    const { look, times } = await looking(dataDir, clock);
    await look();
    clock.now = '2025-06-30T17:05:00Z';
    await look();
    expect(times).toEqual(['2025-06-30T17:05:00Z']);
  });
});
