import type { FunctionName } from '#infra/build/bundles.ts';
import { type Audience, documentPartitions, type KeyKind, keys } from '#shared/data/table/keys.ts';

/** The actions on items of the table that a role can allow. */
export type TableAction =
  | 'dynamodb:ConditionCheckItem'
  | 'dynamodb:DeleteItem'
  | 'dynamodb:GetItem'
  | 'dynamodb:PutItem'
  | 'dynamodb:Query'
  | 'dynamodb:UpdateItem';

/** Allowed actions on the partitions that match the patterns: in the table, or in the arrival index. */
export type TableStatement = { actions: TableAction[]; partitions: string[]; index: boolean };

/** The keys that a function reads, puts or deletes, and updates; and those that it reads in the order of arrival. */
type TableRights = {
  reads: readonly KeyKind[];
  writes?: readonly KeyKind[];
  updates?: readonly KeyKind[];
  readsByArrival?: readonly KeyKind[];
};

/** The partitions of an audience. A function that uses `system` partitions names each key. */
const readableBy = (audience: Exclude<Audience, 'system'>): KeyKind => ({
  partitions: Object.values<KeyKind>(keys)
    .flatMap(({ partitions }) => partitions)
    .filter((one) => one.audience === audience),
});

const PUBLIC = readableBy('public');
const ALL_AUDIENCES = [PUBLIC, readableBy('owner'), readableBy('office')];

const PRODUCT_WRITES = [
  documentPartitions('product'),
  keys.productByStars,
  keys.productByNewest,
  keys.productByName,
  keys.productOf,
  keys.audit,
  keys.pendingDocument,
];

const REGISTRATION_WRITES = [
  documentPartitions('registration'),
  keys.registrationAt,
  keys.registrationOf,
  keys.liveRegistration,
  keys.endedRegistration,
  keys.booth,
];

const RIGHTS: Record<FunctionName, TableRights> = {
  catalog: { reads: [PUBLIC] },
  backoffice: {
    reads: [...ALL_AUDIENCES, keys.idempotency, keys.pendingDocument],
    writes: [
      ...PRODUCT_WRITES,
      // Hiding or showing a product also changes the passes of its registrations.
      ...REGISTRATION_WRITES,
      documentPartitions('certificate', 'office', 'producer', 'salesPoint'),
      keys.producerSlug,
      keys.productSlug,
      keys.salesPointSlug,
      keys.membership,
      keys.producerByName,
      keys.review,
      keys.certificate,
      keys.available,
      keys.pointByPlace,
      keys.pointByName,
      keys.pausedPoint,
      keys.personalNumber,
      keys.idempotency,
    ],
    updates: [keys.shelf, keys.rateCounter],
  },
  stock: {
    reads: [...ALL_AUDIENCES, keys.pendingShelf],
    writes: [keys.stockLevel, keys.ledger, keys.available, keys.audit, keys.pendingShelf],
    updates: [keys.shelf, keys.rateCounter],
    readsByArrival: [keys.ledger],
  },
  events: {
    reads: [...ALL_AUDIENCES, keys.secret, keys.idempotency],
    writes: [
      ...REGISTRATION_WRITES,
      documentPartitions('event', 'promotion'),
      keys.eventByMonth,
      keys.eventOf,
      keys.outcome,
      keys.outcomeOfYear,
      keys.checkIn,
      keys.promotionOf,
      keys.promotionAt,
      keys.secret,
      keys.audit,
      keys.pendingDocument,
      keys.idempotency,
    ],
    updates: [documentPartitions('event'), keys.registrationCount, keys.timesRegistered, keys.rateCounter],
  },
  schedules: {
    reads: [...ALL_AUDIENCES, keys.pendingDocument],
    writes: [
      ...PRODUCT_WRITES,
      ...REGISTRATION_WRITES,
      documentPartitions('producer', 'salesPoint'),
      keys.membership,
      keys.producerByName,
      keys.review,
      keys.available,
      keys.pointByPlace,
      keys.pointByName,
      keys.pausedPoint,
    ],
    updates: [keys.shelf, documentPartitions('event')],
  },
  // A decoder that is compromised by hostile bytes can read products only.
  images: { reads: [documentPartitions('product')], writes: PRODUCT_WRITES },
};

const patternsOf = (kinds: readonly KeyKind[]): string[] =>
  [...new Set(kinds.flatMap(({ partitions }) => partitions.map(({ pattern }) => pattern)))].sort();

/** The statements of a function's role for the table. Everything else is denied. */
export const tableStatementsOf = (name: FunctionName): TableStatement[] => {
  const { reads, writes = [], updates = [], readsByArrival = [] } = RIGHTS[name];
  const statement = (actions: TableAction[], kinds: readonly KeyKind[], index = false): TableStatement[] =>
    kinds.length === 0 ? [] : [{ actions, partitions: patternsOf(kinds), index }];
  return [
    // A condition check reveals nothing beyond readable items.
    ...statement(
      ['dynamodb:GetItem', 'dynamodb:Query', ...(writes.length > 0 ? (['dynamodb:ConditionCheckItem'] as const) : [])],
      reads,
    ),
    ...statement(['dynamodb:DeleteItem', 'dynamodb:PutItem'], writes),
    ...statement(['dynamodb:UpdateItem'], updates),
    ...statement(['dynamodb:Query'], readsByArrival, true),
  ];
};
