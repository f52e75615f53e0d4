import { approve, requireStanding } from '../../domain/events/registration.ts';
import type { Context } from '../context.ts';
import { loadRegistrationAsOfficer } from './load-registration.ts';
import { saveRegistration } from './save-registration.ts';

/** Lets a registration take part. */
export const approveRegistration = async (context: Context, id: string, reason: string | undefined) => {
  const loaded = await loadRegistrationAsOfficer(context, id);
  requireStanding(loaded.event.value, context.today);
  const after = approve(loaded.registration.value, { at: context.now.toISOString(), by: context.caller.subject });
  return saveRegistration(context, loaded, after, { action: 'registration.approve', reason });
};
