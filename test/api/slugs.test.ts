import { randomUUID } from 'node:crypto';
import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { reserveSlug, type SlugKind } from '#shared/data/slugs/slug-store.ts';
import { type Api, OFFICER, OWNER, startApi } from '#test/support/api.ts';
import { writeAll } from '#test/support/catalogue.ts';
import { draft, producerInput, proposedSalesPoint, verifiedProducer } from '#test/support/journey.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi({ stream: false });
});

afterAll(async () => {
  await api.stop();
});

/** The slug, and the derived ones that a hostile member can think of: numbered ones, and those with the id of whom it is about. */
const squat = (kind: SlugKind, slug: string, id: string) => {
  const tails = [id.slice(-10), id.slice(4), id.slice(-6)].map((tail) => `${slug}-${tail.toLowerCase()}-x`);
  const names = [slug, ...Array.from({ length: 996 }, (_, index) => `${slug}-${index + 2}`), ...tails];
  return writeAll(
    api.settings,
    names.map((name) => reserveSlug(kind, name, 'prd_01JD0000000000000000000000')),
  );
};

/** Runs a decision of an officer; how many transactions it took and how many reads of claims. */
const counted = async (path: string) => {
  const sent = vi.spyOn(DynamoDBClient.prototype, 'send');
  const before = api.consumed.length;
  try {
    const reply = await api.ask('POST', path, { as: OFFICER, headers: { 'if-match': '*' } });
    return {
      reply,
      transactions: sent.mock.calls.filter(([command]) => command instanceof TransactWriteItemsCommand).length,
      reads: api.consumed.slice(before).filter(({ operation }) => operation === 'GetItem').length,
    };
  } finally {
    sent.mockRestore();
  }
};

const submitted = async (name: string): Promise<string> => {
  const producer = await verifiedProducer(api, { name: `Chủ thể ${randomUUID().slice(0, 8)}` });
  const { id, etag } = await draft(api, producer, { name });
  await api.ask('POST', `/v1/products/${id}/submit`, { as: OWNER, headers: { 'if-match': etag } });
  return id;
};

const registered = async (name: string): Promise<string> =>
  (await api.ask('POST', '/v1/producers', { as: OWNER, body: producerInput({ name }) })).body.id;

const CASES = [
  {
    kind: 'product' as const,
    make: submitted,
    decision: (id: string) => `/v1/products/${id}/approve`,
    paths: '/v1/products',
  },
  {
    kind: 'producer' as const,
    make: registered,
    decision: (id: string) => `/v1/producers/${id}/verify`,
    paths: '/v1/producers',
  },
  {
    kind: 'salesPoint' as const,
    make: async (name: string) => (await proposedSalesPoint(api, { name })).id,
    decision: (id: string) => `/v1/sales-points/${id}/approve`,
    paths: '/v1/sales-points',
  },
];

describe.each(CASES)('the slug of a $kind', ({ kind, make, decision, paths }) => {
  it('is found in one more try when 1,000 others have taken it and what is derived from it', async () => {
    const free = await counted(decision(await make(`Tên còn trống ${kind}`)));
    const id = await make(`Tên bị chiếm ${kind}`);
    await squat(kind, `ten-bi-chiem-${kind.toLowerCase()}`, id);
    const { reply, transactions, reads } = await counted(decision(id));
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.slug).toBe(`ten-bi-chiem-${kind.toLowerCase()}-${id.slice(-10).toLowerCase()}`);
    expect({ transactions, reads }).toEqual({ transactions: free.transactions, reads: free.reads });
    expect((await api.ask('GET', `${paths}/${reply.body.slug}`)).body.id).toBe(id);
  });

  it('is not taken by a name that ends as the derived slug of another one', async () => {
    const victim = await make(`Tên nạn nhân ${kind}`);
    const others = await Promise.all([make(`Tên nạn nhân ${kind}`), make(`Tên nạn nhân ${kind} ${victim.slice(-10)}`)]);
    for (const other of others) expect((await counted(decision(other))).reply.status).toBe(200);
    const { reply } = await counted(decision(victim));
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.slug).toBe(`ten-nan-nhan-${kind.toLowerCase()}-${victim.slice(-10).toLowerCase()}`);
  });
});
