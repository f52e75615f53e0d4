// What a point's shelf shows of a level, as short text for its row. A level with many lots of long names would make the row
// long and each sale dear: there the row refers to the level.
import { decodePublicStock, encodePublicStock, type PublicStock, publicStockOf } from './availability.ts';
import { isDated, type StockLevel } from './stock-level.ts';
import { type LotView, lotsOf } from './stock-views.ts';

/** The longest text of a row's stock, in bytes. */
export const SHELF_STOCK_MAX_BYTES = 1_500;

const SEPARATOR = '\u001e';
/** Stands for a level whose text would be too long. */
const IN_THE_LEVEL = '*';

/** What buyers may see of a level at its point on any day; `lots` is undefined where only the band is shown. */
export type ShelfStock = { stock: PublicStock; lots: LotView[] | undefined };

/** The lots that buyers see: goods of unknown age only where they are offered, and then like others. */
const offeredLotsOf = (level: StockLevel): LotView[] => {
  const hidesUnknown = isDated(level);
  return lotsOf(level)
    .filter(({ ageUnknown }) => !(ageUnknown && hidesUnknown))
    .map(({ lot, useBy, quantity }) => ({ lot, useBy, quantity }));
};

/** The public stock of a level at its sales point. */
export const shelfStockOf = (level: StockLevel): ShelfStock => ({
  stock: publicStockOf(level),
  lots: level.settings.show === 'number' ? offeredLotsOf(level) : undefined,
});

/** The text of a level for the row of its shelf: equal texts mean that buyers see the same. */
export const encodeShelfStock = (level: StockLevel): string => {
  const { stock, lots } = shelfStockOf(level);
  const text = [
    encodePublicStock(stock),
    ...(lots ? [JSON.stringify(lots.map(({ lot, useBy, quantity }) => [lot, useBy, quantity]))] : []),
  ].join(SEPARATOR);
  return Buffer.byteLength(text) > SHELF_STOCK_MAX_BYTES ? IN_THE_LEVEL : text;
};

/** What `encodeShelfStock` wrote; undefined where the level itself has to be read. */
export const decodeShelfStock = (text: string): ShelfStock | undefined => {
  if (text === IN_THE_LEVEL) return undefined;
  const [stock = '', lots] = text.split(SEPARATOR);
  return {
    stock: decodePublicStock(stock),
    lots:
      lots === undefined
        ? undefined
        : (JSON.parse(lots) as [string | null, string | null, string][]).map(([lot, useBy, quantity]) => ({
            lot,
            useBy,
            quantity,
          })),
  };
};
