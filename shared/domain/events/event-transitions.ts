import type { Attribution } from '#shared/domain/access/attribution.ts';
import { namingStates, requireState, type Transition } from '#shared/domain/transition.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import { type Event, statusOn, type VisibleEventState } from './event.ts';
import * as messages from './messages.ts';

/** Transitions of an event and the states on the day that allow them. */
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

/** Throws 409 `state_conflict` if the event's state on that day does not allow the transition. */
export const requireEventState = (event: Event, today: Day, transition: Transition<VisibleEventState>): void =>
  requireState(conflictText, statusOn(event, today), transition);

/** Faults that prevent an announcement: an announced event must have a place. */
export const publishingFaults = (event: Event): Fault[] =>
  event.venue !== null || event.stops.length > 0 ? [] : [brokenRule('/venue', 'place_missing', messages.placeMissing)];

/** Announces the event. A past event can be announced as a record. */
export const publish = (event: Event, { at }: Attribution): Event => ({
  ...event,
  status: 'published',
  publishedAt: at,
  updatedAt: at,
});

/** Cancels the event. It stays visible if it was announced, and calendars receive the change. */
export const cancel = (event: Event, { at, by, reason }: Attribution & { reason: string }): Event => ({
  ...event,
  status: 'cancelled',
  cancellation: { at, by, reason },
  sequence: event.sequence + (event.publishedAt === null ? 0 : 1),
  updatedAt: at,
});
