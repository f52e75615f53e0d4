import { log } from '#shared/platform/logger.ts';
import { jobContext } from '#shared/services/kernel/job-context.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';

/** The scheduler's event, or the input of a schedule. */
type Scheduled = { id?: string; withoutEvents?: boolean };

/** The scheduled job. A failure is thrown, so that the scheduler retries and then an alarm is raised. */
export const handler = async ({ id, withoutEvents = false }: Scheduled): Promise<{ finished: number }> => {
  const finished = await finishPendingWork(jobContext('schedules', id), { withoutEvents });
  if (finished > 0) log('info', 'recurring job done', { finished });
  return { finished };
};
