import type { Attribution } from '#shared/domain/access/attribution.ts';
import { namingStates, requireState, type Transition } from '#shared/domain/transition.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import { type Event, statusOn, type VisibleEventState } from './event.ts';
import * as messages from './messages.ts';

/** What may be done to an event, and what it has to be on that day. */
export const EVENT_TRANSITIONS = {
  edit: {
    verb: messages.EVENT_VERBS.edit,
    from: ['draft', 'published', 'ongoing'],
    to: ['draft', 'published', 'ongoing', 'finished'],
  },
  publish: { verb: messages.EVENT_VERBS.publish, from: ['draft'], to: ['published', 'ongoing', 'finished'] },
  cancel: { verb: messages.EVENT_VERBS.cancel, from: ['draft', 'published', 'ongoing'], to: ['cancelled'] },
} as const satisfies Record<string, Transition<VisibleEventState>>;

const conflictText = namingStates<VisibleEventState>(messages.eventNoun, messages.EVENT_STATES_VI);

/** Throws 409 `state_conflict` where an event may not be dealt with in this way on that day. */
export const requireEventState = (event: Event, today: Day, transition: Transition<VisibleEventState>): void =>
  requireState(conflictText, statusOn(event, today), transition);

/** What is announced has to say where it is. */
export const publishingFaults = (event: Event): Fault[] =>
  event.venue !== null || event.stops.length > 0 ? [] : [brokenRule('/venue', 'place_missing', messages.placeMissing)];

/** An officer announces the event. One that is over already may be announced, too: as a record of what was. */
export const publish = (event: Event, { at }: Attribution): Event => ({
  ...event,
  status: 'published',
  publishedAt: at,
  updatedAt: at,
});

/** An officer calls the event off; it stays where it was shown, and calendars are told. */
export const cancel = (event: Event, { at, by, reason }: Attribution & { reason: string }): Event => ({
  ...event,
  status: 'cancelled',
  cancellation: { at, by, reason },
  sequence: event.sequence + (event.publishedAt === null ? 0 : 1),
  updatedAt: at,
});
