import { type RegistrationView, registrationView } from '#shared/domain/registrations/registration-views.ts';
import { waitingPlaceAtMost } from '#shared/domain/registrations/waitlist.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { attendanceOf } from '#shared/services/registrations/internal/attendance-of.ts';
import { loadRegistration } from '#shared/services/registrations/internal/load-registration.ts';

/**
 * A registration, for its owner and the officers of the event. `waitingPlace` is an upper bound, because it is computed
 * without reading the waiting registrations. `attendance` is for officers, who compare a certificate with it.
 */
export const getRegistration = async (
  context: Context,
  id: string,
): Promise<
  RegistrationView & {
    waitingPlace: number | null;
    attendance: { days: string[]; verification: string } | null;
  }
> => {
  const { registration, event, waitlist, as } = await loadRegistration(context, id);
  const view = registrationView(registration.value, waitlist, event.value, context.today);
  return {
    ...view,
    waitingPlace: view.status === 'waiting' ? waitingPlaceAtMost(waitlist, view.ticket) : null,
    attendance: as === 'officer' ? await attendanceOf(context, registration.value) : null,
  };
};
