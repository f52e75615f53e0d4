import { POINT_ROW_MAX_BYTES } from '#shared/data/sales-points/sales-point-store.ts';
import type { Row } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Item, stringOf } from '#shared/data/table/reader.ts';
import { curveKey, type LatLng } from '#shared/domain/places/geo.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { decodePointCard, encodePointCard, type PointCard } from '#shared/domain/sales-points/sales-point-card.ts';
import {
  decodePublicStock,
  encodePublicStock,
  type PublicStock,
  publicStockOf,
} from '#shared/domain/stock/availability.ts';
import type { StockLevel } from '#shared/domain/stock/stock-level.ts';

const SEPARATOR = '\u001e';

/** The card of a hidden row. The row stays, so that a late write with an older version cannot restore it. */
const HIDDEN = '';

/** Maximum size of a row, in bytes: the longest card of a sales point, and a step for each of the maximum number of lots. */
export const AVAILABILITY_ROW_MAX_BYTES = POINT_ROW_MAX_BYTES + 1_500;

/** The row by which buyers find a product at a point: the point's card and what of the level is visible. */
export const availabilityRow = (point: SalesPoint, level: StockLevel): Row => ({
  ...keys.available(level.product, curveKey(point), point.id),
  card:
    point.status === 'active'
      ? `${encodePointCard(point)}${SEPARATOR}${encodePublicStock(publicStockOf(level))}`
      : HIDDEN,
});

/** The hidden row at the earlier place of a sales point. */
export const hiddenRow = (place: LatLng, level: StockLevel): Row => ({
  ...keys.available(level.product, curveKey(place), level.salesPoint),
  card: HIDDEN,
});

/** What buyers may find of a product at a point. */
export type AvailabilityRow = { point: PointCard; stock: PublicStock };

/** Parses the card of a row; undefined for a hidden row. */
export const decodeCardText = (card: string): AvailabilityRow | undefined => {
  if (card === HIDDEN) return undefined;
  const [point = '', stock = ''] = card.split(SEPARATOR);
  return { point: decodePointCard(point), stock: decodePublicStock(stock) };
};

/** Parses a row; undefined for a hidden row. */
export const decodeAvailability = (item: Item): AvailabilityRow | undefined => decodeCardText(stringOf(item, 'card'));
