import { daysAttended } from '#shared/data/registrations/check-in-store.ts';
import type { Registration } from '#shared/domain/registrations/registration.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadPassKey } from './pass-key.ts';

const CODE_LENGTH = 16;

/**
 * The Vietnamese days on which a registration came, and what a certificate of exactly these days is known by; null where it
 * never came. Only who holds the event's secret can tell the id, so it is not to be had from a pass.
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
