import { loadLevel } from '#shared/data/stock/level-store.ts';
import { LEVEL_MAX_BYTES, readShelf, SHELF_ROW_MAX_BYTES, type ShelfEntry } from '#shared/data/stock/shelf-row.ts';
import { metered, PAGE_MAX_UNITS, rowsWithin, unitsOf } from '#shared/data/table/read-budget.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { isHeadPublic, type ProductHead } from '#shared/domain/products/product-head.ts';
import { isOnDay } from '#shared/domain/recognition/star.ts';
import { priceThere, publicStockOn } from '#shared/domain/stock/availability.ts';
import { type ShelfStock, shelfStockOf } from '#shared/domain/stock/shelf.ts';
import { isSaleable, isStale } from '#shared/domain/stock/stock-level.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { loadPublicSalesPoint } from '#shared/services/sales-points/get-public-sales-point.ts';

const LEVEL_UNITS = unitsOf(LEVEL_MAX_BYTES);

const view = (head: ProductHead & { name: string }, { stock, lots }: ShelfStock, { today, now }: ReadContext) => {
  const { quantity, stockStatus } = publicStockOn(stock, today);
  const certificate = head.certificate && isOnDay(head.certificate, today) ? head.certificate : null;
  return {
    product: head.id,
    slug: head.slug,
    name: head.name,
    stars: certificate?.stars ?? null,
    starsValidTo: certificate?.effectiveTo ?? null,
    producer: { id: head.producer.id, name: head.producer.name },
    alcohol: head.alcohol,
    quantity,
    band: stockStatus,
    unit: stock.unit,
    ...(lots === undefined ? {} : { lots: lots.filter((lot) => isSaleable(lot, today)) }),
    priceVnd: priceThere(stock, head),
    countedAt: stock.countedAt,
    stale: isStale(stock.countedAt, now),
  };
};

const stockInLevel = async (reader: Reader, salesPoint: string, product: string): Promise<ShelfStock | undefined> => {
  const level = await loadLevel(reader, salesPoint, product, { consistent: false });
  return level && shelfStockOf(level.value);
};

/**
 * The public stock of an approved sales point, by id or slug: quantity or band, as the sales point chooses, of goods
 * that can be sold today. Empty while it is paused. `after` is the sort key to continue after; hidden products and the
 * read budget make a page short.
 */
export const listPublicStock = async (
  context: ReadContext,
  idOrSlug: string,
  walk: { limit: number; after?: string | undefined },
) => {
  const { reader, units } = metered(context.reader);
  const point = await loadPublicSalesPoint({ ...context, reader }, idOrSlug);
  if (point.status !== 'active') return { items: [] };
  const items: (ReturnType<typeof view> | Promise<ReturnType<typeof view> | undefined>)[] = [];
  let left = PAGE_MAX_UNITS - units();
  let position = walk.after;
  const page = async (goesOn: boolean) => ({
    items: (await Promise.all(items)).filter((item) => item !== undefined),
    ...(goesOn && position !== undefined ? { next: position } : {}),
  });
  const add = ({ row }: ShelfEntry): boolean => {
    if (!row || !isHeadPublic(row.head)) return true;
    const { head, stock } = row;
    if (!stock && left < LEVEL_UNITS) return false;
    if (!stock) left -= LEVEL_UNITS;
    items.push(
      stock
        ? view(head, stock, context)
        : stockInLevel(reader, point.id, head.id).then((found) => found && view(head, found, context)),
    );
    return true;
  };
  for (let wanted = walk.limit; wanted > 0; ) {
    // The first row of a page can refer to its level and must be shown, otherwise the walk would make no progress.
    const kept = position === walk.after ? LEVEL_UNITS : 0;
    const rows = Math.min(wanted, rowsWithin(left - kept, SHELF_ROW_MAX_BYTES));
    if (rows < 1) break;
    const read = await readShelf(reader, point.id, { limit: rows, after: position });
    left -= read.units;
    wanted -= read.entries.length;
    for (const entry of read.entries) {
      if (!add(entry)) return page(true);
      position = entry.position;
    }
    if (!read.more) return page(false);
  }
  return page(true);
};
