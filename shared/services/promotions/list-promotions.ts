import { loadDocument } from '../../data/document.ts';
import { eventKind } from '../../data/event-kind.ts';
import { keys } from '../../data/keys.ts';
import { liveRange, offerOf } from '../../data/promotion-kind.ts';
import { stringOf } from '../../data/reader.ts';
import { isAnnounced, statusOn } from '../../domain/events/event.ts';
import { EVENT_PROMOTIONS_AT_ONCE } from '../../domain/promotions/promotion.ts';
import { isId } from '../../platform/ids.ts';
import { cursorInvalid, notFound } from '../../platform/problem.ts';
import type { ReadContext } from '../context.ts';
import { getPublicProduct } from '../products/get-public-product.ts';
import { publicPromotions } from './public-promotions.ts';

type Walk = { limit: number; after?: string | undefined };

const POSITION = /^(?:[0-9a-z]{9}#)?(prm_.{26})$/;

const position = (after: string): string => {
  if (isId('promotion', POSITION.exec(after)?.[1] ?? '')) return after;
  throw cursorInvalid();
};

const walked = async (context: ReadContext, range: { pk: string; from?: string; to?: string }, walk: Walk) => {
  const read = await context.reader.query({
    ...range,
    limit: walk.limit + 1,
    ...(walk.after === undefined ? {} : { after: position(walk.after) }),
  });
  const items = read.items.slice(0, walk.limit);
  const last = items.at(-1);
  return { items, ...(read.items.length > walk.limit && last ? { next: stringOf(last, 'sk') } : {}) };
};

/** One page of a public product's promotions, by id or slug, that are neither ended nor over, by their ends; at one event only where it is named. */
export const listPromotionsOfProduct = async (
  context: ReadContext,
  { product, event }: { product: string; event?: string | undefined },
  walk: Walk,
) => {
  const { body } = await getPublicProduct(context, product);
  const { items, ...rest } = await walked(context, liveRange(body.id, context.now), walk);
  const offers = items.map(offerOf).filter((offer) => event === undefined || offer.event === event);
  return {
    ...(await publicPromotions(
      context,
      offers.map(({ id }) => id),
    )),
    ...rest,
  };
};

/**
 * One page of the promotions at an announced event that nobody has ended, oldest first; short where products are hidden. Of an
 * event that is over or cancelled there are none, and none are read.
 */
export const listPromotionsAtEvent = async (context: ReadContext, event: string, walk: Walk) => {
  const stored = isId('event', event)
    ? await loadDocument(context.reader, eventKind, event, { consistent: false })
    : undefined;
  if (!stored || !isAnnounced(stored.value)) throw notFound();
  const state = statusOn(stored.value, context.today);
  if (state === 'finished' || state === 'cancelled') return { items: [], edge: undefined };
  const limit = Math.min(walk.limit, EVENT_PROMOTIONS_AT_ONCE);
  const { items, ...rest } = await walked(context, { pk: keys.promotionAt(event, '').pk }, { ...walk, limit });
  return {
    ...(await publicPromotions(
      context,
      items.map((item) => stringOf(item, 'sk')),
    )),
    ...rest,
  };
};
