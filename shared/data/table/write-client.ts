import {
  DynamoDBClient,
  type DynamoDBClientConfig,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { TableSettings } from '#shared/platform/env.ts';
import { createConnection } from './connection.ts';
import type { Item } from './reader.ts';
import { ATTEMPT_TIMEOUT_MS } from './retry.ts';
import { createSigner } from './signature.ts';

/** One attempt of each write; errors are those of the SDK, and `TransientFault`s of the connection. */
export type WriteClient = {
  transact(input: TransactWriteItemsCommandInput): Promise<void>;
  /** Returns the attributes that `ReturnValues` names. */
  update(input: UpdateItemCommandInput, options: { requestTimeout?: number }): Promise<Item>;
};

type SdkRequest = { headers: Record<string, string>; body?: unknown };

const bytesOf = (body: unknown): string | Buffer => {
  if (typeof body === 'string') return body;
  const { buffer, byteOffset, byteLength } = body as Uint8Array;
  return Buffer.from(buffer, byteOffset, byteLength);
};

/** The signature and the connection of reads, in place of the SDK's, which cost most of its time. */
const transport = (settings: TableSettings): Pick<DynamoDBClientConfig, 'signer' | 'requestHandler'> => {
  const origin = new URL(settings.endpoint);
  const sign = createSigner({ host: origin.host, region: settings.region, credentials: settings.credentials });
  const exchange = createConnection(origin);
  return {
    signer: {
      sign: async (request: SdkRequest, options: { signingDate?: Date | string | number } = {}) => {
        const signed = sign(
          request.headers['x-amz-target'] ?? '',
          bytesOf(request.body),
          new Date(options.signingDate ?? Date.now()),
        );
        Object.assign(request.headers, signed, { host: origin.host });
        return request;
      },
    } as unknown as NonNullable<DynamoDBClientConfig['signer']>,
    requestHandler: {
      handle: async ({ headers, body }: SdkRequest, { requestTimeout = ATTEMPT_TIMEOUT_MS } = {}) => {
        const { 'content-length': _, ...sent } = headers;
        const timeoutMs = requestTimeout;
        const received = await exchange({ method: 'POST', path: '/', headers: sent, body: bytesOf(body), timeoutMs });
        return { response: { statusCode: received.status, headers: received.headers, body: received.body } };
      },
    } as NonNullable<DynamoDBClientConfig['requestHandler']>,
  };
};

/** A client without retries of its own, so that there is one loop with one time budget. */
export const createWriteClient = (settings: TableSettings): WriteClient => {
  const { accessKeyId, secretAccessKey, sessionToken } = settings.credentials;
  const client = new DynamoDBClient({
    region: settings.region,
    endpoint: settings.endpoint,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    maxAttempts: 1,
    ...transport(settings),
  });
  return {
    transact: async (input) => void (await client.send(new TransactWriteItemsCommand(input))),
    update: async (input, options) =>
      (await client.send(new UpdateItemCommand(input), options)).Attributes as unknown as Item,
  };
};
