import * as z from 'zod';
import { PRODUCER_KINDS, type Producer } from './producer.ts';

const Named = z.object({ code: z.string(), name: z.string() });

/** A verified producer in the public list. */
export const PublicProducerRow = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  kind: z.enum(PRODUCER_KINDS),
  province: Named,
  commune: Named,
});
export type PublicProducerRow = z.infer<typeof PublicProducerRow>;

/** The row of a producer in the public list. */
export const publicProducerRow = ({ id, slug, name, kind, province, commune }: Producer): PublicProducerRow => ({
  id,
  slug,
  name,
  kind,
  province,
  commune,
});

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
