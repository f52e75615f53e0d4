import type { Attribution } from '#shared/domain/access/attribution.ts';
import { namingStates, requireStart, type Transition } from '#shared/domain/transition.ts';
import type { Producer } from './producer.ts';

type Status = Producer['status'];

/** Named changes of a producer's state. */
export const PRODUCER_TRANSITIONS = {
  verify: { name: 'verify', vi: 'xác minh', from: ['registered', 'suspended'], to: ['verified'] },
  suspend: { name: 'suspend', vi: 'đình chỉ', from: ['verified'], to: ['suspended'] },
} as const satisfies Record<string, Transition<Status>>;

const refusal = namingStates<Status>(
  { vi: 'chủ thể', en: 'a producer' },
  { registered: 'chờ xác minh', verified: 'đã xác minh', suspended: 'bị đình chỉ' },
);

/** An officer has checked who the producer is. Taken up again where it did not reach all products. */
export const verify = (producer: Producer, { at }: Attribution): Producer => {
  requireStart(refusal, producer, PRODUCER_TRANSITIONS.verify);
  return {
    ...producer,
    status: 'verified',
    verifiedAt: producer.verifiedAt ?? at,
    note: null,
    updatedAt: at,
  };
};

/** An officer hides the producer and its products. Taken up again where it did not reach all products. */
export const suspend = (producer: Producer, { at, by, reason }: Attribution & { reason: string }): Producer => {
  requireStart(refusal, producer, PRODUCER_TRANSITIONS.suspend);
  return { ...producer, status: 'suspended', note: { at, by, reason }, updatedAt: at };
};
