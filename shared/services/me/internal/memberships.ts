import * as z from 'zod';
import { keys } from '#shared/data/table/keys.ts';
import { stringOf } from '#shared/data/table/reader.ts';
import { PRODUCER_STATES } from '#shared/domain/producers/producer.ts';
import { SALES_POINT_STATES } from '#shared/domain/sales-points/sales-point.ts';
import type { Context } from '#shared/services/kernel/context.ts';

const Membership = z.discriminatedUnion('kind', [
  z.object({ id: z.string(), kind: z.literal('producer'), name: z.string(), status: z.enum(PRODUCER_STATES) }),
  z.object({ id: z.string(), kind: z.literal('sales-point'), name: z.string(), status: z.enum(SALES_POINT_STATES) }),
  z.object({ id: z.string(), kind: z.literal('office'), name: z.string(), territory: z.string() }),
]);
export type Membership = z.infer<typeof Membership>;

/** The organisations that the caller belongs to. */
export const membershipsOf = async (context: Context): Promise<Membership[]> => {
  const pk = keys.membership.partition(context.caller.subject);
  const { items } = await context.reader.query({ pk, consistent: true });
  return items.map((item) => Membership.parse(JSON.parse(stringOf(item, 'card'))));
};

/** The producers that the caller is a member of, by id. */
export const producersOf = async (context: Context): Promise<{ id: string; name: string }[]> => {
  const memberships = await membershipsOf(context);
  return memberships.filter(({ kind }) => kind === 'producer').map(({ id, name }) => ({ id, name }));
};
