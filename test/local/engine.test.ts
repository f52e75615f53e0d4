import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createTable, engineClient, startEngine } from '#test/support/engine.ts';

describe('the test engine', () => {
  it('is a fresh one for every call', async () => {
    const [one, other] = await Promise.all([startEngine(), startEngine()]);
    await createTable(one.endpoint, 'ocop');
    await createTable(other.endpoint, 'ocop');
    const key = { pk: { S: 'a' }, sk: { S: 'b' } };
    await engineClient(one.endpoint).send(new PutItemCommand({ TableName: 'ocop', Item: key }));
    const read = (endpoint: string) => engineClient(endpoint).send(new GetItemCommand({ TableName: 'ocop', Key: key }));
    expect((await read(one.endpoint)).Item).toEqual(key);
    expect((await read(other.endpoint)).Item).toBeUndefined();
    await Promise.all([one.stop(), other.stop()]);
  });
});
