import { createReader } from '../../shared/data/reader.ts';
import { createWriter } from '../../shared/data/writer.ts';
import { tableSettings } from '../../shared/platform/env.ts';
import { log } from '../../shared/platform/logger.ts';
import { vietnamDay } from '../../shared/platform/vietnam-day.ts';
import type { Context } from '../../shared/services/context.ts';
import { finishUnfinished } from '../../shared/services/unfinished/finish-unfinished.ts';

/** The recurring job. What it fails at is thrown, so that the scheduler tries again and then alarms. */
export const handler = async (event: { id?: string }): Promise<{ finished: number }> => {
  const settings = tableSettings();
  const now = new Date();
  const context: Context = {
    now,
    today: vietnamDay(now),
    reader: createReader(settings),
    writer: createWriter(settings),
    caller: { subject: 'system:schedules', groups: [] },
    requestId: event.id ?? `schedule-${now.toISOString()}`,
    expected: undefined,
    idempotency: undefined,
  };
  const finished = await finishUnfinished(context);
  log('info', 'recurring job done', { finished });
  return { finished };
};
