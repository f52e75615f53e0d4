// The public stock of a level: quantity or band, as the sales point chooses, on the day of reading. Goods disappear
// after their use-by day without a write, because the stored form is a list of steps: until which day which quantity is
// available.
import { jsonText } from '#shared/platform/text.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import { quantityText } from './quantity.ts';
import { type StockLevel, saleableOn } from './stock-level.ts';

/** How much there is, for points that do not tell the number: nothing, at most the threshold, more. */
export const BANDS = ['out', 'low', 'in-stock'] as const;
export type Band = (typeof BANDS)[number];

/** What holds up to and with a day, or from then on where `until` is null. `quantity` is null where only the band is told. */
type Step = { until: Day | null; quantity: string | null; band: Band };

/** What buyers may see of a level on any day. */
export type Shown = { unit: string; priceVnd: number | null; countedAt: string | null; steps: Step[] };

/** The band of a quantity in thousandths. */
export const bandOf = (quantity: number, lowStockThreshold: number | null): Band => {
  if (quantity === 0) return 'out';
  return lowStockThreshold !== null && quantity <= lowStockThreshold ? 'low' : 'in-stock';
};

const isSameAnswer = (a: Step, b: Step): boolean => a.quantity === b.quantity && a.band === b.band;

/** What buyers may see of a level. */
export const shownOf = (level: StockLevel): Shown => {
  const { settings, lots, unit, countedAt } = level;
  const step = (until: Day | null, quantity: number): Step => ({
    until,
    quantity: settings.show === 'number' ? quantityText(quantity) : null,
    band: bandOf(quantity, settings.lowStockThreshold),
  });
  const days = [...new Set(lots.filter(({ quantity }) => quantity > 0).flatMap(({ useBy }) => useBy ?? []))].sort();
  const endless = lots.filter(({ useBy }) => useBy === null).reduce((sum, { quantity }) => sum + quantity, 0);
  const all = [...days.map((day) => step(day, saleableOn(level, day))), step(null, endless)];
  const steps = all.filter((one, index) => {
    const next = all[index + 1];
    return next === undefined || !isSameAnswer(one, next);
  });
  return { unit, priceVnd: settings.priceVnd, countedAt, steps };
};

/** The price at a point in dong: its own, or the product's where the point counts in the product's unit; null without one. */
export const priceThere = (
  shown: Pick<Shown, 'priceVnd' | 'unit'>,
  product: { priceVnd: number | null; unit: string },
): number | null => shown.priceVnd ?? (shown.unit === product.unit ? product.priceVnd : null);

/** What of it holds on a day. */
export const shownOn = ({ steps }: Shown, day: Day): { quantity: string | null; band: Band } => {
  const holds = steps.find(({ until }) => until === null || until >= day);
  if (!holds) throw new Error('stored availability has no last step');
  return { quantity: holds.quantity, band: holds.band };
};

const SEPARATOR = '\u001f';

/**
 * What is shown, as short text for rows of lists: equal texts mean that nothing visible has changed. A step is its last
 * day, quantity and band.
 */
export const encodeShown = ({ unit, priceVnd, countedAt, steps }: Shown): string =>
  [
    jsonText(unit),
    priceVnd ?? '',
    countedAt === null ? '' : Date.parse(countedAt).toString(36),
    steps.map(({ until, quantity, band }) => `${until ?? ''},${quantity ?? ''},${BANDS.indexOf(band)}`).join(';'),
  ].join(SEPARATOR);

/** What `encodeShown` wrote; text of another form is corrupt, which is a bug. */
export const decodeShown = (text: string): Shown => {
  const [unit, priceVnd, countedAt, steps] = text.split(SEPARATOR);
  if (unit === undefined || priceVnd === undefined || countedAt === undefined || steps === undefined)
    throw new Error('stored availability is corrupt');
  return {
    unit: JSON.parse(`"${unit}"`) as string,
    priceVnd: priceVnd === '' ? null : Number(priceVnd),
    countedAt: countedAt === '' ? null : new Date(Number.parseInt(countedAt, 36)).toISOString(),
    steps: steps.split(';').map((step) => {
      const [until = '', quantity = '', index = ''] = step.split(',');
      const band = BANDS[Number(index)];
      if (band === undefined) throw new Error('stored availability is corrupt');
      return { until: until === '' ? null : until, quantity: quantity === '' ? null : quantity, band };
    }),
  };
};
