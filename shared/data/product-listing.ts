import { formerProvince } from '../domain/places/provinces.ts';
import { type Card, decodeCard, starOfCard } from '../domain/products/product-card.ts';
import { type ProductFilter, type ProductSort, passes, starsWanted } from '../domain/products/product-filter.ts';
import { addDays } from '../platform/vietnam-day.ts';
import { lists, nameSortKey, newestSortKey, starsSortKey } from './product-kind.ts';
import { type Range, type Reader, stringOf } from './reader.ts';

/** A row of a list: its place in the walk and its card. */
type Entry = { position: string; card: Card; bytes: number };

/** One page: at most `limit` cards, and the position to go on behind where the list may go on. */
export type ProductPage = { cards: Card[]; next?: string };

/** At most so much of a partition is read for one page when a filter has no partition of its own: DynamoDB's own page. */
const SCAN_MAX_BYTES = 1_000_000;
const SCAN_STEP = 400;
const ROW_OVERHEAD_BYTES = 60;

const HIGHEST = '\uffff';

/**
 * A source yields entries in walk order; `more` says that it was cut off and can be asked again, behind `resume` or
 * behind its last entry.
 */
type Source = (
  after: string | undefined,
  limit: number,
) => Promise<{ entries: Entry[]; more: boolean; resume?: string }>;

const readRange = async (reader: Reader, range: Range, position: (sk: string) => string) => {
  const { items, more } = await reader.query(range);
  return {
    entries: items.map((item): Entry => {
      const sk = stringOf(item, 'sk');
      const card = stringOf(item, 'card');
      return { position: position(sk), card: decodeCard(card), bytes: ROW_OVERHEAD_BYTES + sk.length + card.length };
    }),
    more,
  };
};

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

/**
 * Products that hold one of the stars `highest` to `lowest` on `day`, the highest first and within a star the longest valid
 * first: one descending range. Rows that have lapsed lie at the end of their star's digit; the first one met sends the
 * walk on to the next digit.
 */
const starredSource =
  (reader: Reader, pk: string, [highest, lowest]: [number, number], day: string): Source =>
  async (after, limit) => {
    const range = { pk, from: `${lowest}${day}`, to: `${highest}${HIGHEST}`, descending: true, limit };
    const page = await readRange(reader, { ...range, ...(after === undefined ? {} : { after }) }, (sk) => sk);
    const lapsed = page.entries.findIndex(({ position }) => position.slice(1, 1 + day.length) < day);
    if (lapsed < 0) return page;
    return {
      entries: page.entries.slice(0, lapsed),
      more: true,
      resume: page.entries[lapsed]?.position.slice(0, 1) ?? '',
    };
  };

/**
 * Products without a star on `day`: those whose star has ended, the latest ended first, then those that never had one.
 * The ended ones lie behind each star's digit, so three short ranges are merged.
 */
const starlessSource =
  (reader: Reader, pk: string, day: string): Source =>
  async (after, limit) => {
    const digits = ['5', '4', '3'];
    const positionOf = (sk: string) => `0${sk.slice(1)}`;
    const never = `0#`;
    const lapsedDone = after?.startsWith(never) ?? false;
    const lapsed = lapsedDone
      ? []
      : await Promise.all(
          digits.map((digit) =>
            readRange(
              reader,
              {
                pk,
                from: digit,
                to: `${digit}${addDays(day, -1)}${HIGHEST}`,
                descending: true,
                limit,
                ...(after === undefined ? {} : { after: digit + after.slice(1) }),
              },
              positionOf,
            ),
          ),
        );
    const merged = lapsed.flatMap(({ entries }) => entries).sort((a, b) => (a.position < b.position ? 1 : -1));
    if (merged.length >= limit || lapsed.some(({ more }) => more)) {
      return { entries: merged.slice(0, limit), more: true };
    }
    const rest = await readRange(
      reader,
      {
        pk,
        from: never,
        to: `${never}${HIGHEST}`,
        descending: true,
        limit: limit - merged.length,
        ...(lapsedDone && after !== undefined ? { after } : {}),
      },
      (sk) => sk,
    );
    return { entries: [...merged, ...rest.entries], more: rest.more };
  };

/** A partition from end to end, in one direction. */
const partitionSource =
  (reader: Reader, pk: string, descending: boolean): Source =>
  async (after, limit) =>
    readRange(reader, { pk, descending, limit, ...(after === undefined ? {} : { after }) }, (sk) => sk);

/**
 * A commune's or a producer's products in an order that has no partition of its own: the whole partition is read and sorted.
 * The largest of them hold some hundreds.
 */
const sortedSource =
  (reader: Reader, pk: string, positionOf: (card: Card) => string, descending: boolean): Source =>
  async (after) => {
    const entries: Entry[] = [];
    for (let from: string | undefined, more = true; more; ) {
      const page = await readRange(reader, { pk, ...(from === undefined ? {} : { after: from }) }, (sk) => sk);
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

type Segment = { source: Source; holds: (position: string) => boolean };

const segmentsOf = (
  reader: Reader,
  filter: ProductFilter,
  sort: ProductSort,
  day: string,
): { segments: Segment[]; keyed: boolean } => {
  const descending = sort !== 'name';
  if (filter.producer !== undefined || filter.commune !== undefined) {
    const source = sortedSource(reader, starsPartition(filter), positionIn(sort, day), descending);
    return { segments: [{ source, holds: () => true }], keyed: false };
  }
  if (sort === 'stars') {
    const pk = starsPartition(filter);
    const wanted = starsWanted(filter);
    const starred = wanted.filter((star) => star > 0);
    const [highest, lowest] = [starred[0], starred.at(-1)];
    const segments: Segment[] = [];
    if (highest !== undefined && lowest !== undefined) {
      const source = starredSource(reader, pk, [highest, lowest], day);
      segments.push({ source, holds: (position) => !position.startsWith('0') });
    }
    if (wanted.includes(0))
      segments.push({ source: starlessSource(reader, pk, day), holds: (position) => position.startsWith('0') });
    return { segments, keyed: isKeyed(filter) };
  }
  const scopes = sort === 'newest' ? lists.byNewest : lists.byName;
  const province = filter.province ?? (filter.formerProvince && formerProvince(filter.formerProvince)?.currentCode);
  const source = partitionSource(
    reader,
    province === undefined ? scopes.country() : scopes.province(province),
    descending,
  );
  const filtered = (['formerProvince', 'group', 'criteriaSet', 'stars', 'minStars'] as const).some(
    (name) => filter[name] !== undefined,
  );
  return { segments: [{ source, holds: () => true }], keyed: !filtered };
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
  const { segments, keyed } = segmentsOf(reader, filter, walk.sort, walk.day);
  const found: Entry[] = [];
  let scanned = 0;
  let last = walk.after;

  const startAt = walk.after === undefined ? 0 : segments.findIndex(({ holds }) => holds(walk.after as string));
  for (const [index, { source }] of segments.entries()) {
    if (index < startAt) continue;
    let after = index === startAt ? walk.after : undefined;
    for (let more = true; more; ) {
      const page = await source(after, keyed ? walk.limit + 1 - found.length : SCAN_STEP);
      for (const entry of page.entries) {
        if (keyed || passes(entry.card, filter, walk.day)) {
          if (found.length === walk.limit)
            return { cards: found.map(({ card }) => card), ...(last === undefined ? {} : { next: last }) };
          found.push(entry);
        }
        last = entry.position;
        scanned += entry.bytes;
      }
      after = page.resume ?? page.entries.at(-1)?.position ?? after;
      more = page.more;
      if (!keyed && more && scanned >= SCAN_MAX_BYTES) {
        return { cards: found.map(({ card }) => card), ...(last === undefined ? {} : { next: last }) };
      }
    }
  }
  return { cards: found.map(({ card }) => card) };
};
