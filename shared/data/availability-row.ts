import { curveKey, type LatLng } from '../domain/places/geo.ts';
import type { SalesPoint } from '../domain/sales-points/sales-point.ts';
import { decodePointCard, encodePointCard, type PointCard } from '../domain/sales-points/sales-point-card.ts';
import { decodeShown, encodeShown, type Shown, shownOf } from '../domain/stock/availability.ts';
import type { StockLevel } from '../domain/stock/stock-level.ts';
import type { Row } from './document.ts';
import { keys } from './keys.ts';
import { type Item, stringOf } from './reader.ts';
import { POINT_ROW_MAX_BYTES } from './sales-point-kind.ts';

const SEPARATOR = '\u001e';

/** What a row shows of a point that no buyer is to find: nothing, but it stays, so that no late write can bring it back. */
const HIDDEN = '';

/** The longest row, in bytes: the longest card of a point, and a step for each of the most lots. */
export const AVAILABILITY_ROW_MAX_BYTES = POINT_ROW_MAX_BYTES + 1_500;

/** The row by which buyers find a product at a point: the point's card and what of the level is visible. */
export const availabilityRow = (point: SalesPoint, level: StockLevel): Row => ({
  ...keys.available(level.product, curveKey(point), point.id),
  card: point.status === 'active' ? `${encodePointCard(point)}${SEPARATOR}${encodeShown(shownOf(level))}` : HIDDEN,
});

/** What is left where the point stood before: a row that no buyer is to find. */
export const hiddenRow = (place: LatLng, level: StockLevel): Row => ({
  ...keys.available(level.product, curveKey(place), level.salesPoint),
  card: HIDDEN,
});

/** A row taken apart; undefined for one that no buyer is to find. */
export const decodeAvailability = (item: Item): { point: PointCard; shown: Shown } | undefined => {
  const card = stringOf(item, 'card');
  if (card === HIDDEN) return undefined;
  const [point = '', shown = ''] = card.split(SEPARATOR);
  return { point: decodePointCard(point), shown: decodeShown(shown) };
};
