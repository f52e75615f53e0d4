import * as z from 'zod';
import type { DocumentKind, Row } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Item, numberOf, type Reader } from '#shared/data/table/reader.ts';
import { cardBy, type Page, readPage, sortKeyOf, type Walk } from '#shared/data/table/rows.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Offer } from '#shared/domain/promotions/price-in-force.ts';
import { Promotion, windowOf } from '#shared/domain/promotions/promotion.ts';
import { ID_PREFIXES } from '#shared/platform/ids.ts';

const bare = (id: string): string => id.slice(id.indexOf('_') + 1);

const Card = z.tuple([
  z.int().describe('from'),
  z.int().describe('to'),
  z.int().describe('priceVnd'),
  z.string().describe('event'),
  z.string().describe('unit'),
  z.int().nullable().describe('total'),
  z.int().nullable().describe('perBuyer'),
  z.int().describe('sold'),
  z.array(z.string()).describe('salesPoints'),
  z.array(z.string()).describe('booths'),
]);
type Card = z.infer<typeof Card>;

const decodeCard = cardBy(Card);

// Positional and without id prefixes, so that twenty offers with eight places each can be read with one RCU.
const cardOf = (promotion: Promotion): string => {
  const { from, to } = windowOf(promotion);
  const { priceVnd, event, unit, limits, sold, salesPoints, booths } = promotion;
  const card: Card = [
    from,
    to,
    priceVnd,
    bare(event),
    unit,
    limits.total,
    limits.perBuyer,
    sold,
    salesPoints.map(bare),
    booths,
  ];
  return JSON.stringify(card);
};

/** The offer in a row of a product's promotions. */
const offerOf = (item: Item): Offer => {
  const sk = sortKeyOf(item);
  const [from, to, priceVnd, event, unit, total, perBuyer, sold, salesPoints, booths] = decodeCard(item);
  return {
    id: sk.slice(sk.indexOf('#') + 1),
    event: `${ID_PREFIXES.event}_${event}`,
    priceVnd,
    unit,
    from,
    to,
    salesPoints: salesPoints.map((id) => `${ID_PREFIXES.salesPoint}_${id}`),
    booths,
    limits: { total, perBuyer },
    sold,
  };
};

/** The range of a product's promotions that are neither ended nor over at an instant, by their end. */
const liveRange = (product: string, now: Date): { pk: string; from: string; to: string } => {
  const { pk, sk: from } = keys.promotionOf(product, now.getTime() + 1, '');
  return { pk, from, to: 'z' };
};

/** The offers that are live at an instant: one query, eventually consistent unless asked otherwise. */
export const liveOffers = async (
  reader: Reader,
  product: string,
  now: Date,
  options: { consistent: boolean },
): Promise<Offer[]> => {
  const { items } = await reader.query({ ...liveRange(product, now), ...options });
  return items.map(offerOf);
};

const rows = (promotion: Promotion): Row[] =>
  promotion.status === 'ended'
    ? []
    : [
        {
          ...keys.promotionOf(promotion.product, windowOf(promotion).to, promotion.id),
          card: cardOf(promotion),
        },
        // Without the fields that a sale changes, so that a sale does not write this row.
        { ...keys.promotionAt(promotion.event, promotion.id), card: promotion.product },
      ];

/** How promotions are stored. */
export const promotionKind: DocumentKind<Promotion> = { kind: 'promotion', schema: Promotion, rows };

/** A page of the offers of a product that are live at an instant, by their end, each with its position. */
export const readLiveOffers = (
  reader: Reader,
  product: string,
  now: Date,
  walk: Walk,
): Promise<Page<{ position: string; offer: Offer }>> =>
  readPage(reader, { ...liveRange(product, now), consistent: false }, walk, (item) => ({
    position: sortKeyOf(item),
    offer: offerOf(item),
  }));

/** A page of the ids of the promotions at an event that nobody has ended, oldest first; an id is its position. */
export const readPromotionsAt = (reader: Reader, event: string, walk: Walk): Promise<Page<string>> =>
  readPage(reader, { pk: keys.promotionAt.partition(event), consistent: false }, walk, sortKeyOf);

/** The action that serialises the creation of promotions of a product, so that their number stays as it was counted. */
export const countPromotion = async (reader: Reader, product: string): Promise<Action> => {
  const { pk, sk } = keys.promotionCount(product);
  const item = await reader.get({ pk, sk }, { consistent: true });
  const made = item ? numberOf(item, 'made') : 0;
  return {
    kind: 'put',
    item: { pk: { S: pk }, sk: { S: sk }, made: { N: String(made + 1) } },
    condition: item
      ? { expression: 'made = :made', values: { ':made': { N: String(made) } } }
      : { expression: 'attribute_not_exists(pk)' },
    guard: 'promotions',
  };
};
