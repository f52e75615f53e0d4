// The public stock of a level: quantity or band, as the sales point chooses, on the day of reading. Goods disappear
// after their use-by day without a write, because the stored form is a list of steps: until which day which quantity is
// available.
import { jsonText } from '#shared/platform/text.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import { quantityText } from './quantity.ts';
import { isDated, type StockLevel, saleableOn } from './stock-level.ts';

/** How much there is, for points that do not tell the number: nothing, at most the threshold, more. */
export const STOCK_STATUSES = ['out', 'low', 'in-stock'] as const;
export type StockStatus = (typeof STOCK_STATUSES)[number];

/** What holds up to and with a day, or from then on where `until` is null. `quantity` is null where only the band is told. */
type Step = { until: Day | null; quantity: string | null; stockStatus: StockStatus };

/** What buyers may see of a level on any day. */
export type PublicStock = { unit: string; priceVnd: number | null; countedAt: string | null; steps: Step[] };

/** The band of a quantity in thousandths. */
export const stockStatusOf = (quantity: number, lowStockThreshold: number | null): StockStatus => {
  if (quantity === 0) return 'out';
  return lowStockThreshold !== null && quantity <= lowStockThreshold ? 'low' : 'in-stock';
};

const isSameStep = (a: Step, b: Step): boolean => a.quantity === b.quantity && a.stockStatus === b.stockStatus;

/** What buyers may see of a level. */
export const publicStockOf = (level: StockLevel): PublicStock => {
  const { settings, lots, unit, countedAt } = level;
  const step = (until: Day | null, quantity: number): Step => ({
    until,
    quantity: settings.show === 'number' ? quantityText(quantity) : null,
    stockStatus: stockStatusOf(quantity, settings.lowStockThreshold),
  });
  const days = [...new Set(lots.filter(({ quantity }) => quantity > 0).flatMap(({ useBy }) => useBy ?? []))].sort();
  const hidesUnknown = isDated(level);
  const endless = lots
    .filter(({ useBy, ageUnknown }) => useBy === null && !(ageUnknown && hidesUnknown))
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const all = [...days.map((day) => step(day, saleableOn(level, day))), step(null, endless)];
  const steps = all.filter((one, index) => {
    const next = all[index + 1];
    return next === undefined || !isSameStep(one, next);
  });
  return { unit, priceVnd: settings.priceVnd, countedAt, steps };
};

/** The price at a point in dong: its own, or the product's where the point counts in the product's unit; null without one. */
export const priceThere = (
  stock: Pick<PublicStock, 'priceVnd' | 'unit'>,
  product: { priceVnd: number | null; unit: string },
): number | null => stock.priceVnd ?? (stock.unit === product.unit ? product.priceVnd : null);

/** What of it holds on a day. */
export const publicStockOn = (
  { steps }: PublicStock,
  day: Day,
): { quantity: string | null; stockStatus: StockStatus } => {
  const holds = steps.find(({ until }) => until === null || until >= day);
  if (!holds) throw new Error('stored availability has no last step');
  return { quantity: holds.quantity, stockStatus: holds.stockStatus };
};

const SEPARATOR = '\u001f';

/**
 * What is shown, as short text for rows of lists: equal texts mean that nothing visible has changed. A step is its last
 * day, quantity and band.
 */
export const encodePublicStock = ({ unit, priceVnd, countedAt, steps }: PublicStock): string =>
  [
    jsonText(unit),
    priceVnd ?? '',
    countedAt === null ? '' : Date.parse(countedAt).toString(36),
    steps
      .map(
        ({ until, quantity, stockStatus }) => `${until ?? ''},${quantity ?? ''},${STOCK_STATUSES.indexOf(stockStatus)}`,
      )
      .join(';'),
  ].join(SEPARATOR);

/** What `encodePublicStock` wrote; text of another form is corrupt, which is a bug. */
export const decodePublicStock = (text: string): PublicStock => {
  const [unit, priceVnd, countedAt, steps] = text.split(SEPARATOR);
  if (unit === undefined || priceVnd === undefined || countedAt === undefined || steps === undefined)
    throw new Error('stored availability is corrupt');
  return {
    unit: JSON.parse(`"${unit}"`) as string,
    priceVnd: priceVnd === '' ? null : Number(priceVnd),
    countedAt: countedAt === '' ? null : new Date(Number.parseInt(countedAt, 36)).toISOString(),
    steps: steps.split(';').map((step) => {
      const [until = '', quantity = '', index = ''] = step.split(',');
      const stockStatus = STOCK_STATUSES[Number(index)];
      if (stockStatus === undefined) throw new Error('stored availability is corrupt');
      return { until: until === '' ? null : until, quantity: quantity === '' ? null : quantity, stockStatus };
    }),
  };
};
