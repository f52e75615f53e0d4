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
  /** Calls of one account or address in one window; the hash hides whose. */
  rateCounter: (hash: string): Key => ({ pk: `rate#${hash}`, sk: 'A' }),
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
  /** What a point's shelf shows of each product; one partition per point. */
  shelf: (salesPoint: string, product: string): Key => ({ pk: `shelf#${salesPoint}`, sk: product }),
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
  /** Announced events, by province or for the country, one row in every month (`2026-12`) that the event touches. */
  eventByMonth: (territory: string, month: string, startDate: string, id: string): Key => ({
    pk: `events#${territory}`,
    sk: `${month}#${startDate}#${id}`,
  }),
  /** The few fields of an announced event on which prices depend, or of a product that other pages show. */
  head: (id: string): Key => ({ pk: id, sk: 'head' }),
  /** What the public page of a product or certificate is made of. */
  face: (id: string): Key => ({ pk: id, sk: 'face' }),
  /** An office's events in every state, by first day. */
  eventOf: (office: string, startDate: string, id: string): Key => ({
    pk: `events-of#${office}`,
    sk: `${startDate}#${id}`,
  }),
  /** What was reported of an event: the sum under `A`, then what each subject reported. */
  outcome: (event: string, subject: string): Key => ({ pk: `outcomes-of#${event}`, sk: subject }),
  /** The sums of the events of a year, by province of the office or for the country, by first day. */
  outcomeOfYear: (territory: string, startDate: string, event: string): Key => ({
    pk: `outcomes#${territory}#${startDate.slice(0, '2026'.length)}`,
    sk: `${startDate}#${event}`,
  }),
  /** How many places of an event are given, and who is in. */
  roll: (event: string): Key => ({ pk: event, sk: 'roll' }),
  /** The registrations of an event in the order of their tickets. */
  ticket: (event: string, ticket: number): Key => ({
    pk: `registrations#${event}`,
    sk: String(ticket).padStart(8, '0'),
  }),
  /** The registrations of a producer, or of a person, oldest first. */
  registrationOf: (owner: { producer: string } | { subject: string }, registration: string): Key => ({
    pk: `registrations-of#${'producer' in owner ? owner.producer : `subject#${owner.subject}`}`,
    sk: registration,
  }),
  /** Counts the registrations that a product was ever given, so that of a registration and a change of it one sees the other. */
  registrationCount: (product: string): Key => ({ pk: `registrations-of#${product}`, sk: '!' }),
  /** The registrations of an event whose passes are not good: ended early, or the product is hidden. */
  endedRegistration: (event: string, registration: string): Key => ({ pk: `ended#${event}`, sk: registration }),
  /** Who has which booth of an event. */
  booth: (event: string, booth: string): Key => ({ pk: `booths#${event}`, sk: booth }),
  /** Who came to an event, one row for each day on which they did. */
  visit: (event: string, registration: string, day: string): Key => ({
    pk: `visits#${event}`,
    sk: `${registration}#${day}`,
  }),
  /** What an event's passes are signed with. */
  secret: (event: string): Key => ({ pk: `secret#${event}`, sk: 'A' }),
  /** A product's promotions that nobody has ended, by the millisecond of their end. */
  promotionOf: (product: string, to: number, id: string): Key => ({
    pk: `promotions#${product}`,
    sk: `${to.toString(36).padStart(9, '0')}#${id}`,
  }),
  /** Counts the promotions that a product was given, so that of two at once one sees the other. Sorts before them. */
  promotionCount: (product: string): Key => ({ pk: `promotions#${product}`, sk: '!' }),
  /** An event's promotions that nobody has ended, oldest first. */
  promotionAt: (event: string, id: string): Key => ({ pk: `promotions#${event}`, sk: id }),
  /** Producers, products and sales points whose change has not reached all that shows it yet, and events that take registrations. */
  unfinished: (id: string): Key => ({ pk: 'unfinished', sk: id }),
  /** A product whose files may lie where its publicity does not want them. */
  unfinishedPlacement: (product: string, token: string): Key => ({ pk: 'unfinished', sk: `${product}#${token}` }),
  /** Rows of shelves that a transaction had no room for. */
  unfinishedShelf: (task: string): Key => ({ pk: 'unfinished', sk: `shelf#${task}` }),
  /** The files of an image that are to go unless the image comes to show them. */
  unfinishedFiles: (image: string, digest: string): Key => ({ pk: 'unfinished', sk: `${image}#${digest}` }),
};

/** The partition of `review`, `certificates` and the lists of sales points that holds the whole country. */
export const COUNTRY = 'VN';
