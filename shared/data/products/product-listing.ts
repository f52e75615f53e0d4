import { loadCommunes } from '#shared/data/places/communes-reference.ts';
import { type Entry, readRange, SOURCE_LEAST_UNITS, type Source } from '#shared/data/table/list-source.ts';
import { NAME_KEY_MAX, nameSortKey } from '#shared/data/table/name-order.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { formerProvince } from '#shared/domain/places/provinces.ts';
import type { Card } from '#shared/domain/products/product-card.ts';
import { type ProductFilter, type ProductSort, passes, starsWanted } from '#shared/domain/products/product-filter.ts';
import { lists, newestSortKey } from './product-store.ts';
import { starOrderSource } from './star-order.ts';

/** One page: at most `limit` cards, and the position of the next page if there can be one. */
export type ProductPage = { cards: Card[]; next?: string };

const PRODUCT_ID = 'prd_[0-9A-Z]{26}';
const POSITIONS: Record<ProductSort, RegExp> = {
  stars: new RegExp(`^(?:5?4?3?:)?(?:[1345]|[0345](?:\\d{4}-\\d\\d-\\d\\d)?#${PRODUCT_ID})$`),
  newest: new RegExp(`^[0-9a-z]{9}#${PRODUCT_ID}$`),
  name: new RegExp(`^[\\x20-\\x7e]{0,${NAME_KEY_MAX}} ${PRODUCT_ID}$`),
};

/** The order of a walk: products of one GTIN are few, and only listed by star. */
const orderOf = (filter: ProductFilter, sort: ProductSort): ProductSort => (filter.gtin === undefined ? sort : 'stars');

/** Whether a position is valid for this filter and sort; a cursor's position is checked before any read. */
export const isPosition = (filter: ProductFilter, sort: ProductSort, position: string): boolean =>
  POSITIONS[orderOf(filter, sort)].test(position) &&
  (orderOf(filter, sort) !== 'stars' || starsWanted(filter).includes(0) || !/^(?:\d*:)?[01]/.test(position));

/** Read budget of a page of a list with its own partition: nearly the whole budget of a page. */
const KEYED_UNITS = 14.5;
/** Read budget of a page of another filter, for all reads together. */
const FILTERED_UNITS = 10;
/** Read budget of a page of a former province by name or by newest, at the size of the first rows that it reads. */
const FORMER_PROVINCE_UNITS = 3;
/**
 * A partition that must be sorted is abandoned after the first number of units, and one read of it takes at most the
 * second.
 */
const SORTED_UNITS = 5;
const SORTED_MOST_UNITS = 7;

/** The narrowest partition for a filter in star order; conditions that it does not imply are filtered. */
const starsPartition = (filter: ProductFilter): string => {
  const { byStars } = lists;
  if (filter.gtin !== undefined) return byStars.gtin(filter.gtin);
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

/** Whether every card of the partition passes the filter, except for the star. */
const isKeyed = (filter: ProductFilter): boolean => {
  const asked = (['province', 'formerProvince', 'commune', 'producer', 'gtin', 'group', 'criteriaSet'] as const).filter(
    (name) => filter[name] !== undefined,
  );
  return asked.length <= 1 || (asked.length === 2 && asked.includes('province') && asked.includes('group'));
};

/** A partition from end to end, in one direction. */
const partitionSource =
  (reader: Reader, pk: string, descending: boolean): Source =>
  async (after, limit, units) =>
    readRange(reader, { pk, descending, limit, ...(after === undefined ? {} : { after }) }, units);

/**
 * About `FORMER_PROVINCE_UNITS` of a partition for each page: first the rows that fit at their maximum size, then those that fit
 * at the size of the first. Longer rows behind short ones cost more, at most the units of the page.
 */
const sampledSource =
  (reader: Reader, pk: string, descending: boolean): Source =>
  async (after, _, units) => {
    const read = (from: string | undefined, limit: number, most: number) =>
      readRange(reader, { pk, descending, limit, ...(from === undefined ? {} : { after: from }) }, most);
    const first = await read(after, Number.MAX_SAFE_INTEGER, FORMER_PROVINCE_UNITS);
    const last = first.entries.at(-1)?.position;
    const rows = Math.floor(((FORMER_PROVINCE_UNITS - first.units) * first.entries.length) / first.units);
    if (!first.more || last === undefined || rows < 1) return { ...first, units };
    const second = await read(last, rows, units - first.units);
    return { entries: [...first.entries, ...second.entries], more: second.more, units };
  };

const nameOf = (card: Card): string => JSON.parse(`"${card.name}"`) as string;

/** The position of a card in the list of newest products, or of names. */
const positionOf = (sort: Exclude<ProductSort, 'stars'>, card: Card): string =>
  sort === 'newest' ? newestSortKey(card.published, card.id) : nameSortKey(nameOf(card), card.id);

/** A small partition, read completely and sorted, and its cost; `source` is undefined if it is too large. */
const sortedPartition = async (
  reader: Reader,
  pk: string,
  sort: Exclude<ProductSort, 'stars'>,
): Promise<{ source: Source | undefined; units: number }> => {
  const entries: Entry[] = [];
  let units = 0;
  for (let after: string | undefined, more = true; more; ) {
    if (units >= SORTED_UNITS) return { source: undefined, units };
    const page = await readRange(
      reader,
      { pk, limit: Number.MAX_SAFE_INTEGER, ...(after === undefined ? {} : { after }) },
      SORTED_MOST_UNITS - units,
    );
    after = page.entries.at(-1)?.position;
    more = page.more;
    units += page.units;
    entries.push(...page.entries.map(({ card }) => ({ card, position: positionOf(sort, card) })));
  }
  const direction = sort === 'newest' ? -1 : 1;
  const sorted = entries.sort((a, b) => (a.position < b.position ? -1 : 1) * direction);
  const isBehind = (position: string, after: string): boolean =>
    position !== after && (position < after ? -1 : 1) * direction > 0;
  return {
    units,
    source: async (after) => ({
      entries: sorted.filter(({ position }) => after === undefined || isBehind(position, after)),
      more: false,
      units: 0,
    }),
  };
};

const nothing: Source = async () => ({ entries: [], more: false, units: 0 });

/** The source of a walk; `keyed` if every entry passes the filter, `units` is the remaining read budget of the page. */
type Served = { source: Source; keyed: boolean; units: number };

const inStarOrder = (reader: Reader, filter: ProductFilter, day: string): Served => {
  const wanted = starsWanted(filter);
  const starred = wanted.filter((star) => star > 0);
  const [highest, lowest] = [starred[0], starred.at(-1)];
  if (highest === undefined || lowest === undefined) return { source: nothing, keyed: true, units: 0 };
  const stars = { highest, lowest, starless: wanted.includes(0) };
  const keyed = isKeyed(filter);
  return {
    source: starOrderSource(reader, starsPartition(filter), stars, day),
    keyed,
    units: keyed ? KEYED_UNITS : FILTERED_UNITS,
  };
};

/** The current province whose list contains all matching products; undefined if only the country's list does. */
const provinceOf = async ({ province, formerProvince: former, commune }: ProductFilter): Promise<string | undefined> =>
  province ??
  (former === undefined ? undefined : formerProvince(former)?.currentCode) ??
  (commune === undefined ? undefined : (await loadCommunes()).commune(commune)?.province.code);

const inListOrder = async (
  reader: Reader,
  filter: ProductFilter,
  sort: Exclude<ProductSort, 'stars'>,
): Promise<Served> => {
  const isSmall = filter.producer !== undefined || filter.commune !== undefined;
  const sorted = isSmall ? await sortedPartition(reader, starsPartition(filter), sort) : undefined;
  if (sorted?.source) return { source: sorted.source, keyed: false, units: FILTERED_UNITS };
  const scopes = sort === 'newest' ? lists.byNewest : lists.byName;
  const province = await provinceOf(filter);
  const keyed = Object.keys(filter).every((name) => name === 'province');
  const source = filter.formerProvince !== undefined && !isSmall ? sampledSource : partitionSource;
  return {
    source: source(reader, province === undefined ? scopes.country() : scopes.province(province), sort === 'newest'),
    keyed,
    units: keyed ? KEYED_UNITS : FILTERED_UNITS - (sorted?.units ?? 0),
  };
};

/**
 * One page of a walk: filter and order use the day `day`, and the walk continues after `after`. A filter with its own
 * partition reads only the shown rows and one more; another reads at most ten units. A page ends early if it would cost
 * more.
 */
export const listProductCards = async (
  reader: Reader,
  filter: ProductFilter,
  walk: { sort: ProductSort; day: string; limit: number; after?: string },
): Promise<ProductPage> => {
  const sort = orderOf(filter, walk.sort);
  const { source, keyed, units } =
    sort === 'stars' ? inStarOrder(reader, filter, walk.day) : await inListOrder(reader, filter, sort);
  const cards: Card[] = [];
  let used = 0;
  let last = walk.after;
  const page = (isOver: boolean): ProductPage => ({ cards, ...(isOver || last === undefined ? {} : { next: last }) });

  for (;;) {
    const limit = keyed ? walk.limit + 1 - cards.length : Number.MAX_SAFE_INTEGER;
    const read = await source(last, limit, units - used);
    for (const { position, card } of read.entries) {
      if (keyed || passes(card, filter, walk.day)) {
        if (cards.length === walk.limit) return page(false);
        cards.push(card);
      }
      last = position;
    }
    last = read.resume ?? last;
    used += read.units;
    if (!read.more) return page(true);
    if (units - used < SOURCE_LEAST_UNITS) return page(false);
  }
};
