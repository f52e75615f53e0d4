// The SDK's part of writes. `writer.ts` imports this module with the first write: most of the code of a function that
// answers signed-in callers is the SDK, and reads do not need it.
import {
  DynamoDBClient,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { TableSettings } from '#shared/platform/env.ts';
import type { Item } from './reader.ts';
import { ATTEMPT_TIMEOUT_MS } from './retry.ts';

/** One attempt of each write; errors are those of the SDK. */
export type WriteClient = {
  transact(input: TransactWriteItemsCommandInput): Promise<void>;
  /** Returns the attributes that `ReturnValues` names. */
  update(input: UpdateItemCommandInput, options: { requestTimeout?: number }): Promise<Item>;
};

/** A client without retries of its own, so that there is one loop with one time budget. */
export const createWriteClient = (settings: TableSettings): WriteClient => {
  const { accessKeyId, secretAccessKey, sessionToken } = settings.credentials;
  const client = new DynamoDBClient({
    region: settings.region,
    endpoint: settings.endpoint,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: ATTEMPT_TIMEOUT_MS, throwOnRequestTimeout: true },
  });
  return {
    transact: async (input) => void (await client.send(new TransactWriteItemsCommand(input))),
    update: async (input, options) =>
      (await client.send(new UpdateItemCommand(input), options)).Attributes as unknown as Item,
  };
};
