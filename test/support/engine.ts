import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { runEngine } from '@ocop/local-aws/engine';
import { ARRIVAL_INDEX } from '#shared/data/table/reader.ts';

export type TestEngine = { endpoint: string; stop: () => Promise<void> };

/** A fresh in-memory engine on a free port of 127.0.0.1. It ends with the test process at the latest. */
export const startEngine = async (): Promise<TestEngine> => {
  const { endpoint, stop } = await runEngine({});
  return { endpoint, stop };
};

/** A client for the endpoint, with credentials that mean nothing. */
export const engineClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

/**
 * Creates the one table as the data stack declares it: `pk` and `sk`, the index of arrival, on demand, a stream. The embedded engine's writes
 * slow down with every record that its streams hold, so a test that writes thousands of rows goes without.
 */
export const createTable = async (
  endpoint: string,
  tableName: string,
  options: { stream?: boolean } = {},
): Promise<void> => {
  const client = engineClient(endpoint);
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
          { AttributeName: ARRIVAL_INDEX.sortKey, AttributeType: 'S' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: ARRIVAL_INDEX.name,
            KeySchema: [
              { AttributeName: 'pk', KeyType: 'HASH' },
              { AttributeName: ARRIVAL_INDEX.sortKey, KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        ...(options.stream === false
          ? {}
          : { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
      }),
    );
  } finally {
    client.destroy();
  }
};
