import { type Dynamo, DynamoError } from './dynamo.ts';
import type { LocalTable } from './template.ts';

const pageSize = 500;

type Item = Record<string, Record<string, string>>;
type Page = { Items?: Item[]; LastEvaluatedKey?: Item };

/**
 * Deletes the items whose TTL has passed, which the embedded engine does not do; returns their number. An item whose
 * TTL was changed meanwhile stays. `now` is in seconds.
 */
export const sweepExpired = async (call: Dynamo, table: LocalTable, now: number): Promise<number> => {
  if (table.ttlAttribute === undefined) return 0;
  const keyNames = (table.definition.KeySchema as { AttributeName: string }[]).map(
    ({ AttributeName }) => AttributeName,
  );
  const condition = {
    ExpressionAttributeNames: { '#ttl': table.ttlAttribute },
    ExpressionAttributeValues: { ':now': { N: String(now) } },
  };
  let deleted = 0;
  let after: Item | undefined;
  do {
    const page: Page = await call<Page>('Scan', {
      TableName: table.name,
      FilterExpression: '#ttl <= :now',
      Limit: pageSize,
      ...condition,
      ...(after ? { ExclusiveStartKey: after } : {}),
    });
    for (const item of page.Items ?? []) {
      const Key = Object.fromEntries(keyNames.map((name) => [name, item[name]]));
      try {
        await call('DeleteItem', { TableName: table.name, Key, ConditionExpression: '#ttl <= :now', ...condition });
        deleted += 1;
      } catch (error) {
        if (!(error instanceof DynamoError) || error.code !== 'ConditionalCheckFailedException') throw error;
      }
    }
    after = page.LastEvaluatedKey;
  } while (after);
  return deleted;
};
