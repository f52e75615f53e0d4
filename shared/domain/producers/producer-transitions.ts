import type { Attribution } from '#shared/domain/access/attribution.ts';
import { namingStates, requireStart, type Transition } from '#shared/domain/transition.ts';
import * as messages from './messages.ts';
import type { Producer } from './producer.ts';

type Status = Producer['status'];

/** Transitions of a producer. */
export const PRODUCER_TRANSITIONS = {
  verify: { verb: messages.PRODUCER_VERBS.verify, from: ['registered', 'suspended'], to: ['verified'] },
  suspend: { verb: messages.PRODUCER_VERBS.suspend, from: ['verified'], to: ['suspended'] },
} as const satisfies Record<string, Transition<Status>>;

/** The text of a 409 that names a producer's state. */
export const producerConflictText = namingStates<Status>(messages.producerNoun, messages.PRODUCER_STATES_VI);

/** Verifies the producer. Can be continued after an interruption. */
export const verify = (producer: Producer, { at }: Attribution): Producer => {
  requireStart(producerConflictText, producer, PRODUCER_TRANSITIONS.verify);
  return {
    ...producer,
    status: 'verified',
    verifiedAt: producer.verifiedAt ?? at,
    note: null,
    updatedAt: at,
  };
};

/** Suspends the producer, which hides its products. Can be continued after an interruption. */
export const suspend = (producer: Producer, { at, by, reason }: Attribution & { reason: string }): Producer => {
  requireStart(producerConflictText, producer, PRODUCER_TRANSITIONS.suspend);
  return { ...producer, status: 'suspended', note: { at, by, reason }, updatedAt: at };
};
