import { promotionKind } from '#shared/data/promotions/promotion-store.ts';
import { loadDocument, type Stored } from '#shared/data/table/document.ts';
import { covers } from '#shared/domain/access/territory.ts';
import { type Event, isAnnounced, territoryOf as territoryOfEvent } from '#shared/domain/events/event.ts';
import { isMember } from '#shared/domain/producers/producer.ts';
import { isPublic, type Product, provinceInCharge } from '#shared/domain/products/product.ts';
import type { Promotion } from '#shared/domain/promotions/promotion.ts';
import { isId } from '#shared/platform/ids.ts';
import { notFound } from '#shared/platform/problem.ts';
import { loadEvent, loadProducer, loadProduct, loadSalesPoint } from '#shared/services/access/documents.ts';
import { forbidden, refusal } from '#shared/services/access/forbidden-or-not-found.ts';
import { territoryOf } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** What a promotion stands between. */
export type Sides = { event: Stored<Event>; product: Stored<Product> };
type Ids = { event: string; product: string };

/** The sides, what the caller is to them, and whether the caller may know of both. */
const loadStanding = async (context: Context, ids: Ids) => {
  const [territory, event, product] = await Promise.all([
    territoryOf(context),
    loadEvent(context, ids.event),
    loadProduct(context, ids.product),
  ]);
  const producer = await loadProducer(context, product.value.producer.id);
  const isOfMember = isMember(producer.value, context.caller.subject);
  const isOfOrganiser = covers(territory, territoryOfEvent(event.value));
  const isOfProvince = covers(territory, provinceInCharge(product.value));
  const knowsEvent = isOfOrganiser || isAnnounced(event.value);
  const knowsProduct = isOfMember || isOfProvince || isPublic(product.value);
  return { sides: { event, product }, isOfMember, isOfOrganiser, isOfProvince, known: knowsEvent && knowsProduct };
};

/**
 * The event and the product, for members of the product's producer and for officers of the event's territory. Others get
 * 403 where they may know of both, otherwise 404; so do those two about the side that is hidden from them.
 */
export const loadSides = async (context: Context, ids: Ids): Promise<Sides> => {
  const { sides, isOfMember, isOfOrganiser, known } = await loadStanding(context, ids);
  if (known && (isOfMember || isOfOrganiser)) return sides;
  throw refusal(known);
};

const promotionById = async (context: Context, id: string): Promise<Stored<Promotion>> => {
  const promotion = isId('promotion', id)
    ? await loadDocument(context.reader, promotionKind, id, { consistent: true })
    : undefined;
  if (!promotion) throw notFound();
  return promotion;
};

/** The promotion, for officers of its event's territory; others get 403 where they may know of both sides, otherwise 404. */
export const loadPromotionAsOfficer = async (context: Context, id: string): Promise<Stored<Promotion>> => {
  const promotion = await promotionById(context, id);
  const [territory, { event }] = await Promise.all([territoryOf(context), loadSides(context, promotion.value)]);
  if (covers(territory, territoryOfEvent(event.value))) return promotion;
  throw forbidden();
};

type Loaded = Sides & { promotion: Stored<Promotion> };

/** A promotion with what it stands between, for the people of `loadSides`. */
export const loadPromotion = async (context: Context, id: string): Promise<Loaded> => {
  const promotion = await promotionById(context, id);
  return { promotion, ...(await loadSides(context, promotion.value)) };
};

/** The same to end it: also for officers of the province that is in charge of the product. */
export const loadPromotionToEnd = async (context: Context, id: string): Promise<Loaded> => {
  const promotion = await promotionById(context, id);
  const { sides, isOfMember, isOfOrganiser, isOfProvince, known } = await loadStanding(context, promotion.value);
  if (known && (isOfMember || isOfOrganiser || isOfProvince)) return { promotion, ...sides };
  throw refusal(known);
};

const isAtPointOf = async (context: Context, { salesPoints }: Promotion): Promise<boolean> => {
  const points = await Promise.all(salesPoints.map((id) => loadSalesPoint(context, id)));
  return points.some(({ value }) => isMember(value, context.caller.subject));
};

/** The same to count its sales: also for members of the sales points that it names, who sold it even if it is hidden since. */
export const loadPromotionToSell = async (context: Context, id: string): Promise<Loaded> => {
  const promotion = await promotionById(context, id);
  const { sides, isOfMember, isOfOrganiser, known } = await loadStanding(context, promotion.value);
  if (known && (isOfMember || isOfOrganiser)) return { promotion, ...sides };
  if (await isAtPointOf(context, promotion.value)) return { promotion, ...sides };
  throw refusal(known);
};
