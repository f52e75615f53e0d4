import { registrationActions } from '#shared/data/registrations/registration-store.ts';
import { releaseActions } from '#shared/data/registrations/waitlist-store.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { isLive, type Registration } from '#shared/domain/registrations/registration.ts';
import { type RegistrationView, registrationView } from '#shared/domain/registrations/registration-views.ts';
import { type AuditEvent, auditEventOf, commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import type { Loaded } from './load-registration.ts';

/**
 * Writes a decided change of a registration. One that ends gives its queue number back: in the same transaction the next one that
 * waits comes in.
 */
export const saveRegistration = async (
  context: Context,
  { registration, event, waitlist }: Loaded,
  after: Registration,
  details: Omit<AuditEvent, 'subject' | 'from' | 'to'> & { also?: Action[] },
): Promise<RegistrationView> => {
  const before = registration.value;
  const released =
    isLive(before) && !isLive(after) ? await releaseActions(context.reader, before.event, waitlist, before.ticket) : [];
  return commit(
    context,
    {
      saves: [],
      also: [...registrationActions(registration, after), ...released, ...(details.also ?? [])],
      auditEvents: [auditEventOf(registration, after, details)],
    },
    registrationView(after, waitlist, event.value, context.today),
  );
};
