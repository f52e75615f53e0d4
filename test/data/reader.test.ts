import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReader, type Item, numberOf, type Range, stringOf } from '#shared/data/table/reader.ts';
import { TransientFault } from '#shared/data/table/retry.ts';
import { Problem } from '#shared/platform/problem.ts';
import { settingsFor } from '#test/support/api.ts';
import { writeAll } from '#test/support/catalogue.ts';
import { createTable, startEngine, type TestEngine } from '#test/support/engine.ts';

const settings = settingsFor('http://127.0.0.1:1', 'table');
type HttpResponse = { status: number; body: string } | Error;

/** A reader over a connection that gives these answers in turn, and what was sent over it. */
const scripted = (answers: readonly HttpResponse[], budgetMs?: number) => {
  const sent: { target: string; body: Record<string, unknown> }[] = [];
  const reader = createReader(settings, {
    ...(budgetMs === undefined ? {} : { budgetMs }),
    send: async (target, body) => {
      const answer = answers[Math.min(sent.length, answers.length - 1)] ?? new Error('no answer');
      sent.push({ target, body: JSON.parse(body) });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { reader, sent };
};
const failure = (name: string, status = 400): HttpResponse => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'x' }),
});
const found: HttpResponse = {
  status: 200,
  body: JSON.stringify({ Item: { pk: { S: 'a' }, sk: { S: 'A' }, n: { N: '7' } } }),
};
const KEY = { pk: 'a', sk: 'A' };

describe('a read that fails', () => {
  it.each([
    ['throttling', failure('ProvisionedThroughputExceededException')],
    ['a request limit', failure('RequestLimitExceeded')],
    ['throttling by another name', failure('ThrottlingException')],
    ['a fault of the server', failure('InternalServerError', 500)],
    ['an answer that is no JSON', { status: 503, body: '<html>' }],
    ['a broken connection', new TransientFault('reset')],
  ])('is tried again after %s', async (_, first) => {
    const { reader, sent } = scripted([first, first, found]);
    expect(await reader.get(KEY)).toMatchObject({ n: { N: '7' } });
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it.each([
    ['a request that DynamoDB does not take', failure('ValidationException')],
    ['missing rights', failure('AccessDeniedException')],
    ['a table that is not there', failure('ResourceNotFoundException')],
    ['a fault of our own', new RangeError('bug')],
  ])('is not tried again after %s', async (_, first) => {
    const { reader, sent } = scripted([first, found]);
    await expect(reader.get(KEY)).rejects.not.toBeInstanceOf(Problem);
    expect(sent).toHaveLength(1);
  });

  it('ends as dependency_unavailable with a time to come back when the budget is spent', async () => {
    const { reader } = scripted([failure('ThrottlingException')], 0);
    const error = await reader.get(KEY).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ code: 'dependency_unavailable', retryAfterSeconds: 2 });
  });
});

describe('an item', () => {
  const item: Item = { pk: { S: 'a' }, n: { N: '7' } };
  it('gives its strings and numbers, and throws for what it lacks', () => {
    expect([stringOf(item, 'pk'), numberOf(item, 'n')]).toEqual(['a', 7]);
    expect(() => stringOf(item, 'n')).toThrow('lacks the string n');
    expect(() => numberOf(item, 'pk')).toThrow('lacks the number pk');
    expect(() => stringOf(item, 'gone')).toThrow();
  });
});

describe('a read', () => {
  it('asks for what was asked and nothing else', async () => {
    const { reader, sent } = scripted([{ status: 200, body: '{"Items":[]}' }]);
    await reader.query({ pk: 'p', from: 'a', to: 'c', after: 'b', descending: true, limit: 3, consistent: true });
    await reader.query({ pk: 'p' });
    expect(sent.map(({ target }) => target)).toEqual(['DynamoDB_20120810.Query', 'DynamoDB_20120810.Query']);
    expect(sent[0]?.body).toEqual({
      TableName: 'table',
      KeyConditionExpression: 'pk = :p AND sk BETWEEN :a AND :b',
      ExpressionAttributeValues: { ':p': { S: 'p' }, ':a': { S: 'a' }, ':b': { S: 'c' } },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 3,
      ExclusiveStartKey: { pk: { S: 'p' }, sk: { S: 'b' } },
    });
    expect(sent[1]?.body).toEqual({
      TableName: 'table',
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'p' } },
      ScanIndexForward: true,
      ConsistentRead: false,
    });
  });

  it('behind the end of its range is no round trip', async () => {
    const { reader, sent } = scripted([]);
    expect(await reader.query({ pk: 'p', from: 'b', to: 'd', after: 'e' })).toEqual({ items: [], more: false });
    expect(await reader.query({ pk: 'p', from: 'b', to: 'd', after: 'a', descending: true })).toEqual({
      items: [],
      more: false,
    });
    expect(sent).toEqual([]);
  });
});

describe('a range of a partition', () => {
  const KEYS = ['0#a', '32026-11-22#a', '32026-11-23#a', '42026-11-22#b', '42026-11-24#c', '42026-11-24#d', '5#', '5z'];
  let engine: TestEngine;
  const table = settingsFor('', `t-${randomUUID()}`);
  beforeAll(async () => {
    engine = await startEngine();
    table.endpoint = engine.endpoint;
    await createTable(engine.endpoint, table.tableName);
    await writeAll(
      table,
      ['p', 'q'].flatMap((pk) => KEYS.map((sk) => ({ kind: 'put' as const, item: { pk: { S: pk }, sk: { S: sk } } }))),
    );
  });
  afterAll(() => engine.stop());

  it('holds the keys between its bounds behind `after`, in its direction, and says whether it goes on', async () => {
    const reader = createReader(table);
    const bound = fc.option(fc.constantFrom(...KEYS, '3', '4', '42026-11-23', '5', '5\uffff', '4\uffff'), {
      nil: undefined,
    });
    const range = fc
      .record({
        from: bound,
        to: bound,
        after: fc.oneof(bound, fc.constant('')),
        descending: fc.boolean(),
        limit: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      })
      .filter(({ from, to }) => from === undefined || to === undefined || from <= to)
      .filter(({ after, descending }) => after !== '' || !descending);
    await fc.assert(
      fc.asyncProperty(range, async (given) => {
        const { from, to, after, descending, limit } = given;
        const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        const { items, more } = await reader.query({ pk: 'p', ...asked } as Range);
        const within = (descending ? [...KEYS].reverse() : KEYS)
          .filter((sk) => (from === undefined || sk >= from) && (to === undefined || sk <= to))
          .filter((sk) => after === undefined || after === '' || (descending ? sk < after : sk > after));
        expect(items.map((item) => stringOf(item, 'sk'))).toEqual(within.slice(0, limit));
        if (!more) expect(items).toHaveLength(within.length);
      }),
      { seed: 5, numRuns: 400 },
    );
  });
});
