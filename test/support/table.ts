import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { certificateKind } from '../../shared/data/certificate-kind.ts';
import { officeKind } from '../../shared/data/office-kind.ts';
import { producerKind } from '../../shared/data/producer-kind.ts';
import { productKind } from '../../shared/data/product-kind.ts';
import type { Item } from '../../shared/data/reader.ts';
import type { TableSettings } from '../../shared/platform/env.ts';
import { engineClient } from './engine.ts';

/** Every item of a table. */
export const allItems = async ({ endpoint, tableName }: TableSettings): Promise<Item[]> => {
  const client = engineClient(endpoint);
  const items: Item[] = [];
  try {
    for (let start: Record<string, never> | undefined, more = true; more; ) {
      const page = await client.send(
        new ScanCommand({ TableName: tableName, ConsistentRead: true, ...(start ? { ExclusiveStartKey: start } : {}) }),
      );
      items.push(...((page.Items ?? []) as unknown as Item[]));
      start = page.LastEvaluatedKey as Record<string, never> | undefined;
      more = start !== undefined;
    }
    return items;
  } finally {
    client.destroy();
  }
};

const text = (item: Item, name: string): string | undefined => {
  const value = item[name];
  return value && 'S' in value ? value.S : undefined;
};

const rowsOf = (id: string, doc: unknown) => {
  const kinds = { prd: productKind, pdc: producerKind, crt: certificateKind, off: officeKind };
  const kind = kinds[id.slice(0, 3) as keyof typeof kinds];
  return (kind.rows as (value: unknown) => ReturnType<typeof kind.rows>)(kind.schema.parse(doc));
};

const line = (pk: string | undefined, sk: string | undefined, card: string | undefined): string =>
  `${pk} ${sk} ${card}`;

/** The list rows that a table holds, and those that follow from the documents in it; both sorted, to be compared. */
export const listRows = async (settings: TableSettings): Promise<{ stored: string[]; derived: string[] }> => {
  const items = await allItems(settings);
  return {
    stored: items
      .filter((item) => 'card' in item)
      .map((item) => line(text(item, 'pk'), text(item, 'sk'), text(item, 'card')))
      .sort(),
    derived: items
      .filter((item) => 'doc' in item)
      .flatMap((item) => rowsOf(text(item, 'pk') ?? '', JSON.parse(text(item, 'doc') ?? '')))
      .map(({ pk, sk, card }) => line(pk, sk, card))
      .sort(),
  };
};
