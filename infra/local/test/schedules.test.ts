import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLook, isDue } from '../src/schedules.ts';
import type { LocalSchedule } from '../src/template.ts';
import { temporaryFolder } from './fixtures/system.ts';

const minute = 60_000;
const at = (text: string): number => Date.parse(text);

describe('a schedule expression', () => {
  it.each([
    { expression: 'cron(5 0 * * ? *)', zone: 'Asia/Ho_Chi_Minh', instant: '2025-06-30T17:05:00Z', due: true },
    { expression: 'cron(5 0 * * ? *)', zone: 'Asia/Ho_Chi_Minh', instant: '2025-06-30T17:06:00Z', due: false },
    { expression: 'cron(5 0 * * ? *)', zone: 'UTC', instant: '2025-06-30T17:05:00Z', due: false },
    { expression: 'cron(0/15 8-17 ? * MON-FRI *)', zone: 'UTC', instant: '2025-06-30T08:45:00Z', due: true },
    { expression: 'cron(0/15 8-17 ? * MON-FRI *)', zone: 'UTC', instant: '2025-06-29T08:45:00Z', due: false },
    { expression: 'cron(0/15 8-17 ? * MON-FRI *)', zone: 'UTC', instant: '2025-06-30T08:46:00Z', due: false },
    { expression: 'cron(0 0 1 JAN,JUL ? 2025)', zone: 'UTC', instant: '2025-07-01T00:00:00Z', due: true },
    { expression: 'cron(0 0 1 JAN,JUL ? 2024)', zone: 'UTC', instant: '2025-07-01T00:00:00Z', due: false },
    { expression: 'rate(5 minutes)', zone: 'UTC', instant: '2025-07-01T00:10:00Z', due: true },
    { expression: 'rate(5 minutes)', zone: 'UTC', instant: '2025-07-01T00:11:00Z', due: false },
    { expression: 'at(2025-07-01T00:00:00)', zone: 'Asia/Ho_Chi_Minh', instant: '2025-06-30T17:00:00Z', due: true },
  ])('$expression in $zone is due at $instant: $due', ({ expression, zone, instant, due }) => {
    expect(isDue(expression, zone, at(instant))).toBe(due);
  });

  it.each(['cron(0 0 L * ? *)', 'cron(0 0 * *)', 'every day'])('%s is refused rather than never run', (expression) => {
    expect(() => isDue(expression, 'UTC', at('2025-07-01T00:00:00Z'))).toThrow();
  });
});

describe('schedules', () => {
  const daily: LocalSchedule = {
    name: 'Daily',
    expression: 'cron(5 0 * * ? *)',
    timeZone: 'Asia/Ho_Chi_Minh',
    functionArn: 'arn:daily',
    maximumRetries: 2,
  };

  const runSchedules = async (dataDir: string, now: string, failures = 0, signal = new AbortController().signal) => {
    const events: { time: string }[] = [];
    const lines: string[] = [];
    let left = failures;
    const look = await createLook(
      {
        schedules: [daily],
        runtime: {
          invoke: async (_, event) => {
            if (left-- > 0) throw new Error('asked to fail');
            events.push(JSON.parse(event));
            return { json: 'null' };
          },
        },
        dataDir,
        log: (line) => lines.push(line),
        now: () => at(now),
      },
      signal,
    );
    await look().catch(() => undefined);
    return { times: events.map(({ time }) => time), lines };
  };

  it('run nothing on a first start, and once what was missed since', async () => {
    const folder = await temporaryFolder();
    expect((await runSchedules(folder.path, '2025-06-30T16:00:00Z')).times).toEqual([]);
    expect((await runSchedules(folder.path, '2025-06-30T17:00:00Z')).times).toEqual([]);
    expect((await runSchedules(folder.path, '2025-07-03T02:00:00Z')).times).toEqual(['2025-07-02T17:05:00Z']);
    expect((await runSchedules(folder.path, '2025-07-03T03:00:00Z')).times).toEqual([]);
    await folder.remove();
  });

  it('run again when they were stopped before they succeeded', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder.path, 'schedules.json'), JSON.stringify({ lookedAt: at('2025-06-30T17:04:00Z') }));
    const stopped = await runSchedules(folder.path, '2025-06-30T17:05:00Z', 0, AbortSignal.abort());
    expect(stopped.times).toEqual([]);
    expect((await runSchedules(folder.path, '2025-06-30T17:06:00Z')).times).toEqual(['2025-06-30T17:05:00Z']);
    await folder.remove();
  });

  it('are tried again as often as the template says', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder.path, 'schedules.json'), JSON.stringify({ lookedAt: at('2025-06-30T17:04:00Z') }));
    const run = await runSchedules(folder.path, '2025-06-30T17:05:30Z', 2);
    expect(run.times).toEqual(['2025-06-30T17:05:00Z']);
    expect(run.lines).toHaveLength(2);
    const state = JSON.parse(await readFile(join(folder.path, 'schedules.json'), 'utf8'));
    expect(state.lookedAt % minute).toBe(0);
    await folder.remove();
  });
});
