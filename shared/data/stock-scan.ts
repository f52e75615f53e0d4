import type { TableSettings } from '../platform/env.ts';
import { keys } from './keys.ts';
import { createSend, type Item } from './reader.ts';
import { TransientFault, withinBudget } from './retry.ts';

const THROTTLED = /Throttl|ThroughputExceeded|RequestLimitExceeded|InternalServer|ServiceUnavailable/;

type ScanPage = { Items?: Item[]; LastEvaluatedKey?: Item };

/**
 * The key of every level and ledger entry, and key and card of every availability row, a page of the table at a time,
 * strongly consistent. It reads the whole table: for commands, never for a request. An outage becomes the problem
 * `dependency_unavailable`.
 */
export async function* scanStock(settings: TableSettings): AsyncGenerator<Item[]> {
  const send = createSend(settings);
  for (let start: Item | undefined, more = true; more; more = start !== undefined) {
    const input = {
      TableName: settings.tableName,
      ConsistentRead: true,
      ProjectionExpression: 'pk, sk, card',
      FilterExpression: 'begins_with(pk, :stock) OR begins_with(pk, :ledger) OR begins_with(pk, :available)',
      ExpressionAttributeValues: {
        ':stock': { S: keys.stockLevel('', '').pk },
        ':ledger': { S: keys.ledger('', '', 0, 0).pk },
        ':available': { S: keys.available('', '', '').pk },
      },
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
