import { expect } from 'vitest';
import { eventKind } from '#shared/data/events/event-store.ts';
import { officeKind } from '#shared/data/offices/office-store.ts';
import { outcomeSumKind } from '#shared/data/outcomes/outcome-store.ts';
import { producerKind } from '#shared/data/producers/producer-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { promotionKind } from '#shared/data/promotions/promotion-store.ts';
import { certificateKind } from '#shared/data/recognition/certificate-store.ts';
import { registrationKind } from '#shared/data/registrations/registration-store.ts';
import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { availabilityRow } from '#shared/data/stock/availability-row.ts';
import { headPart, shelfParts, stockPart } from '#shared/data/stock/shelf-row.ts';
import type { Row } from '#shared/data/table/document.ts';
import { createSend, type Item, numberOf } from '#shared/data/table/reader.ts';
import { Product } from '#shared/domain/products/product.ts';
import { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { StockLevel } from '#shared/domain/stock/stock-level.ts';
import type { TableSettings } from '#shared/platform/env.ts';

/**
 * A call to the table past the code under test and past the SDK, in whose place a test may have put a mock. Throws for
 * any status but 200.
 */
export const tableCaller = (settings: TableSettings) => {
  const send = createSend(settings);
  return async <T>(operation: string, input: object): Promise<T> => {
    const { status, body } = await send(`DynamoDB_20120810.${operation}`, JSON.stringify(input));
    if (status !== 200) throw new Error(`${operation}: ${status} ${body}`);
    return JSON.parse(body) as T;
  };
};

/** Every item of a table. */
export const allItems = async (settings: TableSettings, call = tableCaller(settings)): Promise<Item[]> => {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await call<{ Items?: Item[]; LastEvaluatedKey?: Item }>('Scan', {
      TableName: settings.tableName,
      ConsistentRead: true,
      ...(start ? { ExclusiveStartKey: start } : {}),
    });
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
};

const text = (item: Item, name: string): string | undefined => {
  const value = item[name];
  return value && 'S' in value ? value.S : undefined;
};

const rowsOf = (id: string, doc: unknown, version: number) => {
  const kinds = {
    prd: productKind,
    pdc: producerKind,
    crt: certificateKind,
    off: officeKind,
    spt: salesPointKind,
    prm: promotionKind,
    evt: eventKind,
    reg: registrationKind,
    out: outcomeSumKind,
  };
  const kind = kinds[id.slice(0, 3) as keyof typeof kinds];
  return (kind.rows as (value: unknown, version: number) => ReturnType<typeof kind.rows>)(
    kind.schema.parse(doc),
    version,
  );
};

const line = (pk: string | undefined, sk: string | undefined, card: string | undefined): string =>
  `${pk} ${sk} ${card}`;

const docOf = (item: Item): unknown => JSON.parse(text(item, 'doc') ?? '');
const isAbout = (item: Item, start: string): boolean => 'doc' in item && (text(item, 'pk') ?? '').startsWith(start);

/**
 * The availability rows of the levels in a table. Where a point stood before, an empty row may stay; whatever else stands
 * beside the row of today follows from nothing.
 */
const availabilityRows = (items: readonly Item[]): Row[] => {
  const points = new Map(
    items.filter((item) => isAbout(item, 'spt_')).map((item) => [text(item, 'pk'), SalesPoint.parse(docOf(item))]),
  );
  const left = items.filter((item) => text(item, 'pk')?.startsWith('available#') && text(item, 'card') === '');
  return items
    .filter((item) => isAbout(item, 'stock#'))
    .flatMap((item) => {
      const level = StockLevel.parse(docOf(item));
      const point = points.get(level.salesPoint);
      if (!point) throw new Error(`a level of no point: ${level.salesPoint}`);
      const row = availabilityRow(point, level);
      const former = left
        .filter(({ sk }) => sk && 'S' in sk && sk.S !== row.sk && sk.S.endsWith(`#${level.salesPoint}`))
        .filter((one) => text(one, 'pk') === row.pk)
        .map((one) => ({ pk: row.pk, sk: text(one, 'sk') ?? '', card: '' }));
      return [row, ...former];
    });
};

/** The parts of shelf rows that a table holds, and those that follow from its levels and products; both sorted. */
export const shelfRows = async (settings: TableSettings): Promise<{ stored: string[]; derived: string[] }> => {
  const items = await allItems(settings);
  const products = new Map(
    items.filter((item) => isAbout(item, 'prd_')).map((item) => [text(item, 'pk'), Product.parse(docOf(item))]),
  );
  const lineOf = (point: string, product: string, head: string | undefined, stock: string | undefined): string =>
    `${point} ${product} ${head} ${stock}`;
  return {
    stored: items
      .filter((item) => text(item, 'pk')?.startsWith('shelf#'))
      .map((item) => {
        const { head, stock } = shelfParts(item);
        return lineOf(text(item, 'pk')?.slice('shelf#'.length) ?? '', text(item, 'sk') ?? '', head?.text, stock?.text);
      })
      .sort(),
    derived: items
      .filter((item) => isAbout(item, 'stock#'))
      .map((item) => {
        const level = StockLevel.parse(docOf(item));
        const product = products.get(level.product);
        const head = product && headPart({ value: product, version: 1 }).text;
        return lineOf(level.salesPoint, level.product, head, stockPart({ value: level, version: 1 }).text);
      })
      .sort(),
  };
};

/** The list rows that a table holds, and those that follow from the documents in it; both sorted, to be compared. */
export const listRows = async (settings: TableSettings): Promise<{ stored: string[]; derived: string[] }> => {
  const items = await allItems(settings);
  return {
    stored: items
      .filter((item) => 'card' in item)
      .map((item) => line(text(item, 'pk'), text(item, 'sk'), text(item, 'card')))
      .sort(),
    derived: [
      ...items
        .filter((item) => 'doc' in item && !isAbout(item, 'stock#') && !isAbout(item, 'ledger#'))
        .flatMap((item) => rowsOf(text(item, 'pk') ?? '', docOf(item), numberOf(item, 'version'))),
      ...availabilityRows(items),
    ]
      .map(({ pk, sk, card }) => line(pk, sk, card))
      .sort(),
  };
};

type OnTable = { settings: TableSettings };

/** Holds the list rows of a table against its documents. */
export const expectRowsDerived = async ({ settings }: OnTable): Promise<void> => {
  const { stored, derived } = await listRows(settings);
  expect(stored).toEqual(derived);
};

/** Holds the shelf rows of a table against its levels and products. */
export const expectShelvesDerived = async ({ settings }: OnTable): Promise<void> => {
  const { stored, derived } = await shelfRows(settings);
  expect(stored).toEqual(derived);
};
