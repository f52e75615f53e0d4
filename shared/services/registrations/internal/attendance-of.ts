import { daysAttended } from '#shared/data/registrations/check-in-store.ts';
import type { Registration } from '#shared/domain/registrations/registration.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadPassKey } from './pass-key.ts';

const CODE_LENGTH = 16;

/**
 * The Vietnamese days of a registration's check-ins, and the verification id of a certificate of exactly these days;
 * null without check-ins. The id depends on the event's secret, so it cannot be derived from a pass.
 */
export const attendanceOf = async (
  context: Context,
  { id, event }: Pick<Registration, 'id' | 'event'>,
): Promise<{ days: string[]; verification: string } | null> => {
  const days = await daysAttended(context.reader, event, id);
  if (days.length === 0) return null;
  const key = await loadPassKey(context, event);
  if (!key) throw new Error('a visit at an event without a key');
  const code = key
    .seal(['attendance', id, ...days].join(' '))
    .slice(0, CODE_LENGTH)
    .toUpperCase();
  return { days, verification: `${id.slice('reg_'.length)}-${code}` };
};
