import * as z from 'zod';
import { PRODUCER_STATES } from '#shared/domain/producers/producer.ts';
import { SALES_POINT_STATES } from '#shared/domain/sales-points/sales-point.ts';

/** An organisation that a person belongs to. */
export const Membership = z.discriminatedUnion('kind', [
  z.object({ id: z.string(), kind: z.literal('producer'), name: z.string(), status: z.enum(PRODUCER_STATES) }),
  z.object({ id: z.string(), kind: z.literal('sales-point'), name: z.string(), status: z.enum(SALES_POINT_STATES) }),
  z.object({ id: z.string(), kind: z.literal('office'), name: z.string(), territory: z.string() }),
]);
export type Membership = z.infer<typeof Membership>;
