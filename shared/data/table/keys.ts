import { ID_PREFIXES, type IdKind } from '#shared/platform/ids.ts';
import type { Key } from './reader.ts';

/**
 * Who can see the content of a partition: everybody; the people whom it concerns; officers of its territory; nobody
 * except the system. The rights of functions are derived from it (`infra/constructs/partition-rights.ts`).
 */
export type Audience = 'public' | 'owner' | 'office' | 'system';

/** The partitions of one kind: their audience, and their names as a pattern of `dynamodb:LeadingKeys`. */
export type Partitions = { readonly audience: Audience; readonly pattern: string };

/** A kind of key with its possible partitions. */
export type KeyKind = { readonly partitions: readonly Partitions[] };

/**
 * Keys in partitions of one kind. `prefix` and the first argument of the key name the partition; the other arguments
 * form the sort key.
 */
const key = <A extends unknown[]>(audience: Audience, prefix: `${string}#`, sortKey: (...parts: A) => string) => {
  const partition = (of: string): string => prefix + of;
  return Object.assign((of: string, ...parts: A): Key => ({ pk: partition(of), sk: sortKey(...parts) }), {
    partition,
    partitions: [{ audience, pattern: `${prefix}*` }] satisfies Partitions[],
  });
};

/** Keys that are all in one partition. */
const keyInOne = <A extends unknown[]>(audience: Audience, partition: string, sortKey: (...parts: A) => string) =>
  Object.assign((...parts: A): Key => ({ pk: partition, sk: sortKey(...parts) }), {
    partition,
    partitions: [{ audience, pattern: partition }] satisfies Partitions[],
  });

type DocumentKind = Exclude<IdKind, 'audit' | 'image' | 'stockChange'>;

/** A right to read a document's partition includes all of its items, because IAM distinguishes partitions only. */
const DOCUMENT_AUDIENCES: Record<DocumentKind, Audience> = {
  certificate: 'public',
  event: 'public',
  office: 'office',
  producer: 'public',
  product: 'public',
  promotion: 'public',
  registration: 'owner',
  salesPoint: 'public',
};

/** The partitions of documents, which are named by the documents' ids. */
export const documentPartitions = (...kinds: DocumentKind[]): KeyKind => ({
  partitions: kinds.map((kind) => ({ audience: DOCUMENT_AUDIENCES[kind], pattern: `${ID_PREFIXES[kind]}_*` })),
});

/** Keys in the partitions of documents. */
const keyBesideDocument = (sk: string, kinds: readonly DocumentKind[]) =>
  Object.assign((id: string): Key => ({ pk: id, sk }), documentPartitions(...kinds));

const DOCUMENT_KINDS = Object.keys(DOCUMENT_AUDIENCES) as DocumentKind[];

/** The one item of a partition. */
const SOLE = () => 'A';
const inOrder = (...parts: string[]): string => parts.join('#');

/**
 * Every key of the table, one line per access pattern; docs/access-patterns.md lists the costs. The first argument
 * names the partition: a person, a document, or a territory (the code of a province, or `COUNTRY`).
 */
export const keys = {
  /** No item: the read of the health check. */
  health: keyInOne('public', 'health', SOLE),
  /** A document, whole, by its id. */
  document: keyBesideDocument('A', DOCUMENT_KINDS),
  /** The few fields of an announced event on which prices depend, or of a product that other pages show. */
  head: keyBesideDocument('head', ['event', 'product']),
  /** The data of the public page of a product or certificate. */
  published: keyBesideDocument('face', ['certificate', 'product']),
  /** How many queue numbers of an event are assigned, and who is admitted. */
  waitlist: keyBesideDocument('roll', ['event']),
  /** A household's personal number, separate from all data of responses. */
  personalNumber: key('system', 'personal#', SOLE),
  /** The producer, product or sales point of a slug. */
  producerSlug: key('public', 'claim#producer#', SOLE),
  productSlug: key('public', 'claim#product#', SOLE),
  salesPointSlug: key('public', 'claim#salesPoint#', SOLE),
  /** The one live registration of a product or a person at an event. */
  liveRegistration: key('owner', 'claim#registration#', SOLE),
  /** How often a product or a person has registered for an event. */
  timesRegistered: key('owner', 'claim#registration-count#', SOLE),
  /** The verified producers of a territory, or of one kind in it, by name. */
  producerByName: key('public', 'producers-by-name#', (nameKey: string) => nameKey),
  /** The organisations of a person. */
  membership: key('owner', 'subject#', (organisation: string) => organisation),
  /** The audit events of a document, oldest first. */
  audit: key('office', 'audit#', (at: string, id: string) => inOrder(at, id)),
  /** The idempotency record of a request. */
  idempotency: key('system', 'idempotency#', SOLE),
  /** Calls of one account or address in one window; the name of the partition is a hash that hides the caller. */
  rateCounter: key('system', 'rate#', SOLE),
  /** Buyers' lists of products, by scope: by star, by day of publication, by name. */
  productByStars: key('public', 'stars#', (sk: string) => sk),
  productByNewest: key('public', 'newest#', (sk: string) => sk),
  productByName: key('public', 'name#', (sk: string) => sk),
  /** A producer's products in every state, oldest first. */
  productOf: key('owner', 'products#', (product: string) => product),
  /** The review queue of a territory, longest waiting first. */
  review: key('office', 'review#', (since: string, id: string) => inOrder(since, id)),
  /** The certificates of a territory by the day on which they expire. */
  certificate: key('office', 'certificates#', (effectiveTo: string, id: string) => inOrder(effectiveTo, id)),
  /** The levels of a sales point, by product. */
  stockLevel: key('public', 'stock#', (product: string) => product),
  /**
   * A sales point's ledger. The sort key begins with a hash of caller, route and idempotency key, so that a request
   * finds its entries; `group` is its first line, `attempt` counts the attempts for that group. The index gives the
   * order of arrival.
   */
  ledger: key('owner', 'ledger#', (request: string, group: number, attempt: number) =>
    inOrder(request, String(group).padStart(2, '0'), String(attempt)),
  ),
  /** The shelf of a sales point, by product. */
  shelf: key('public', 'shelf#', (product: string) => product),
  /** The sales points with a product, along the curve of places. */
  available: key('public', 'available#', (curve: string, salesPoint: string) => inOrder(curve, salesPoint)),
  /** The active sales points of a territory along the curve of places. */
  pointByPlace: key('public', 'points#', (curve: string, id: string) => inOrder(curve, id)),
  /** The active sales points of a territory by name; `nameKey` ends in the id. */
  pointByName: key('public', 'points-by-name#', (nameKey: string) => nameKey),
  /** The paused sales points of a territory by name. */
  pausedPoint: key('public', 'points-paused#', (nameKey: string) => nameKey),
  /** The announced events of a territory, one row in every month (`2026-12`) that the event touches. */
  eventByMonth: key('public', 'events#', (month: string, startDate: string, id: string) =>
    inOrder(month, startDate, id),
  ),
  /** An office's events in every state, by first day. */
  eventOf: key('office', 'events-of#', (startDate: string, id: string) => inOrder(startDate, id)),
  /** The outcomes of an event: the sum under `A`, then the report of each subject. */
  outcome: key('owner', 'outcomes-of#', (subject: string) => subject),
  /** The sums of the events of a year (`<territory>#<year>`) by first day. */
  outcomeOfYear: key('office', 'outcomes#', (startDate: string, event: string) => inOrder(startDate, event)),
  /** The registrations of an event by their queue numbers. */
  registrationAt: key('office', 'registrations#', (queueNumber: number) => String(queueNumber).padStart(8, '0')),
  /** The registrations of a producer (its id) or of a person (`subject#<person>`), oldest first. */
  registrationOf: key('owner', 'registrations-of#', (registration: string) => registration),
  /** The number of registrations of a product ever, so that a new registration conflicts with a change of the product. */
  registrationCount: key('owner', 'registrations-of#', () => '!'),
  /** The registrations of an event whose passes are not valid: ended early, or the product is hidden. */
  endedRegistration: key('office', 'ended#', (registration: string) => registration),
  /** The assigned booths of an event. */
  booth: key('office', 'booths#', (booth: string) => booth),
  /** Check-ins at an event, one row for each registration and day. */
  checkIn: key('owner', 'visits#', (registration: string, day: string) => inOrder(registration, day)),
  /** The private key of an event's passes. */
  secret: key('system', 'secret#', SOLE),
  /** The promotions of a product that are not ended, by the millisecond of their end. */
  promotionOf: key('public', 'promotions#', (to: number, id: string) => inOrder(to.toString(36).padStart(9, '0'), id)),
  /** The number of promotions of a product ever, so that two concurrent creations conflict. Sorts before the promotions. */
  promotionCount: key('public', 'promotions#', () => '!'),
  /** The promotions at an event that are not ended, oldest first. */
  promotionAt: key('public', 'promotions#', (id: string) => id),
  /** Producers, products and sales points with a change that is not fully propagated, and events with a waitlist. */
  pendingDocument: keyInOne('system', 'unfinished', (id: string) => id),
  /** A product whose files may not match its visibility. */
  pendingPlacement: keyInOne('system', 'unfinished', (product: string, token: string) => inOrder(product, token)),
  /** Shelf rows that did not fit into a transaction. */
  pendingShelf: keyInOne('system', 'unfinished', (task: string) => inOrder('shelf', task)),
  /** The files of an image to remove unless the image shows them. */
  pendingFiles: keyInOne('system', 'unfinished', (image: string, hash: string) => inOrder(image, hash)),
} satisfies Record<string, KeyKind>;
