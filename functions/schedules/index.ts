import { log } from '#shared/platform/logger.ts';
import { jobContext } from '#shared/services/kernel/job-context.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';

/** The scheduler's event, or what a schedule says in its place. */
type Scheduled = { id?: string; withoutEvents?: boolean };

/** The recurring job. What it fails at is thrown, so that the scheduler tries again and then alarms. */
export const handler = async ({ id, withoutEvents = false }: Scheduled): Promise<{ finished: number }> => {
  const finished = await finishPendingWork(jobContext('schedules', id), { withoutEvents });
  if (finished > 0) log('info', 'recurring job done', { finished });
  return { finished };
};
