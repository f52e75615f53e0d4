import type { Key } from './reader.ts';

/**
 * Every key of the table, one line per access pattern; docs/access-patterns.md tells what each costs.
 * A document's partition is its id. List rows live beside the documents, in partitions named after what they list.
 */
export const keys = {
  /** A producer, product, certificate, sales point or office, whole. */
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
  /** What a point has of each product; one partition per point. */
  stockLevel: (salesPoint: string, product: string): Key => ({ pk: `stock#${salesPoint}`, sk: product }),
  /**
   * A point's ledger. The sort key begins with a digest of caller and idempotency key, so a request finds what it has written;
   * `group` is its first line, `attempt` counts how often that group was taken up again. In order of arrival: the index.
   */
  ledger: (salesPoint: string, request: string, group: number, attempt: number): Key => ({
    pk: `ledger#${salesPoint}`,
    sk: `${request}#${String(group).padStart(2, '0')}#${attempt}`,
  }),
  /** The points that have taken a product up, along the curve of places. */
  available: (product: string, curve: string, salesPoint: string): Key => ({
    pk: `available#${product}`,
    sk: `${curve}#${salesPoint}`,
  }),
  /** Active sales points along the curve of places, by province or for the country. */
  pointByPlace: (territory: string, curve: string, id: string): Key => ({
    pk: `points#${territory}`,
    sk: `${curve}#${id}`,
  }),
  /** Active sales points by name; `nameKey` ends in the id. */
  pointByName: (territory: string, nameKey: string): Key => ({ pk: `points-by-name#${territory}`, sk: nameKey }),
  /** Paused sales points by name. */
  pausedPoint: (territory: string, nameKey: string): Key => ({ pk: `points-paused#${territory}`, sk: nameKey }),
  /** Producers and sales points whose change has not reached all that shows it yet. */
  unfinished: (id: string): Key => ({ pk: 'unfinished', sk: id }),
  /** The files of an image that are to go unless the image comes to show them. */
  unfinishedFiles: (image: string, digest: string): Key => ({ pk: 'unfinished', sk: `${image}#${digest}` }),
};

/** The partition of `review`, `certificates` and the lists of sales points that holds the whole country. */
export const COUNTRY = 'VN';
