import { createFiles } from '../../shared/data/files.ts';
import { createReader } from '../../shared/data/reader.ts';
import { createWriter } from '../../shared/data/writer.ts';
import { mediaUrl, tableSettings } from '../../shared/platform/env.ts';
import { log } from '../../shared/platform/logger.ts';
import { systemContext } from '../../shared/services/context.ts';
import { finishUnfinished } from '../../shared/services/unfinished/finish-unfinished.ts';

/** The recurring job. What it fails at is thrown, so that the scheduler tries again and then alarms. */
export const handler = async (event: { id?: string }): Promise<{ finished: number }> => {
  const settings = tableSettings();
  const now = new Date();
  const context = systemContext({
    now,
    reader: createReader(settings),
    writer: createWriter(settings),
    files: createFiles(),
    mediaUrl: mediaUrl(),
    caller: { subject: 'system:schedules', groups: [] },
    requestId: event.id ?? `schedule-${now.toISOString()}`,
  });
  const finished = await finishUnfinished(context);
  log('info', 'recurring job done', { finished });
  return { finished };
};
