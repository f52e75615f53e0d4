import type { Producer } from './producer.ts';

/**
 * What buyers see of a verified producer. A household's address is a home: buyers get its commune only; tax codes, phones
 * and members stay with the owner and the officers.
 */
export const publicProducer = (producer: Producer) => ({
  id: producer.id,
  slug: producer.slug,
  name: producer.name,
  kind: producer.kind,
  province: producer.province,
  commune: producer.commune,
  addressLine: producer.kind === 'household' ? null : producer.addressLine,
  story: producer.story ?? null,
  verifiedAt: producer.verifiedAt,
});

/** What members and officers see. The personal number itself is in no answer. */
export const workingProducer = (producer: Producer) => ({
  id: producer.id,
  slug: producer.slug,
  status: producer.status,
  name: producer.name,
  kind: producer.kind,
  taxCode: producer.taxCode ?? null,
  hasPersonalNumber: producer.hasPersonalNumber,
  phone: producer.phone,
  email: producer.email ?? null,
  province: producer.province,
  commune: producer.commune,
  addressLine: producer.addressLine,
  story: producer.story ?? null,
  members: producer.members,
  note: producer.note,
  productsUpdated: !producer.unfinished,
  createdAt: producer.createdAt,
  updatedAt: producer.updatedAt,
  verifiedAt: producer.verifiedAt,
});
export type WorkingProducer = ReturnType<typeof workingProducer>;
