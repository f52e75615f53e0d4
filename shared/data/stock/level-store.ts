import { type Row, type Stored, VERSION_GUARD } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Item, numberOf, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { hasRows, type Page, pagesOf, readPage, sortKeyOf, type Walk } from '#shared/data/table/rows.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { LatLng } from '#shared/domain/places/geo.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { StockLevel } from '#shared/domain/stock/stock-level.ts';
import { availabilityRow, hiddenRow } from './availability-row.ts';

/** The stored level of an item. */
const levelOf = (item: Item): Stored<StockLevel> => ({
  value: StockLevel.parse(JSON.parse(stringOf(item, 'doc'))),
  version: numberOf(item, 'version'),
});

/** The level of a product at a sales point, strongly consistent unless requested otherwise; undefined without one. */
export const loadLevel = async (
  reader: Reader,
  salesPoint: string,
  product: string,
  { consistent } = { consistent: true },
): Promise<Stored<StockLevel> | undefined> => {
  const item = await reader.get(keys.stockLevel(salesPoint, product), { consistent });
  return item && levelOf(item);
};

/** The action that makes a transaction fail if a level has changed since it was read. */
export const levelUnchanged = ({ value, version }: Stored<StockLevel>): Action => ({
  kind: 'check',
  key: keys.stockLevel(value.salesPoint, value.product),
  condition: {
    expression: '#version = :version',
    names: { '#version': 'version' },
    values: { ':version': { N: String(version) } },
  },
  guard: VERSION_GUARD,
});

const putRow = ({ pk, sk, card }: Row, pointVersion: number, more: Item = {}): Action => {
  const version = { N: String(pointVersion) };
  return {
    kind: 'put',
    item: { pk: { S: pk }, sk: { S: sk }, card: { S: card }, pointVersion: version, ...more },
    condition: {
      expression: 'attribute_not_exists(pk) OR pointVersion <= :pointVersion',
      values: { ':pointVersion': version },
    },
    guard: VERSION_GUARD,
  };
};

/**
 * The action that updates the availability row of a level. The row stores the version of the sales point that it shows,
 * and a write with an older version fails.
 */
export const rowAction = ({ value, version }: Stored<SalesPoint>, level: StockLevel): Action =>
  putRow(availabilityRow(value, level), version);

/** Changes that were decided before a move are written within minutes. */
const HIDDEN_KEPT_SECONDS = 86_400;

/** The action that hides a level at the earlier place of its sales point; the table deletes the hidden row after a day. */
export const hiddenRowAction = (
  { version }: Stored<SalesPoint>,
  place: LatLng,
  level: StockLevel,
  now: Date,
): Action => {
  const expiresAt = { N: String(Math.floor(now.getTime() / 1000) + HIDDEN_KEPT_SECONDS) };
  return putRow(hiddenRow(place, level), version, { expiresAt });
};

/**
 * The actions that write a level over the version that was read, or create it, and update its availability row if
 * buyers would see a difference.
 */
export const levelActions = (
  point: Stored<SalesPoint>,
  before: Stored<StockLevel> | undefined,
  after: StockLevel,
): Action[] => {
  const { pk, sk } = keys.stockLevel(after.salesPoint, after.product);
  const condition = before
    ? {
        expression: '#version = :version',
        names: { '#version': 'version' },
        values: { ':version': { N: String(before.version) } },
      }
    : { expression: 'attribute_not_exists(pk)' };
  const isVisiblyChanged =
    !before || availabilityRow(point.value, before.value).card !== availabilityRow(point.value, after).card;
  return [
    {
      kind: 'put',
      item: {
        pk: { S: pk },
        sk: { S: sk },
        version: { N: String((before?.version ?? 0) + 1) },
        doc: { S: JSON.stringify(after) },
      },
      condition,
      guard: VERSION_GUARD,
    },
    ...(isVisiblyChanged ? [rowAction(point, after)] : []),
  ];
};

/** A page of the levels of a sales point, by product; strongly consistent. */
export const readLevels = (reader: Reader, salesPoint: string, walk: Walk): Promise<Page<Stored<StockLevel>>> =>
  readPage(reader, { pk: keys.stockLevel.partition(salesPoint) }, walk, levelOf);

/** Whether a point has ever had any product. */
export const hasLevels = (reader: Reader, salesPoint: string): Promise<boolean> =>
  hasRows(reader, keys.stockLevel.partition(salesPoint));

/** The ids of the products with a level at a sales point, one page at a time. */
export const productsAt = (reader: Reader, salesPoint: string): AsyncGenerator<string[]> =>
  pagesOf(reader, { pk: keys.stockLevel.partition(salesPoint) }, sortKeyOf);
