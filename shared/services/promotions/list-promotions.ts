import { loadEventHead } from '#shared/data/events/event-store.ts';
import { liveRange, offerOf } from '#shared/data/promotions/promotion-store.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Meter, metered } from '#shared/data/table/read-budget.ts';
import { type Reader, stringOf } from '#shared/data/table/reader.ts';
import { statusOn } from '#shared/domain/events/event.ts';
import { EVENT_PROMOTIONS_AT_ONCE } from '#shared/domain/promotions/promotion.ts';
import { isId } from '#shared/platform/ids.ts';
import { cursorInvalid, notFound } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { getPublicProductHead } from '#shared/services/products/get-public-product.ts';
import { publicPromotions } from '#shared/services/promotions/internal/public-promotions.ts';

type Walk = { limit: number; after?: string | undefined };

const POSITION = /^(?:[0-9a-z]{9}#)?(prm_.{26})$/;

const position = (after: string): string => {
  if (isId('promotion', POSITION.exec(after)?.[1] ?? '')) return after;
  throw cursorInvalid();
};

const walked = async (reader: Reader, range: { pk: string; from?: string; to?: string }, walk: Walk) => {
  const read = await reader.query({
    ...range,
    limit: walk.limit + 1,
    ...(walk.after === undefined ? {} : { after: position(walk.after) }),
  });
  const items = read.items.slice(0, walk.limit);
  const last = items.at(-1);
  return { items, ...(read.items.length > walk.limit && last ? { next: stringOf(last, 'sk') } : {}) };
};

/** The promotions of some rows, and where to go on: behind the last that the page could afford to show. */
const shown = async (
  context: ReadContext,
  meter: Meter,
  rows: readonly { sk: string; id: string }[],
  next: string | undefined,
): Promise<Omit<Awaited<ReturnType<typeof publicPromotions>>, 'seen'> & { next?: string }> => {
  const { seen, ...page } = await publicPromotions(
    context,
    meter,
    rows.map(({ id }) => id),
  );
  const onward = seen < rows.length ? rows[seen - 1]?.sk : next;
  return { ...page, ...(onward === undefined ? {} : { next: onward }) };
};

/**
 * One page of a public product's promotions, by id or slug, that are neither ended nor over, by their ends; at one event only
 * where it is named. A page can be short.
 */
export const listPromotionsOfProduct = async (
  context: ReadContext,
  { product, event }: { product: string; event?: string | undefined },
  walk: Walk,
) => {
  const meter = metered(context.reader);
  const { id } = await getPublicProductHead({ ...context, reader: meter.reader }, product);
  const { items, next } = await walked(meter.reader, liveRange(id, context.now), walk);
  const rows = items
    .map((item) => ({ sk: stringOf(item, 'sk'), ...offerOf(item) }))
    .filter((offer) => event === undefined || offer.event === event);
  return shown(context, meter, rows, next);
};

/**
 * One page of the promotions at an announced event that nobody has ended, oldest first; short where products are hidden. Of an
 * event that is over or cancelled there are none, and none are read.
 */
export const listPromotionsAtEvent = async (context: ReadContext, event: string, walk: Walk) => {
  const meter = metered(context.reader);
  const head = isId('event', event) ? await loadEventHead(meter.reader, event) : undefined;
  if (!head) throw notFound();
  const state = statusOn(head, context.today);
  if (state === 'finished' || state === 'cancelled') return { items: [], edge: undefined };
  const limit = Math.min(walk.limit, EVENT_PROMOTIONS_AT_ONCE);
  const { items, next } = await walked(meter.reader, { pk: keys.promotionAt.partition(event) }, { ...walk, limit });
  const rows = items.map((item) => ({ sk: stringOf(item, 'sk'), id: stringOf(item, 'sk') }));
  return shown(context, meter, rows, next);
};
