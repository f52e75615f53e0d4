import { loadEventHead } from '#shared/data/events/event-store.ts';
import { readLiveOffers, readPromotionsAt } from '#shared/data/promotions/promotion-store.ts';
import { type Meter, metered } from '#shared/data/table/read-budget.ts';
import type { Walk } from '#shared/data/table/rows.ts';
import { statusOn } from '#shared/domain/events/event.ts';
import { EVENT_PROMOTIONS_AT_ONCE } from '#shared/domain/promotions/promotion.ts';
import { isId } from '#shared/platform/ids.ts';
import { cursorInvalid, notFound } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { getPublicProductHead } from '#shared/services/products/get-public-product.ts';
import { publicPromotions } from '#shared/services/promotions/internal/public-promotions.ts';

const POSITION = /^(?:[0-9a-z]{9}#)?(prm_.{26})$/;

const requirePosition = (after: string | undefined): void => {
  if (after !== undefined && !isId('promotion', POSITION.exec(after)?.[1] ?? '')) throw cursorInvalid();
};

/** The promotions of some rows, and the position after the last one within the read budget of the page. */
const visiblePromotions = async (
  context: ReadContext,
  meter: Meter,
  rows: readonly { position: string; id: string }[],
  next: string | undefined,
): Promise<Omit<Awaited<ReturnType<typeof publicPromotions>>, 'seen'> & { next?: string }> => {
  const { seen, ...page } = await publicPromotions(
    context,
    meter,
    rows.map(({ id }) => id),
  );
  const onward = seen < rows.length ? rows[seen - 1]?.position : next;
  return { ...page, ...(onward === undefined ? {} : { next: onward }) };
};

/**
 * One page of a public product's promotions, by id or slug, that are neither ended nor over, by their end; optionally
 * at one event. A page can be short.
 */
export const listPromotionsOfProduct = async (
  context: ReadContext,
  { product, event }: { product: string; event?: string | undefined },
  walk: Walk,
) => {
  const meter = metered(context.reader);
  const { id } = await getPublicProductHead({ ...context, reader: meter.reader }, product);
  requirePosition(walk.after);
  const { items, next } = await readLiveOffers(meter.reader, id, context.now, walk);
  const rows = items
    .filter(({ offer }) => event === undefined || offer.event === event)
    .map(({ position, offer }) => ({ position, id: offer.id }));
  return visiblePromotions(context, meter, rows, next);
};

/**
 * One page of the promotions at an announced event that nobody has ended, oldest first; hidden products make it short.
 * An event that is over or cancelled has none, without a read.
 */
export const listPromotionsAtEvent = async (context: ReadContext, event: string, walk: Walk) => {
  const meter = metered(context.reader);
  const head = isId('event', event) ? await loadEventHead(meter.reader, event) : undefined;
  if (!head) throw notFound();
  const state = statusOn(head, context.today);
  if (state === 'finished' || state === 'cancelled') return { items: [], edge: undefined };
  const limit = Math.min(walk.limit, EVENT_PROMOTIONS_AT_ONCE);
  requirePosition(walk.after);
  const { items, next } = await readPromotionsAt(meter.reader, event, { ...walk, limit });
  const rows = items.map((id) => ({ position: id, id }));
  return visiblePromotions(context, meter, rows, next);
};
