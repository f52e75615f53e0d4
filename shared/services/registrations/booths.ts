import { boothHolder } from '#shared/data/registrations/registration-store.ts';
import { unchanged } from '#shared/data/table/document.ts';
import * as messages from '#shared/domain/registrations/messages.ts';
import { requireStanding, withBooth, withoutBooth } from '#shared/domain/registrations/registration.ts';
import { notFound, Problem } from '#shared/platform/problem.ts';
import { loadEventAsOfficer } from '#shared/services/access/office.ts';
import { ConcurrentWriteError } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadRegistrationAsOfficer } from '#shared/services/registrations/internal/load-registration.ts';
import { saveRegistration } from '#shared/services/registrations/internal/save-registration.ts';

/** Assigns a booth of the plan to a registration that is admitted. A booth has one holder, a registration one booth: 409. */
export const assignBooth = async (context: Context, target: { event: string; booth: string }, registration: string) => {
  const stored = await loadEventAsOfficer(context, target.event);
  const event = stored.value;
  if (!event.booths.some(({ id }) => id === target.booth)) throw notFound();
  const loaded = await loadRegistrationAsOfficer(context, registration);
  if (loaded.registration.value.event !== event.id) throw notFound();
  requireStanding(event, context.today);
  const assigned = { event: event.id, booth: target.booth, registration };
  const holder = await boothHolder(context.reader, event.id, target.booth);
  const after = withBooth(loaded.registration.value, loaded.waitlist, target.booth, context.now.toISOString());
  if (holder === registration) return assigned;
  if (holder !== undefined) {
    throw new Problem('already_exists', messages.boothTaken);
  }
  // The plan must still contain the booth when it is assigned.
  const also = [unchanged(stored)];
  await saveRegistration(context, loaded, after, { action: 'registration.give-booth', changed: ['booth'], also });
  return assigned;
};

/** Releases a booth; 404 where it is free. */
export const releaseBooth = async (context: Context, target: { event: string; booth: string }): Promise<null> => {
  const { value: event } = await loadEventAsOfficer(context, target.event);
  const holder = await boothHolder(context.reader, event.id, target.booth);
  if (holder === undefined) throw notFound();
  const loaded = await loadRegistrationAsOfficer(context, holder);
  requireStanding(event, context.today);
  if (loaded.registration.value.booth !== target.booth)
    throw new ConcurrentWriteError('the booth changed hands meanwhile');
  const after = withoutBooth(loaded.registration.value, context.now.toISOString());
  await saveRegistration(context, loaded, after, { action: 'registration.take-booth', changed: ['booth'] });
  return null;
};
