import * as messages from '#shared/domain/registrations/messages.ts';
import { requireStanding, withdraw } from '#shared/domain/registrations/registration.ts';
import { brokenRule } from '#shared/platform/problem.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { loadRegistration } from '#shared/services/registrations/internal/load-registration.ts';
import { saveRegistration } from '#shared/services/registrations/internal/save-registration.ts';

/** Withdraws a registration: its owner without a reason, an officer with one. */
export const withdrawRegistration = async (context: Context, id: string, reason: string | undefined) => {
  const loaded = await loadRegistration(context, id);
  if (loaded.as === 'officer' && reason === undefined) {
    requireRules([brokenRule('/reason', 'required', messages.reasonRequired)]);
  }
  requireStanding(loaded.event.value, context.today);
  const attribution = attributionOf(context, reason);
  const after = withdraw(loaded.registration.value, attribution);
  return saveRegistration(context, loaded, after, { action: 'registration.withdraw', reason });
};
