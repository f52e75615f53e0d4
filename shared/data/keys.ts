import type { Key } from './reader.ts';

/**
 * Every key of the table, one line per access pattern; docs/access-patterns.md tells what each costs.
 * A document's partition is its id. List rows live beside the documents, in partitions named after what they list.
 */
export const keys = {
  /** A producer, product, certificate or office, whole. */
  document: (id: string): Key => ({ pk: id, sk: 'A' }),
  /** A household's personal number, apart from everything that answers are made of. */
  personalNumber: (producer: string): Key => ({ pk: `personal#${producer}`, sk: 'A' }),
  /** Which id a slug or another unique name belongs to. */
  claim: (kind: string, name: string): Key => ({ pk: `claim#${kind}#${name}`, sk: 'A' }),
  /** The organisations of a person; one partition per person. */
  membership: (subject: string, organisation: string): Key => ({ pk: `subject#${subject}`, sk: organisation }),
  /** What was done to a document, oldest first. */
  audit: (document: string, at: string, id: string): Key => ({ pk: `audit#${document}`, sk: `${at}#${id}` }),
  /** The kept answer of a request that carried an idempotency key. */
  idempotency: (scope: string): Key => ({ pk: `idempotency#${scope}`, sk: 'A' }),
  /** A producer's products in every state, oldest first. */
  productOf: (producer: string, product: string): Key => ({ pk: `products#${producer}`, sk: product }),
  /** What waits for an officer, by province or for the country, longest waiting first. */
  review: (territory: string, since: string, id: string): Key => ({ pk: `review#${territory}`, sk: `${since}#${id}` }),
  /** Certificates by the day on which they end, by province or for the country. */
  certificate: (territory: string, effectiveTo: string, id: string): Key => ({
    pk: `certificates#${territory}`,
    sk: `${effectiveTo}#${id}`,
  }),
  /** Producers whose change has not reached all their products yet. */
  unfinished: (producer: string): Key => ({ pk: 'unfinished', sk: producer }),
};

/** The partition of `review` and `certificates` that holds the whole country. */
export const COUNTRY = 'VN';
