import { refuse, requireStanding } from '#shared/domain/registrations/registration.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadRegistrationAsOfficer } from '#shared/services/registrations/internal/load-registration.ts';
import { saveRegistration } from '#shared/services/registrations/internal/save-registration.ts';

/** Rejects a registration; its place goes to the first on the waitlist. */
export const refuseRegistration = async (context: Context, id: string, reason: string) => {
  const loaded = await loadRegistrationAsOfficer(context, id);
  requireStanding(loaded.event.value, context.today);
  const attribution = attributionOf(context, reason);
  const after = refuse(loaded.registration.value, attribution);
  return saveRegistration(context, loaded, after, { action: 'registration.refuse', reason });
};
