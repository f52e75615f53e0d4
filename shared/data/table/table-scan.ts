import type { TableSettings } from '#shared/platform/env.ts';
import { keys } from './keys.ts';
import { createSend, type Item, stringOf } from './reader.ts';
import { TransientFault, withinBudget } from './retry.ts';

const THROTTLED = /Throttl|ThroughputExceeded|RequestLimitExceeded|InternalServer|ServiceUnavailable/;

type ScanPage = { Items?: Item[]; LastEvaluatedKey?: Item };

/** The items and attributes of a scan, in the terms of DynamoDB's Scan. */
type Selection = {
  ProjectionExpression: string;
  FilterExpression: string;
  ExpressionAttributeValues: Record<string, { S: string }>;
};

/**
 * The selected items of the whole table in pages, strongly consistent; for commands, never for requests. An outage
 * becomes `dependency_unavailable`.
 */
async function* scanTable(settings: TableSettings, selection: Selection): AsyncGenerator<Item[]> {
  const send = createSend(settings);
  for (let start: Item | undefined, more = true; more; more = start !== undefined) {
    const input = {
      TableName: settings.tableName,
      ConsistentRead: true,
      ...selection,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    };
    const page = await withinBudget(async () => {
      const { status, body } = await send('DynamoDB_20120810.Scan', JSON.stringify(input));
      if (status === 200) return JSON.parse(body) as ScanPage;
      if (status >= 500 || THROTTLED.test(body)) throw new TransientFault(`Scan: ${status}`);
      throw new Error(`Scan was refused: ${body}`);
    });
    start = page.LastEvaluatedKey;
    yield page.Items ?? [];
  }
}

/** The key of every level and ledger entry, and key and card of every availability row. */
export const scanStock = (settings: TableSettings): AsyncGenerator<Item[]> =>
  scanTable(settings, {
    ProjectionExpression: 'pk, sk, card',
    FilterExpression: 'begins_with(pk, :stock) OR begins_with(pk, :ledger) OR begins_with(pk, :available)',
    ExpressionAttributeValues: {
      ':stock': { S: keys.stockLevel.partition('') },
      ':ledger': { S: keys.ledger.partition('') },
      ':available': { S: keys.available.partition('') },
    },
  });

/** The id of every product, one page of the table at a time. */
export async function* scanProductIds(settings: TableSettings): AsyncGenerator<string[]> {
  const { pk, sk } = keys.document('prd_');
  const pages = scanTable(settings, {
    ProjectionExpression: 'pk',
    FilterExpression: 'sk = :document AND begins_with(pk, :product)',
    ExpressionAttributeValues: { ':document': { S: sk }, ':product': { S: pk } },
  });
  for await (const items of pages) yield items.map((item) => stringOf(item, 'pk'));
}
