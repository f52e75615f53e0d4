// The price in force at an instant is the lowest of the product's promotions; of equal prices the one that ends later;
// then the smaller id.
import type { EventHead } from '#shared/domain/events/event.ts';
import { admits, isBelow, type Promotion, type Regular, remainingOf, type Span, withinEvent } from './promotion.ts';

/** The fields of a promotion for pricing; `from` and `to` are milliseconds since 1970. */
export type Offer = Span &
  Pick<Promotion, 'id' | 'event' | 'priceVnd' | 'unit' | 'salesPoints' | 'booths' | 'limits' | 'sold'>;

/** Sorts by precedence, the price in force first. */
export const byRank = (a: Offer, b: Offer): number =>
  a.priceVnd - b.priceVnd || b.to - a.to || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const holdsAt =
  (at: number) =>
  ({ from, to }: Span): boolean =>
    from <= at && at < to;

/** The offers that can be in force at any time: below the regular price, and not sold out. */
export const standing = (offers: readonly Offer[], regular: Regular): Offer[] =>
  offers.filter((offer) => isBelow(offer, regular) && remainingOf(offer) !== 0);

/**
 * The events that can affect the price in force at an instant and its end: events of offers whose window contains the
 * instant, and of offers that begin before the last of these ends.
 */
export const eventsNeeded = (offers: readonly Offer[], at: number): string[] => {
  const end = Math.max(...offers.filter(holdsAt(at)).map(({ to }) => to), at);
  return [...new Set(offers.filter(({ from, to }) => from < end && at < to).map(({ event }) => event))];
};

/** The next begin or end of a window, in milliseconds; undefined if there is none. */
export const nextEdge = (offers: readonly Span[], at: number): number | undefined => {
  const edges = offers.flatMap(({ from, to }) => [from, to]).filter((edge) => edge > at);
  return edges.length === 0 ? undefined : Math.min(...edges);
};

/**
 * The offer in force at an instant, its event, and the instant at which another offer replaces it or it ends, in
 * milliseconds; null if there is none. `offers` come from `standing`; offers of events that are not given are ignored.
 */
export const priceInForce = <E extends EventHead>(
  offers: readonly Offer[],
  events: ReadonlyMap<string, E>,
  regular: Regular,
  at: number,
): { offer: Offer; event: E; until: number } | null => {
  const times = [...offers].sort(byRank).flatMap((offer) => {
    const event = events.get(offer.event);
    return event && admits(event, regular) ? [{ offer, event, spans: withinEvent(offer, event) }] : [];
  });
  const rank = times.findIndex(({ spans }) => spans.some(holdsAt(at)));
  const found = times[rank];
  const span = found?.spans.find(holdsAt(at));
  if (!found || !span) return null;
  // An offer with precedence replaces it when it begins.
  const takeovers = times
    .slice(0, rank)
    .flatMap(({ spans }) => spans.map(({ from }) => from).filter((from) => from > at));
  return { offer: found.offer, event: found.event, until: Math.min(span.to, ...takeovers) };
};
