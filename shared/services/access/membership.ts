import type { Stored } from '#shared/data/table/document.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadAs } from './load-as.ts';
import { producerPolicy, productPolicy, salesPointPolicy } from './policies.ts';

/** Loads documents for their members; others get 403 if they may know of them, otherwise 404. */
export const loadOwnProducer = async (context: Context, id: string): Promise<Stored<Producer>> =>
  (await loadAs(context, producerPolicy, id, ['member'])).loaded;

/** Loads a product and its producer for the producer's members. */
export const loadOwnProduct = async (
  context: Context,
  id: string,
): Promise<{ product: Stored<Product>; producer: Stored<Producer> }> => {
  const { product, producer } = (await loadAs(context, productPolicy, id, ['member'])).loaded;
  return { product, producer: await producer() };
};

export const loadOwnSalesPoint = async (context: Context, id: string): Promise<Stored<SalesPoint>> =>
  (await loadAs(context, salesPointPolicy, id, ['member'])).loaded;

/** Loads documents for their members and for officers of their territory. */
export const loadSalesPointToChange = async (context: Context, id: string): Promise<Stored<SalesPoint>> =>
  (await loadAs(context, salesPointPolicy, id, ['member', 'officer'])).loaded;

/** Loads the sales point, and whether the caller acts as a member. */
export const loadSalesPointToPause = async (
  context: Context,
  id: string,
): Promise<{ point: Stored<SalesPoint>; isMember: boolean }> => {
  const { loaded, as } = await loadAs(context, salesPointPolicy, id, ['officer', 'member']);
  return { point: loaded, isMember: as === 'member' };
};

export const loadProductToModerate = async (context: Context, id: string): Promise<Stored<Product>> =>
  (await loadAs(context, productPolicy, id, ['officer', 'member'])).loaded.product;

/** Loads the producer, and whether the caller acts as an officer. */
export const loadProducerToChange = async (
  context: Context,
  id: string,
): Promise<{ producer: Stored<Producer>; isOfficer: boolean }> => {
  const { loaded, as } = await loadAs(context, producerPolicy, id, ['officer', 'member']);
  return { producer: loaded, isOfficer: as === 'officer' };
};
