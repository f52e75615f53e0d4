import { approve, requireStanding } from '#shared/domain/registrations/registration.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadRegistrationAsOfficer } from '#shared/services/registrations/internal/load-registration.ts';
import { saveRegistration } from '#shared/services/registrations/internal/save-registration.ts';

/** Approves a registration. */
export const approveRegistration = async (context: Context, id: string, reason: string | undefined) => {
  const loaded = await loadRegistrationAsOfficer(context, id);
  requireStanding(loaded.event.value, context.today);
  const after = approve(loaded.registration.value, attributionOf(context));
  return saveRegistration(context, loaded, after, { action: 'registration.approve', reason });
};
