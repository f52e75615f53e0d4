import { promotionKind } from '#shared/data/promotions/promotion-store.ts';
import { loadDocument, type Stored } from '#shared/data/table/document.ts';
import { type Event, isAnnounced, territoryOf as territoryOfEvent } from '#shared/domain/events/event.ts';
import { isMember } from '#shared/domain/producers/producer.ts';
import { isPublic, type Product, provinceInCharge } from '#shared/domain/products/product.ts';
import type { Promotion } from '#shared/domain/promotions/promotion.ts';
import { isId } from '#shared/platform/ids.ts';
import { notFound } from '#shared/platform/problem.ts';
import { loadEvent, loadProducer, loadProduct, loadSalesPoint } from '#shared/services/access/documents.ts';
import { loadAs, type Policy, type Standing } from '#shared/services/access/load-as.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** The event and the product of a promotion. */
export type Sides = { event: Stored<Event>; product: Stored<Product> };
type Ids = { event: string; product: string };

/** The caller's roles towards both sides, and whether the caller may know of both. */
type ToSides = { member: boolean; officer: boolean; organiser: boolean; known: boolean };
type Between = { sides: Sides; to: (standing: Standing) => Promise<ToSides> };

const between = async (context: Context, ids: Ids): Promise<Between> => {
  const [event, product] = await Promise.all([loadEvent(context, ids.event), loadProduct(context, ids.product)]);
  const judge = async ({ isOfficerOf }: Standing): Promise<ToSides> => {
    const [producer, organiser, officer] = await Promise.all([
      loadProducer(context, product.value.producer.id),
      isOfficerOf(territoryOfEvent(event.value)),
      isOfficerOf(provinceInCharge(product.value)),
    ]);
    const member = isMember(producer.value, context.caller.subject);
    const knowsEvent = organiser || isAnnounced(event.value);
    const knowsProduct = member || officer || isPublic(product.value);
    return { member, officer, organiser, known: knowsEvent && knowsProduct };
  };
  let judged: Promise<ToSides> | undefined;
  const to = (standing: Standing): Promise<ToSides> => {
    judged ??= judge(standing);
    return judged;
  };
  return { sides: { event, product }, to };
};

type SideRole = 'member' | 'officer' | 'organiser';

const whoKnowsBoth =
  (role: SideRole) =>
  async ({ to }: Between, standing: Standing): Promise<boolean> => {
    const caller = await to(standing);
    return caller.known && caller[role];
  };

/**
 * Members of the product's producer, officers of its province, and officers of the event. If a side is hidden, only its
 * own people have access.
 */
const ROLES = {
  member: whoKnowsBoth('member'),
  officer: whoKnowsBoth('officer'),
  organiser: whoKnowsBoth('organiser'),
};

const knowsBoth = async ({ to }: Between, _: unknown, standing: Standing): Promise<boolean> =>
  (await to(standing)).known;

const sidesPolicy: Policy<Between, SideRole, Ids> = { load: between, roles: ROLES, isKnown: knowsBoth };

/**
 * Loads the event and the product for members of the product's producer and for officers of the event's territory.
 * Others get 403 if they may know of both, otherwise 404; the same applies to these roles if the other side is hidden
 * from them.
 */
export const loadSides = async (context: Context, ids: Ids): Promise<Sides> =>
  (await loadAs(context, sidesPolicy, ids, ['member', 'organiser'])).loaded.sides;

type LoadedPromotion = Between & { promotion: Stored<Promotion> };

const promotionBetween = async (context: Context, id: string): Promise<LoadedPromotion> => {
  const promotion = isId('promotion', id)
    ? await loadDocument(context.reader, promotionKind, id, { consistent: true })
    : undefined;
  if (!promotion) throw notFound();
  return { promotion, ...(await between(context, promotion.value)) };
};

const promotionPolicy: Policy<LoadedPromotion, SideRole | 'seller'> = {
  load: promotionBetween,
  roles: {
    ...ROLES,
    /** Members of the sales points of the promotion, who sold the product even if it is hidden since. */
    seller: async ({ promotion }, { context }) => {
      const points = await Promise.all(promotion.value.salesPoints.map((id) => loadSalesPoint(context, id)));
      return points.some(({ value }) => isMember(value, context.caller.subject));
    },
  },
  isKnown: knowsBoth,
};

/** Loads the promotion for officers of its event's territory; others get 403 if they may know of both sides, otherwise 404. */
export const loadPromotionAsOfficer = async (context: Context, id: string): Promise<Stored<Promotion>> =>
  (await loadAs(context, promotionPolicy, id, ['organiser'])).loaded.promotion;

type Loaded = Sides & { promotion: Stored<Promotion> };

const loadFor = async (context: Context, id: string, roles: readonly (SideRole | 'seller')[]): Promise<Loaded> => {
  const { promotion, sides } = (await loadAs(context, promotionPolicy, id, roles)).loaded;
  return { promotion, ...sides };
};

/** Loads a promotion with its event and product, for the roles of `loadSides`. */
export const loadPromotion = (context: Context, id: string): Promise<Loaded> =>
  loadFor(context, id, ['member', 'organiser']);

/** The same for ending it: also for officers of the product's province. */
export const loadPromotionToEnd = (context: Context, id: string): Promise<Loaded> =>
  loadFor(context, id, ['member', 'organiser', 'officer']);

/** The same for reporting sales: also for members of its sales points. */
export const loadPromotionToSell = (context: Context, id: string): Promise<Loaded> =>
  loadFor(context, id, ['member', 'organiser', 'seller']);
