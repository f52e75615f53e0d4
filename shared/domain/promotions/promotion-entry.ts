// A promotion at an event requires that its product participates, for producers and offices alike.

import { type Event, stopsAt } from '#shared/domain/events/event.ts';
import type { Registration } from '#shared/domain/registrations/registration.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';
import type { Promotion } from './promotion.ts';

/** The registration of a product that is confirmed and admitted; undefined without one. */
export type Entry = Pick<Registration, 'booth'> | undefined;

/**
 * Faults of the participation of a promotion's product of `producer`: it must be admitted, and must have the booths
 * that the promotion names. Booths that the plan lacks are a separate fault.
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
