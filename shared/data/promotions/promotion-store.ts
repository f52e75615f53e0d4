import type { DocumentKind, Row } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Item, type Reader, stringOf } from '#shared/data/table/reader.ts';
import type { Offer } from '#shared/domain/promotions/price-in-force.ts';
import { Promotion, windowOf } from '#shared/domain/promotions/promotion.ts';
import { ID_PREFIXES } from '#shared/platform/ids.ts';

const bare = (id: string): string => id.slice(id.indexOf('_') + 1);

type Card = [
  from: number,
  to: number,
  priceVnd: number,
  event: string,
  unit: string,
  total: number | null,
  perBuyer: number | null,
  sold: number,
  salesPoints: string[],
  booths: string[],
];

// Positional and without the prefixes of ids: twenty offers with eight places each are to be read with one RCU.
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

/** The offer that a row of a product's promotions holds. */
export const offerOf = (item: Item): Offer => {
  const sk = stringOf(item, 'sk');
  const [from, to, priceVnd, event, unit, total, perBuyer, sold, salesPoints, booths] = JSON.parse(
    stringOf(item, 'card'),
  ) as Card;
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

/** The range of a product's promotions that are neither ended nor over at an instant, by their ends. */
export const liveRange = (product: string, now: Date): { pk: string; from: string; to: string } => {
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
        // Without what a sale changes, so that it is not written then.
        { ...keys.promotionAt(promotion.event, promotion.id), card: promotion.product },
      ];

/** How promotions are kept. */
export const promotionKind: DocumentKind<Promotion> = { kind: 'promotion', schema: Promotion, rows };
