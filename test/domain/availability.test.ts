import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicStockOf, publicStockOn, stockStatusOf } from '#shared/domain/stock/availability.ts';
import { decodeShelfStock, encodeShelfStock, SHELF_STOCK_MAX_BYTES, shelfStockOf } from '#shared/domain/stock/shelf.ts';
import { emptyLevel, isStale, type Lot, type StockLevel } from '#shared/domain/stock/stock-level.ts';

const lot = (quantity: number, useBy: string | null = null, name: string | null = null): Lot => ({
  lot: name,
  useBy,
  quantity,
  countedAt: null,
});
const levelOf = (lots: Lot[], settings: Partial<StockLevel['settings']> = {}): StockLevel => {
  const level = emptyLevel('spt_1', 'prd_1', 'hũ');
  return { ...level, lots, settings: { ...level.settings, ...settings } };
};

describe('the band', () => {
  it.each([
    [0, null, 'out'],
    [0, 5_000, 'out'],
    [1, null, 'in-stock'],
    [1, 5_000, 'low'],
    [5_000, 5_000, 'low'],
    [5_001, 5_000, 'in-stock'],
    [1, 0, 'in-stock'],
  ])('of %d thousandths with a threshold of %j is %s', (quantity, threshold, band) => {
    expect(stockStatusOf(quantity, threshold)).toBe(band);
  });
});

describe('what buyers are shown', () => {
  it('counts goods up to and with their use-by day and not after', () => {
    const visible = publicStockOf(levelOf([lot(2_000, '2026-11-23'), lot(3_000, '2026-11-25'), lot(1_000)]));
    expect(
      ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2030-01-01'].map(
        (day) => publicStockOn(visible, day).quantity,
      ),
    ).toEqual(['6', '6', '4', '4', '1', '1']);
  });

  it('is out where everything is past its use-by day, with or without the number', () => {
    const lots = [lot(2_000, '2026-11-23')];
    expect(publicStockOn(publicStockOf(levelOf(lots)), '2026-11-24')).toEqual({ quantity: '0', stockStatus: 'out' });
    expect(publicStockOn(publicStockOf(levelOf(lots, { show: 'band' })), '2026-11-24')).toEqual({
      quantity: null,
      stockStatus: 'out',
    });
  });

  it('holds no number where the point tells the band, not even in what is stored', () => {
    const level = levelOf([lot(7_777, '2026-11-23'), lot(4_444)], { show: 'band', lowStockThreshold: 5_000 });
    const stored = JSON.stringify(publicStockOf(level));
    for (const secret of ['7.777', '7777', '4.444', '4444', '12.221', '12221', '5000'])
      expect(stored).not.toContain(secret);
    expect([
      publicStockOn(publicStockOf(level), '2026-11-23').stockStatus,
      publicStockOn(publicStockOf(level), '2026-11-24').stockStatus,
    ]).toEqual(['in-stock', 'low']);
    expect(shelfStockOf(level).lots).toBeUndefined();
  });

  it('comes back from the text of a shelf as it went in, and refers to the level where it would be long', () => {
    const short = levelOf([lot(500, '2026-12-01', 'Lô "1"'), lot(2_000, null), lot(0, '2026-12-02', 'hết')]);
    expect(decodeShelfStock(encodeShelfStock(short))).toEqual(shelfStockOf(short));
    const band = levelOf(short.lots, { show: 'band' });
    expect(decodeShelfStock(encodeShelfStock(band))).toEqual(shelfStockOf(band));
    const long = levelOf(
      Array.from({ length: 40 }, (_, index) => lot(1_000, '2026-12-01', `${'ộ'.repeat(58)}${index}`)),
    );
    expect(decodeShelfStock(encodeShelfStock(long))).toBeUndefined();
    expect(encodeShelfStock(long).length).toBeLessThan(SHELF_STOCK_MAX_BYTES);
  });

  it('is the same text after a sale that leaves the band as it is, and another where the number is told', () => {
    const texts = (show: 'number' | 'band') =>
      [9_000, 8_000].map((quantity) => JSON.stringify(publicStockOf(levelOf([lot(quantity)], { show }))));
    expect(new Set(texts('band')).size).toBe(1);
    expect(new Set(texts('number')).size).toBe(2);
  });

  it('is on any day what the lots of that day add up to', () => {
    const days = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
    const lots = fc.uniqueArray(
      fc.record({
        lot: fc.constantFrom(null, 'A', 'B'),
        useBy: fc.constantFrom(null, ...days),
        quantity: fc.constantFrom(0, 1, 500, 1_000, 4_000),
        countedAt: fc.constant(null),
      }),
      { selector: (one) => `${one.lot} ${one.useBy}`, maxLength: 8 },
    );
    fc.assert(
      fc.property(
        lots,
        fc.constantFrom('number' as const, 'band' as const),
        fc.constantFrom(null, 1_000, 4_500),
        (all, show, lowStockThreshold) => {
          const visible = publicStockOf(levelOf(all, { show, lowStockThreshold }));
          for (const day of days) {
            const left = all.filter(({ useBy }) => useBy === null || useBy >= day);
            const quantity = left.reduce((sum, one) => sum + one.quantity, 0);
            expect(publicStockOn(visible, day)).toEqual({
              quantity: show === 'number' ? String(quantity / 1_000) : null,
              stockStatus: stockStatusOf(quantity, lowStockThreshold),
            });
          }
          expect(visible.steps.length).toBeLessThanOrEqual(days.length + 1);
        },
      ),
      { seed: 5, numRuns: 1_000 },
    );
  });
});

describe('a level', () => {
  it('is stale when nobody has counted it for more than seven days, or ever', () => {
    const countedAt = '2026-11-16T03:00:00.000Z';
    expect([
      isStale(countedAt, new Date('2026-11-23T03:00:00.000Z')),
      isStale(countedAt, new Date('2026-11-23T03:00:00.001Z')),
      isStale(null, new Date('2026-11-23T03:00:00.000Z')),
    ]).toEqual([false, true, true]);
  });
});
