import { createSend } from '#shared/data/table/reader.ts';
import type { TableSettings } from '#shared/platform/env.ts';

export type DynamoSettings = Omit<TableSettings, 'tableName'>;

/** A call that DynamoDB refused; `code` is the error's name without its namespace. */
export class DynamoRefusal extends Error {
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

/** Calls of the DynamoDB JSON protocol, of tables or of streams: what serving needs of DynamoDB without the SDK's weight. */
export const createDynamo = (settings: DynamoSettings, service: keyof typeof targets = 'table'): Dynamo => {
  const send = createSend({ ...settings, tableName: '' });
  return async <T>(operation: string, input: object): Promise<T> => {
    const { status, body } = await send(`${targets[service]}.${operation}`, JSON.stringify(input));
    const answer = (body === '' ? {} : JSON.parse(body)) as { __type?: string; message?: string; Message?: string };
    if (status === 200) return answer as T;
    const code = answer.__type?.split('#').at(-1) ?? String(status);
    throw new DynamoRefusal(operation, code, answer.message ?? answer.Message ?? '');
  };
};
