import { endedRegistrations } from '#shared/data/registrations/registration-store.ts';
import { heldDays } from '#shared/domain/registrations/eligibility.ts';
import { eventOf } from '#shared/domain/registrations/registration-views.ts';
import { loadEventAsOfficer } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadPassKey } from '#shared/services/registrations/internal/pass-key.ts';

/**
 * The data for an offline gate: the public key of the passes (null before the first registration), the days of the
 * event, and the registrations whose passes are not valid: all of them, and separately those whose product or producer
 * is hidden at the moment.
 */
export const getGate = async (context: Context, id: string) => {
  const { value: event } = await loadEventAsOfficer(context, id);
  const key = await loadPassKey(context, id);
  const ended = await endedRegistrations(context.reader, id);
  return {
    event: eventOf(event, context.today),
    days: heldDays(event),
    key: key ? { ...key.publicKey, kid: event.id, alg: 'ES256' as const, use: 'sig' as const } : null,
    withdrawn: ended.map((one) => one.id),
    barred: ended.filter(({ barred }) => barred).map((one) => one.id),
  };
};
