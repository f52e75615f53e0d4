import * as z from 'zod';

/** The kinds of producers (chủ thể OCOP) in the contract. */
export const PRODUCER_KINDS = [
  'household',
  'cooperative',
  'cooperative-group',
  'company',
  'farm',
  'association',
] as const;

/** `registered` waits for an officer; only a `verified` producer and its products are public. */
export const PRODUCER_STATES = ['registered', 'verified', 'suspended'] as const;

const Named = z.object({ code: z.string(), name: z.string() });

/** A member by the subject of the token, with the instant of joining. */
export const Member = z.object({ subject: z.string(), addedAt: z.string() });

/**
 * A producer. `phone` is E.164. A household's personal number is stored separately; this document only says whether it
 * exists. `unfinished` means that a change of name or visibility is not propagated to all products yet.
 */
export const Producer = z.object({
  id: z.string(),
  slug: z.string(),
  status: z.enum(PRODUCER_STATES),
  name: z.string(),
  kind: z.enum(PRODUCER_KINDS),
  taxCode: z.string().optional(),
  hasPersonalNumber: z.boolean(),
  phone: z.string(),
  email: z.string().optional(),
  province: Named,
  commune: Named,
  addressLine: z.string(),
  story: z.string().optional(),
  members: z.array(Member),
  note: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  unfinished: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  verifiedAt: z.string().nullable(),
});
export type Producer = z.infer<typeof Producer>;

/** Whether the producer is public. */
export const isVisible = (producer: Producer): boolean => producer.status === 'verified';

/** Whether a token's subject is a member of the organisation. */
export const isMember = (organisation: Pick<Producer, 'members'>, subject: string): boolean =>
  organisation.members.some((member) => member.subject === subject);

/** The snapshot of a producer in its products. */
export const producerSnapshot = (producer: Producer) => ({
  id: producer.id,
  name: producer.name,
  visible: isVisible(producer),
});
