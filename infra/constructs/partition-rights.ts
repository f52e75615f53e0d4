import type { FunctionName } from '#infra/build/bundles.ts';

/** Partitions that nothing public is made of, in the form of `dynamodb:LeadingKeys`. */
const PRIVATE_PARTITIONS = [
  'audit#*',
  'booths#*',
  'certificates#*',
  'claim#registration#*',
  'claim#registration-count#*',
  'ended#*',
  'events-of#*',
  'idempotency#*',
  'ledger#*',
  'outcomes#*',
  'outcomes-of#*',
  'personal#*',
  'products#*',
  'rate#*',
  'reg_*',
  'registrations#*',
  'registrations-of#*',
  'review#*',
  'secret#*',
  'subject#*',
  'unfinished',
  'visits#*',
];

/** What a change of a product writes to, and so the function of images. */
const WRITTEN_WITH_A_PRODUCT = ['audit#*', 'products#*', 'unfinished'];

/** Partitions of the table that a function may not use at all, and those that it writes but may not read. */
export type DeniedPartitions = { whole: string[]; reads: string[] };

/**
 * The one list of who may use which partition. Personal numbers are written by `backoffice` and read by nobody; the keys
 * that passes are signed with belong to `events`.
 */
const DENIED: Record<FunctionName, DeniedPartitions> = {
  catalog: { whole: PRIVATE_PARTITIONS, reads: [] },
  backoffice: { whole: ['secret#*'], reads: ['personal#*'] },
  stock: { whole: ['personal#*', 'secret#*'], reads: [] },
  events: { whole: ['personal#*'], reads: [] },
  schedules: { whole: ['personal#*', 'secret#*'], reads: [] },
  // Even a decoder that hostile bytes have taken over reads nothing about people, ledgers or other requests.
  images: {
    whole: [...PRIVATE_PARTITIONS, 'stock#*'].filter((partition) => !WRITTEN_WITH_A_PRODUCT.includes(partition)),
    reads: [],
  },
};

/** The partitions that a function may not use, or not read. */
export const deniedPartitionsOf = (name: FunctionName): DeniedPartitions => DENIED[name];
