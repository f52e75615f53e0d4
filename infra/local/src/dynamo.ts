import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

const requestTimeoutMs = 10_000;

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined };

/** The address of an AWS service, and the settings for signing requests. */
export type Endpoint = { endpoint: string; region: string; credentials: Credentials };

/** A call that DynamoDB refused; `code` is the error's name without its namespace. */
export class DynamoError extends Error {
  readonly code: string;

  constructor(operation: string, code: string, message: string) {
    super(`${operation}: ${code}: ${message}`);
    this.code = code;
  }
}

export type Dynamo = <T>(operation: string, input: object) => Promise<T>;

const targets = {
  table: 'DynamoDB_20120810',
  streams: 'DynamoDBStreams_20120810',
};

/**
 * Calls of the DynamoDB JSON protocol, for tables or streams. The JSON passes through unchanged: a table's definition
 * comes from the template and stream records go into a function's event in this format, which the SDK's clients would
 * convert twice.
 */
export const createDynamo = (settings: Endpoint, service: keyof typeof targets = 'table'): Dynamo => {
  const url = new URL(settings.endpoint);
  const { sessionToken, ...keys } = settings.credentials;
  const signer = new SignatureV4({
    credentials: { ...keys, ...(sessionToken ? { sessionToken } : {}) },
    region: settings.region,
    service: 'dynamodb',
    sha256: Sha256,
  });
  return async <T>(operation: string, input: object): Promise<T> => {
    const body = JSON.stringify(input);
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: '/',
      headers: {
        host: url.host,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `${targets[service]}.${operation}`,
      },
      body,
    });
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(requestTimeoutMs) });
    const text = await response.text();
    const result = (text === '' ? {} : JSON.parse(text)) as { __type?: string; message?: string; Message?: string };
    if (response.status === 200) return result as T;
    const code = result.__type?.split('#').at(-1) ?? String(response.status);
    throw new DynamoError(operation, code, result.message ?? result.Message ?? '');
  };
};
