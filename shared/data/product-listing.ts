import { formerProvince } from '../domain/places/provinces.ts';
import { type Card, starOfCard } from '../domain/products/product-card.ts';
import { type ProductFilter, type ProductSort, passes, starsWanted } from '../domain/products/product-filter.ts';
import { type Entry, readRange, type Source } from './list-source.ts';
import { lists, NAME_KEY_MAX, nameSortKey, newestSortKey, starsSortKey } from './product-kind.ts';
import type { Reader } from './reader.ts';
import { starOrderSource } from './star-order.ts';

/** One page: at most `limit` cards, and the position to go on behind where the list may go on. */
export type ProductPage = { cards: Card[]; next?: string };

const PRODUCT_ID = 'prd_[0-9A-Z]{26}';
const POSITIONS: Record<ProductSort, RegExp> = {
  stars: new RegExp(`^(?:5?4?3?:)?(?:[1345]|[0345](?:\\d{4}-\\d\\d-\\d\\d)?#${PRODUCT_ID})$`),
  newest: new RegExp(`^[0-9a-z]{9}#${PRODUCT_ID}$`),
  name: new RegExp(`^[\\x20-\\x7e]{0,${NAME_KEY_MAX}} ${PRODUCT_ID}$`),
};

/** Whether a walk of this filter and sort can stand at a position: what a cursor brings is checked before anything is read for it. */
export const isPosition = (filter: ProductFilter, sort: ProductSort, position: string): boolean =>
  POSITIONS[sort].test(position) &&
  (sort !== 'stars' || starsWanted(filter).includes(0) || !/^(?:\d*:)?[01]/.test(position));

/** At most so much of a partition is read for one page when a filter has no partition of its own: DynamoDB's own page. */
const SCAN_MAX_BYTES = 1_000_000;
const SCAN_STEP = 400;
/** The partition that serves a filter in star order, narrowest first; what it does not imply is filtered. */
const starsPartition = (filter: ProductFilter): string => {
  const { byStars } = lists;
  if (filter.producer !== undefined) return byStars.producer(filter.producer);
  if (filter.commune !== undefined) return byStars.commune(filter.commune);
  if (filter.formerProvince !== undefined) return byStars.formerProvince(filter.formerProvince);
  if (filter.province !== undefined) {
    return filter.group === undefined
      ? byStars.province(filter.province)
      : byStars.provinceGroup(filter.province, filter.group);
  }
  if (filter.criteriaSet !== undefined) return byStars.countrySet(filter.criteriaSet);
  return filter.group === undefined ? byStars.country() : byStars.countryGroup(filter.group);
};

/** Whether every card of the partition passes the filter, the star apart. */
const isKeyed = (filter: ProductFilter): boolean => {
  const asked = (['province', 'formerProvince', 'commune', 'producer', 'group', 'criteriaSet'] as const).filter(
    (name) => filter[name] !== undefined,
  );
  return asked.length <= 1 || (asked.length === 2 && asked.includes('province') && asked.includes('group'));
};

/** A partition from end to end, in one direction. */
const partitionSource =
  (reader: Reader, pk: string, descending: boolean): Source =>
  async (after, limit) =>
    readRange(reader, { pk, descending, limit, ...(after === undefined ? {} : { after }) });

/**
 * A commune's or a producer's products in an order that has no partition of its own: the whole partition is read and sorted.
 * The largest of them hold some hundreds.
 */
const sortedSource =
  (reader: Reader, pk: string, positionOf: (card: Card) => string, descending: boolean): Source =>
  async (after) => {
    const entries: Entry[] = [];
    for (let from: string | undefined, more = true; more; ) {
      const page = await readRange(reader, { pk, ...(from === undefined ? {} : { after: from }) });
      from = page.entries.at(-1)?.position;
      more = page.more;
      entries.push(...page.entries.map(({ card, bytes }) => ({ card, bytes, position: positionOf(card) })));
    }
    const direction = descending ? -1 : 1;
    return {
      entries: entries
        .filter(({ position }) => after === undefined || (position < after ? -1 : 1) * direction > 0)
        .filter(({ position }) => position !== after)
        .sort((a, b) => (a.position < b.position ? -1 : 1) * direction),
      more: false,
    };
  };

const nameOf = (card: Card): string => JSON.parse(`"${card.name}"`) as string;

const positionIn =
  (sort: ProductSort, day: string) =>
  (card: Card): string => {
    if (sort === 'newest') return newestSortKey(card.published, card.id);
    if (sort === 'name') return nameSortKey(nameOf(card), card.id);
    const key = starsSortKey(
      card.stars === '' ? null : { stars: Number(card.stars), effectiveTo: card.effectiveTo },
      card.id,
    );
    return starOfCard(card, day) === '' ? `0${key.slice(1)}` : key;
  };

const nothing: Source = async () => ({ entries: [], more: false });

/** What a filter and a sort are served from; `keyed` where every entry of the source passes the filter. */
const sourceOf = (
  reader: Reader,
  filter: ProductFilter,
  sort: ProductSort,
  day: string,
): { source: Source; keyed: boolean } => {
  if (filter.producer !== undefined || filter.commune !== undefined) {
    const positionOf = positionIn(sort, day);
    return { source: sortedSource(reader, starsPartition(filter), positionOf, sort !== 'name'), keyed: false };
  }
  if (sort === 'stars') {
    const wanted = starsWanted(filter);
    const starred = wanted.filter((star) => star > 0);
    const [highest, lowest] = [starred[0], starred.at(-1)];
    if (highest === undefined || lowest === undefined) return { source: nothing, keyed: true };
    const stars = { highest, lowest, starless: wanted.includes(0) };
    return { source: starOrderSource(reader, starsPartition(filter), stars, day), keyed: isKeyed(filter) };
  }
  const scopes = sort === 'newest' ? lists.byNewest : lists.byName;
  const province = filter.province ?? (filter.formerProvince && formerProvince(filter.formerProvince)?.currentCode);
  const pk = province === undefined ? scopes.country() : scopes.province(province);
  const filtered = (['formerProvince', 'group', 'criteriaSet', 'stars', 'minStars'] as const).some(
    (name) => filter[name] !== undefined,
  );
  return { source: partitionSource(reader, pk, sort === 'newest'), keyed: !filtered };
};

/**
 * One page of a walk: membership and order are judged on `day`, the walk goes on behind `after`. A filter that has its own
 * partition reads only what it shows and one row more; another reads at most a megabyte and then gives a short page.
 */
export const listProductCards = async (
  reader: Reader,
  filter: ProductFilter,
  walk: { sort: ProductSort; day: string; limit: number; after?: string },
): Promise<ProductPage> => {
  const { source, keyed } = sourceOf(reader, filter, walk.sort, walk.day);
  const cards: Card[] = [];
  let scanned = 0;
  let last = walk.after;
  const page = (isOver: boolean): ProductPage => ({ cards, ...(isOver || last === undefined ? {} : { next: last }) });

  for (let more = true; more; ) {
    const read = await source(last, keyed ? walk.limit + 1 - cards.length : SCAN_STEP);
    for (const { position, card, bytes } of read.entries) {
      if (keyed || passes(card, filter, walk.day)) {
        if (cards.length === walk.limit) return page(false);
        cards.push(card);
      }
      last = position;
      scanned += bytes;
    }
    last = read.resume ?? last;
    more = read.more;
    if (!keyed && more && scanned >= SCAN_MAX_BYTES) return page(false);
  }
  return page(true);
};
