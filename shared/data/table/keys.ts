import { ID_PREFIXES, type IdKind } from '#shared/platform/ids.ts';
import type { Key } from './reader.ts';

/**
 * Who may be shown what a partition holds: anybody; the people whom it is about; officers of its territory; nobody, since the
 * system keeps it for itself. Rights of functions are derived from it (`infra/constructs/partition-rights.ts`).
 */
export type Audience = 'public' | 'owner' | 'office' | 'system';

/** The partitions of one kind: their audience, and their names as a pattern of `dynamodb:LeadingKeys`. */
export type Partitions = { readonly audience: Audience; readonly pattern: string };

/** A kind of key, with the partitions that it can be in. */
export type KeyKind = { readonly partitions: readonly Partitions[] };

/**
 * Keys in partitions of one kind. A partition is named by `prefix` and what it belongs to, the first argument of the key; the
 * others make the sort key.
 */
const key = <A extends unknown[]>(audience: Audience, prefix: `${string}#`, sortKey: (...parts: A) => string) => {
  const partition = (of: string): string => prefix + of;
  return Object.assign((of: string, ...parts: A): Key => ({ pk: partition(of), sk: sortKey(...parts) }), {
    partition,
    partitions: [{ audience, pattern: `${prefix}*` }] satisfies Partitions[],
  });
};

/** Keys of one partition that holds them all. */
const keyInOne = <A extends unknown[]>(audience: Audience, partition: string, sortKey: (...parts: A) => string) =>
  Object.assign((...parts: A): Key => ({ pk: partition, sk: sortKey(...parts) }), {
    partition,
    partitions: [{ audience, pattern: partition }] satisfies Partitions[],
  });

type DocumentKind = Exclude<IdKind, 'audit' | 'image' | 'stockChange'>;

/** Whoever reads a document's partition reads it whole: IAM tells partitions apart, not items. */
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
 * Every key of the table, one line per access pattern; docs/access-patterns.md tells what each costs. The first argument names
 * the partition, so it says what a list is of: a person, a document, a territory (the code of a province, or `COUNTRY`).
 */
export const keys = {
  /** Nothing: the read that tells whether the table answers. */
  health: keyInOne('public', 'health', SOLE),
  /** A document, whole, by its id. */
  document: keyBesideDocument('A', DOCUMENT_KINDS),
  /** The few fields of an announced event on which prices depend, or of a product that other pages show. */
  head: keyBesideDocument('head', ['event', 'product']),
  /** What the public page of a product or certificate is made of. */
  published: keyBesideDocument('face', ['certificate', 'product']),
  /** How many queue numbers of an event are assigned, and who is admitted. */
  waitlist: keyBesideDocument('roll', ['event']),
  /** A household's personal number, apart from everything that answers are made of. */
  personalNumber: key('system', 'personal#', SOLE),
  /** Which producer, product or sales point a slug belongs to. */
  producerSlug: key('public', 'claim#producer#', SOLE),
  productSlug: key('public', 'claim#product#', SOLE),
  salesPointSlug: key('public', 'claim#salesPoint#', SOLE),
  /** The one live registration of a product or a person at an event. */
  liveRegistration: key('owner', 'claim#registration#', SOLE),
  /** How often a product or a person has registered for an event. */
  timesRegistered: key('owner', 'claim#registration-count#', SOLE),
  /** The organisations of a person. */
  membership: key('owner', 'subject#', (organisation: string) => organisation),
  /** The audit events of a document, oldest first. */
  audit: key('office', 'audit#', (at: string, id: string) => inOrder(at, id)),
  /** The idempotency record of a request. */
  idempotency: key('system', 'idempotency#', SOLE),
  /** Calls of one account or address in one window; the partition is named by a hash, which hides whose. */
  rateCounter: key('system', 'rate#', SOLE),
  /** Buyers' lists of products, by scope: by star, by day of publication, by name. */
  productByStars: key('public', 'stars#', (sk: string) => sk),
  productByNewest: key('public', 'newest#', (sk: string) => sk),
  productByName: key('public', 'name#', (sk: string) => sk),
  /** A producer's products in every state, oldest first. */
  productOf: key('owner', 'products#', (product: string) => product),
  /** What waits for an officer of a territory, longest waiting first. */
  review: key('office', 'review#', (since: string, id: string) => inOrder(since, id)),
  /** The certificates of a territory by the day on which they end. */
  certificate: key('office', 'certificates#', (effectiveTo: string, id: string) => inOrder(effectiveTo, id)),
  /** What a point has of each product. */
  stockLevel: key('public', 'stock#', (product: string) => product),
  /**
   * A point's ledger. The sort key begins with a hash of caller and idempotency key, so a request finds what it has written;
   * `group` is its first line, `attempt` counts how often that group was taken up again. In order of arrival: the index.
   */
  ledger: key('owner', 'ledger#', (request: string, group: number, attempt: number) =>
    inOrder(request, String(group).padStart(2, '0'), String(attempt)),
  ),
  /** What a point's shelf shows of each product. */
  shelf: key('public', 'shelf#', (product: string) => product),
  /** The points that have taken a product up, along the curve of places. */
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
  /** What was reported of an event: the sum under `A`, then what each subject reported. */
  outcome: key('owner', 'outcomes-of#', (subject: string) => subject),
  /** The sums of the events of a year (`<territory>#<year>`) by first day. */
  outcomeOfYear: key('office', 'outcomes#', (startDate: string, event: string) => inOrder(startDate, event)),
  /** The registrations of an event by their queue numbers. */
  registrationAt: key('office', 'registrations#', (queueNumber: number) => String(queueNumber).padStart(8, '0')),
  /** The registrations of a producer (its id) or of a person (`subject#<person>`), oldest first. */
  registrationOf: key('owner', 'registrations-of#', (registration: string) => registration),
  /** Counts the registrations that a product was ever given, so that a new one and a change of the product meet. */
  registrationCount: key('owner', 'registrations-of#', () => '!'),
  /** The registrations of an event whose passes are not good: ended early, or the product is hidden. */
  endedRegistration: key('office', 'ended#', (registration: string) => registration),
  /** Who has which booth of an event. */
  booth: key('office', 'booths#', (booth: string) => booth),
  /** Check-ins at an event, one row for each registration and day. */
  checkIn: key('owner', 'visits#', (registration: string, day: string) => inOrder(registration, day)),
  /** What an event's passes are signed with. */
  secret: key('system', 'secret#', SOLE),
  /** The promotions of a product that nobody has ended, by the millisecond of their end. */
  promotionOf: key('public', 'promotions#', (to: number, id: string) => inOrder(to.toString(36).padStart(9, '0'), id)),
  /** Counts the promotions that a product was given, so that of two at once one sees the other. Sorts before them. */
  promotionCount: key('public', 'promotions#', () => '!'),
  /** The promotions at an event that nobody has ended, oldest first. */
  promotionAt: key('public', 'promotions#', (id: string) => id),
  /** Producers, products and sales points whose change has not reached all that shows it yet, and events with a waitlist. */
  pendingDocument: keyInOne('system', 'unfinished', (id: string) => id),
  /** A product whose files may lie where its publicity does not want them. */
  pendingPlacement: keyInOne('system', 'unfinished', (product: string, token: string) => inOrder(product, token)),
  /** Rows of shelves that a transaction had no room for. */
  pendingShelf: keyInOne('system', 'unfinished', (task: string) => inOrder('shelf', task)),
  /** The files of an image that are to go unless the image comes to show them. */
  pendingFiles: keyInOne('system', 'unfinished', (image: string, hash: string) => inOrder(image, hash)),
} satisfies Record<string, KeyKind>;
