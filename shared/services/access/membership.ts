import type { Stored } from '#shared/data/table/document.ts';
import { isMember, isVisible, type Producer } from '#shared/domain/producers/producer.ts';
import { isPublic, type Product, provinceInCharge } from '#shared/domain/products/product.ts';
import { isKnown, type SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadProducer, loadProduct, loadSalesPoint } from './documents.ts';
import { refusal } from './forbidden-or-not-found.ts';
import { isInTerritory } from './office.ts';

/** The producer, for its members; others get 403 where it is public or in their territory, otherwise 404. */
export const loadOwnProducer = async (context: Context, id: string): Promise<Stored<Producer>> => {
  const producer = await loadProducer(context, id);
  if (isMember(producer.value, context.caller.subject)) return producer;
  throw refusal(isVisible(producer.value) || (await isInTerritory(context, producer.value.province.code)));
};

/**
 * The product with its producer, for the producer's members; others get 403 where it is public or in their territory,
 * otherwise 404.
 */
export const loadOwnProduct = async (
  context: Context,
  id: string,
): Promise<{ product: Stored<Product>; producer: Stored<Producer> }> => {
  const product = await loadProduct(context, id);
  const producer = await loadProducer(context, product.value.producer.id);
  if (isMember(producer.value, context.caller.subject)) return { product, producer };
  throw refusal(isPublic(product.value) || (await isInTerritory(context, provinceInCharge(product.value))));
};

/** The sales point, for its members; others get 403 where it is public or in their territory, otherwise 404. */
export const loadOwnSalesPoint = async (context: Context, id: string): Promise<Stored<SalesPoint>> => {
  const point = await loadSalesPoint(context, id);
  if (isMember(point.value, context.caller.subject)) return point;
  throw refusal(isKnown(point.value) || (await isInTerritory(context, point.value.province.code)));
};

/** The sales point, for its members and the officers of its territory; others get 403 where it is public, otherwise 404. */
export const loadSalesPointToChange = async (context: Context, id: string): Promise<Stored<SalesPoint>> => {
  const point = await loadSalesPoint(context, id);
  if (isMember(point.value, context.caller.subject)) return point;
  if (await isInTerritory(context, point.value.province.code)) return point;
  throw refusal(isKnown(point.value));
};

/** The product, for its producer's members and the officers of its territory; others get 403 where it is public, otherwise 404. */
export const loadProductToModerate = async (context: Context, id: string): Promise<Stored<Product>> => {
  const product = await loadProduct(context, id);
  if (await isInTerritory(context, provinceInCharge(product.value))) return product;
  return (await loadOwnProduct(context, id)).product;
};
