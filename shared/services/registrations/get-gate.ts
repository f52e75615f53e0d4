import { keys } from '../../data/keys.ts';
import { stringOf } from '../../data/reader.ts';
import { heldDays } from '../../domain/events/eligibility.ts';
import { eventOf } from '../../domain/events/registration-views.ts';
import { loadEventAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { pagesOf } from '../spread.ts';
import { loadPassKey } from './pass-key.ts';

/**
 * What a gate needs to go without a network: the key that passes are checked with (null before the first registration), the
 * days on which the event is held, and the registrations whose passes are good no more.
 */
export const getGate = async (context: Context, id: string) => {
  const { value: event } = await loadEventAsOfficer(context, id);
  const key = await loadPassKey(context, id);
  const withdrawn: string[] = [];
  for await (const ids of pagesOf(context, keys.endedRegistration(id, '').pk, (item) => stringOf(item, 'sk')))
    withdrawn.push(...ids);
  return {
    event: eventOf(event, context.today),
    days: heldDays(event),
    key: key ? { ...key.publicKey, kid: event.id, alg: 'ES256' as const, use: 'sig' as const } : null,
    withdrawn,
  };
};
