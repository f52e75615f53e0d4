import type { Producer } from './producer.ts';

/**
 * The public view of a verified producer. A household's address is a home, so buyers see its commune only; tax codes,
 * phones and members are visible to members and officers only.
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

/** The view for members and officers. No response contains the personal number. */
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
