import type { Attribution } from '#shared/domain/access/attribution.ts';
import { Problem } from '#shared/platform/problem.ts';
import type { Producer } from './producer.ts';

const STATE_VI: Record<Producer['status'], string> = {
  registered: 'chờ xác minh',
  verified: 'đã xác minh',
  suspended: 'bị đình chỉ',
};

/** Named changes of a producer's state. */
export const PRODUCER_TRANSITIONS = {
  verify: { name: 'verify', vi: 'xác minh', from: ['registered', 'suspended'], to: 'verified' },
  suspend: { name: 'suspend', vi: 'đình chỉ', from: ['verified'], to: 'suspended' },
} as const;

type Transition = (typeof PRODUCER_TRANSITIONS)[keyof typeof PRODUCER_TRANSITIONS];

/** Whether the transition has been made already but has not reached all products: it may be taken up again. */
export const isBegun = (producer: Producer, transition: Transition): boolean =>
  producer.unfinished && producer.status === transition.to;

const allow = (producer: Producer, transition: Transition): void => {
  const from: readonly Producer['status'][] = transition.from;
  if (isBegun(producer, transition) || from.includes(producer.status)) return;
  throw new Problem('state_conflict', {
    vi: `Không thể ${transition.vi} khi chủ thể ${STATE_VI[producer.status]}; chỉ được khi ${from.map((state) => STATE_VI[state]).join(', ')}.`,
    en: `Cannot ${transition.name} a producer that is ${producer.status}; only one that is ${from.join(' or ')}.`,
  });
};

/** An officer has checked who the producer is. Taken up again where it did not reach all products. */
export const verify = (producer: Producer, { at }: Attribution): Producer => {
  allow(producer, PRODUCER_TRANSITIONS.verify);
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
  allow(producer, PRODUCER_TRANSITIONS.suspend);
  return { ...producer, status: 'suspended', note: { at, by, reason }, updatedAt: at };
};
