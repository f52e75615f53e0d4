import { productKind } from '#shared/data/products/product-store.ts';
import { readEventRegistrations } from '#shared/data/registrations/registration-store.ts';
import { loadWaitlist } from '#shared/data/registrations/waitlist-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { Event } from '#shared/domain/events/event.ts';
import { certificateOn } from '#shared/domain/recognition/star.ts';
import { productFaults } from '#shared/domain/registrations/eligibility.ts';
import { registrationRowView } from '#shared/domain/registrations/registration-views.ts';
import { isAdmitted } from '#shared/domain/registrations/waitlist.ts';
import { loadEventAsOfficer } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** The position of a walk: the sort key to continue after, and the number of waiting registrations so far. */
export type RegistrationPosition = { after: string; waiting: number };

/** Whether a product is eligible today, and its star of today. */
const eligibilityOf = async (context: Context, event: Event, product: string) => {
  const stored = await loadDocument(context.reader, productKind, product, { consistent: false });
  if (!stored || !event.registration) return null;
  const reasons = productFaults(event, event.registration, stored.value).map(({ code }) => code);
  const stars = certificateOn(stored.value.certificates, context.today)?.stars ?? null;
  return { eligible: reasons.length === 0, stars, refusals: reasons };
};

/**
 * The registrations of an event in the order of their queue numbers, for its officers: each as it stands today, its place among
 * those that wait, and whether its product would still be admitted. A page is short where queue numbers got no registration.
 */
export const listEventRegistrations = async (
  context: Context,
  id: string,
  page: { limit: number; from?: RegistrationPosition | undefined },
) => {
  const { value: event } = await loadEventAsOfficer(context, id);
  const waitlist = await loadWaitlist(context.reader, id);
  if (!waitlist) return { items: [] };
  // The rows come after the waitlist: a place that is given back in between is shown empty, and never twice.
  const walk = { limit: page.limit, after: page.from?.after };
  const { items: rows, next } = await readEventRegistrations(context.reader, id, walk);
  const eligibility = await Promise.all(
    rows.map(({ product }) => (product ? eligibilityOf(context, event, product.id) : null)),
  );
  let waiting = page.from?.waiting ?? 0;
  return {
    items: rows.map((row, index) => {
      const view = registrationRowView(row, waitlist);
      const waits = view.status === 'waiting' && !isAdmitted(waitlist, row.ticket);
      if (waits) waiting += 1;
      return { ...view, waitingPlace: waits ? waiting : null, eligibility: eligibility[index] ?? null };
    }),
    ...(next === undefined ? {} : { next: { after: next, waiting } }),
  };
};
