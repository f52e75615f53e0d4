import { describe, expect, it } from 'vitest';
import { clampedInstants, isBeyondClock } from '#shared/domain/client-clock.ts';

const NOW = new Date('2026-11-23T09:00:00.000Z');
const clamped = (...sent: string[]): string[] => [...clampedInstants(sent, NOW).values()].sort();

describe('instants of a phone', () => {
  it('up to five minutes ahead are within what a fast clock explains, and not a millisecond more', () => {
    for (const instant of ['2026-11-23T09:00:00.001Z', '2026-11-23T09:00:01.000Z', '2026-11-23T09:05:00.000Z'])
      expect(isBeyondClock(instant, NOW), instant).toBe(false);
    for (const instant of ['2026-11-23T09:05:00.001Z', '2026-11-24T09:00:00.000Z'])
      expect(isBeyondClock(instant, NOW), instant).toBe(true);
  });

  it('that are ahead become now, earlier ones stay as they are', () => {
    expect(clamped('2026-11-23T09:03:00.000Z')).toEqual([NOW.toISOString()]);
    expect(clamped('2026-11-23T08:59:00.000Z', '2026-11-23T09:04:00.000Z')).toEqual([
      '2026-11-23T08:59:00.000Z',
      NOW.toISOString(),
    ]);
  });

  it('of one request keep their order when several are ahead', () => {
    const sent = ['2026-11-23T09:02:00.000Z', '2026-11-23T09:00:02.000Z', '2026-11-23T08:00:00.000Z'];
    const instants = clampedInstants([...sent, '2026-11-23T09:01:00.000Z'], NOW);
    expect(sent.map((one) => instants.get(one))).toEqual([
      '2026-11-23T09:00:00.000Z',
      '2026-11-23T08:59:59.998Z',
      '2026-11-23T08:00:00.000Z',
    ]);
  });

  it('that are ahead do not move before one that is not', () => {
    expect(clamped('2026-11-23T09:00:00.000Z', '2026-11-23T09:01:00.000Z', '2026-11-23T09:02:00.000Z')).toEqual([
      NOW.toISOString(),
      NOW.toISOString(),
      NOW.toISOString(),
    ]);
  });

  it('that no fast clock explains stay as they are and move no other', () => {
    const instants = clampedInstants(['2026-11-23T10:00:00.000Z', '2026-11-23T09:00:00.000Z'], NOW);
    expect(instants.get('2026-11-23T10:00:00.000Z')).toBe('2026-11-23T10:00:00.000Z');
    expect(instants.get('2026-11-23T09:00:00.000Z')).toBe(NOW.toISOString());
  });
});
