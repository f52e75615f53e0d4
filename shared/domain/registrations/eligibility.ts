// The organiser's rules for products, checked for every day of the event, because a certificate can expire during it.

import { type Event, type Registration as Rules, statusOn } from '#shared/domain/events/event.ts';
import { type CertificateSnapshot, type Product, provinceInCharge } from '#shared/domain/products/product.ts';
import { certificateOn } from '#shared/domain/recognition/star.ts';
import { groupOf } from '#shared/domain/taxonomy/groups.ts';
import { brokenRule, type Fault, type Text } from '#shared/platform/problem.ts';
import { addDays, type Day, daysBetween } from '#shared/platform/vietnam-day.ts';
import * as messages from './messages.ts';

/** The days on which an event is held: from the first to the last, without closed days. */
export const heldDays = ({
  startDate,
  endDate,
  closedDates,
}: Pick<Event, 'startDate' | 'endDate' | 'closedDates'>): Day[] =>
  Array.from({ length: Math.max(0, daysBetween(startDate, endDate) + 1) }, (_, index) =>
    addDays(startDate, index),
  ).filter((day) => !closedDates.includes(day));

/** The certificate that will decide on a day, as known now; a certificate issued later does not affect earlier days. */
const expectedOn = (certificates: readonly CertificateSnapshot[], day: Day): CertificateSnapshot | null =>
  certificateOn(
    certificates.filter(({ issuedOn }) => issuedOn <= day),
    day,
  );

const starFaults = (event: Event, minStars: number, product: Product): Fault[] => {
  const days = heldDays(event).map((day) => ({ day, stars: expectedOn(product.certificates, day)?.stars ?? 0 }));
  if (days.every(({ stars }) => stars === 0)) {
    return [brokenRule('/product', 'star_missing', messages.starMissing)];
  }
  const without = days.find(({ stars }) => stars === 0);
  const low = days.find(({ stars }) => stars > 0 && stars < minStars);
  return [
    ...(without ? [brokenRule('/product', 'certificate_lapses', messages.certificateLapses(without.day))] : []),
    ...(low ? [brokenRule('/product', 'stars_too_few', messages.starsTooFew(minStars))] : []),
  ];
};

/**
 * All reasons against the participation of a product, as known today. The star is checked for every day on which the
 * event is held.
 */
export const productFaults = (event: Event, rules: Rules, product: Product): Fault[] => {
  const content = product.face?.content ?? product.content;
  const faults: Fault[] = [];
  if (product.status !== 'published' || product.face === null) {
    faults.push(brokenRule('/product', 'product_not_public', messages.productNotPublic));
  }
  if (!product.producer.visible) {
    faults.push(brokenRule('/product', 'producer_not_verified', messages.producerNotVerified));
  }
  if (rules.minStars !== null) faults.push(...starFaults(event, rules.minStars, product));
  if (rules.groups !== null && !rules.groups.includes(groupOf(content.criteriaSet))) {
    faults.push(brokenRule('/product', 'group_not_admitted', messages.groupNotAdmitted));
  }
  if (rules.provinces !== null && !rules.provinces.includes(provinceInCharge(product))) {
    faults.push(brokenRule('/product', 'province_not_admitted', messages.provinceNotAdmitted));
  }
  return faults;
};

/** All reasons why an event accepts no registrations on a day. */
export const openFaults = (event: Event, day: Day): Fault[] => {
  const fault = (code: string, detail: Text): Fault[] => [brokenRule('', code, detail)];
  const status = statusOn(event, day);
  if (status === 'draft') return fault('event_not_published', messages.eventNotPublished);
  if (status === 'cancelled') return fault('event_cancelled', messages.eventCancelled);
  if (status === 'finished') return fault('event_over', messages.eventOver);
  const { registration: rules } = event;
  if (rules === null) return fault('registration_not_offered', messages.registrationNotOffered);
  if (day < rules.from) return fault('registration_not_open', messages.registrationNotOpen(rules.from));
  if (day > rules.to) return fault('registration_closed', messages.registrationClosed(rules.to));
  return [];
};
