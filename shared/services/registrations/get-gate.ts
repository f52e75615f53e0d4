import { keys } from '../../data/keys.ts';
import { stringOf } from '../../data/reader.ts';
import { BARRED } from '../../data/registration-kind.ts';
import { heldDays } from '../../domain/events/eligibility.ts';
import { eventOf } from '../../domain/events/registration-views.ts';
import { loadEventAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { pagesOf } from '../spread.ts';
import { loadPassKey } from './pass-key.ts';

/**
 * What a gate needs to go without a network: the key that passes are checked with (null before the first registration), the
 * days on which the event is held, and the registrations whose passes are not good: all of them, and those among them whose
 * product or producer may not take part at the moment.
 */
export const getGate = async (context: Context, id: string) => {
  const { value: event } = await loadEventAsOfficer(context, id);
  const key = await loadPassKey(context, id);
  const ended: { id: string; barred: boolean }[] = [];
  const rows = pagesOf(context, keys.endedRegistration(id, '').pk, (item) => ({
    id: stringOf(item, 'sk'),
    barred: stringOf(item, 'card') === BARRED,
  }));
  for await (const page of rows) ended.push(...page);
  return {
    event: eventOf(event, context.today),
    days: heldDays(event),
    key: key ? { ...key.publicKey, kid: event.id, alg: 'ES256' as const, use: 'sig' as const } : null,
    withdrawn: ended.map((one) => one.id),
    barred: ended.filter(({ barred }) => barred).map((one) => one.id),
  };
};
