// Who sets a price at an event takes part in it: neither its office nor a producer reaches products that do not.

import { type Event, stopsAt } from '#shared/domain/events/event.ts';
import type { Registration } from '#shared/domain/registrations/registration.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';
import type { Promotion } from './promotion.ts';

/** The registration by which a product is in: confirmed and with a place; undefined where it has none. */
export type Entry = Pick<Registration, 'booth'> | undefined;

/**
 * What is wrong with the part that a promotion's product, of `producer`, takes in the event: it must be in, and have been
 * given the booths that the promotion names. Booths that the plan lacks are told apart from this.
 */
export const entryFaults = (
  { booths }: Pick<Promotion, 'booths'>,
  event: Pick<Event, 'stops' | 'booths'>,
  producer: string,
  entry: Entry,
): Fault[] => [
  ...(entry || stopsAt(event, producer)
    ? []
    : [brokenRule('/product', 'product_not_in_event', messages.productNotInEvent)]),
  ...booths.flatMap((booth, index) =>
    booth === entry?.booth || !event.booths.some(({ id }) => id === booth)
      ? []
      : [brokenRule(`/booths/${index}`, 'booth_not_given', messages.boothNotAssigned)],
  ),
];
