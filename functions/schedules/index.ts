import { log } from '../../shared/platform/logger.ts';
import { finishUnfinished } from '../../shared/services/unfinished/finish-unfinished.ts';
import { jobContext } from '../job-context.ts';

/** The recurring job. What it fails at is thrown, so that the scheduler tries again and then alarms. */
export const handler = async (event: { id?: string }): Promise<{ finished: number }> => {
  const finished = await finishUnfinished(jobContext('schedules', event.id));
  log('info', 'recurring job done', { finished });
  return { finished };
};
