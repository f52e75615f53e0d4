import type { GroupCode } from '#shared/domain/taxonomy/groups.ts';
import { groupOf } from '#shared/domain/taxonomy/groups.ts';
import { type Card, starOfCard } from './product-card.ts';

/** The orders of the public list. */
export const PRODUCT_SORTS = ['stars', 'newest', 'name'] as const;
/** One of them. */
export type ProductSort = (typeof PRODUCT_SORTS)[number];

/** A buyer's filter. The name of a field says which list its codes are from; stars are those of the day of the first page. */
export type ProductFilter = {
  province?: string;
  formerProvince?: string;
  commune?: string;
  stars?: number;
  minStars?: number;
  group?: GroupCode;
  criteriaSet?: number;
  producer?: string;
  /** 14 digits. It selects a list of its own, in the order of stars. */
  gtin?: string;
};

/** The stars that a filter accepts, highest first; 0 means no star. */
export const starsWanted = ({ stars, minStars }: ProductFilter): number[] =>
  [5, 4, 3, 0].filter(
    (star) => (stars === undefined || star === stars) && (minStars === undefined || star >= minStars),
  );

/** Whether a card passes a filter on a day. */
export const passes = (card: Card, filter: ProductFilter, day: string): boolean =>
  (filter.province === undefined || card.province === filter.province) &&
  (filter.formerProvince === undefined || card.formerProvince === filter.formerProvince) &&
  (filter.commune === undefined || card.commune === filter.commune) &&
  (filter.producer === undefined || card.producer === filter.producer) &&
  (filter.criteriaSet === undefined || Number(card.criteriaSet) === filter.criteriaSet) &&
  (filter.group === undefined || groupOf(Number(card.criteriaSet)) === filter.group) &&
  ((filter.stars === undefined && filter.minStars === undefined) ||
    starsWanted(filter).includes(Number(starOfCard(card, day) || 0)));
