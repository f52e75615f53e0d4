// Runs in a process of its own, bundled; see handler.ts.
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import { Hono } from 'hono';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import * as z from 'zod';
import { routes } from '#functions/catalog/routes.ts';
import { ProductCard } from '#shared/contract/responses.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { createReader } from '#shared/data/table/reader.ts';
import { createSigner } from '#shared/data/table/signature.ts';
import { isPublic } from '#shared/domain/products/product.ts';
import { cardJson, decodeCard, encodeCard } from '#shared/domain/products/product-card.ts';
import { GROUP_CODES } from '#shared/domain/taxonomy/groups.ts';
import { serve } from '#shared/http/serve.ts';
import { notFound } from '#shared/platform/problem.ts';
import { MEDIA_URL } from '#test/support/memory-storage.ts';
import { FRESH_DAY, products } from './catalogue.ts';
import { median, quantile } from './text-table.ts';

/** Medians over rounds, in microseconds a request. */
export type Measured = { name: string; cpu: number; p50: number; p99: number };

const PAGE = 20;
const REGION = 'ap-southeast-1';
const HOST = `dynamodb.${REGION}.amazonaws.com`;
const TABLE = 'ocop';
// As long as the token of a Lambda role.
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 's'.repeat(40), sessionToken: 'T'.repeat(400) };

const PROVINCE = '37';
const QUERY = `province=${PROVINCE}&stars=4`;

type Row = { sk: string; compact: string; json: string };

const rows = async (): Promise<Row[]> => {
  const found: Row[] = [];
  for await (const product of products(5_000)) {
    if (!isPublic(product) || product.face.origin.province.code !== PROVINCE) continue;
    const row = productKind.rows(product, 1).find(({ pk }) => pk === `stars#${PROVINCE}`);
    if (!row?.sk.startsWith('4')) continue;
    const compact = encodeCard(product);
    found.push({ sk: row.sk, compact, json: cardJson(decodeCard(compact), FRESH_DAY, { mediaUrl: MEDIA_URL }) });
    if (found.length > PAGE) break;
  }
  return found.sort((a, b) => (a.sk < b.sk ? 1 : -1));
};

type Attribute = { S: string } | { N: string } | { BOOL: boolean } | { NULL: true } | { M: Record<string, Attribute> };

const attributeOf = (value: unknown): Attribute => {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  return { M: attributesOf(value as object) };
};
const attributesOf = (value: object): Record<string, Attribute> =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, attributeOf(member)]));

const responseOf = (items: readonly object[]): Buffer =>
  Buffer.from(JSON.stringify({ Count: items.length, ScannedCount: items.length, Items: items }));

const collect = (body: Buffer): Promise<string> =>
  new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    Readable.from([body])
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => done((chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8')))
      .on('error', fail);
  });

const sign = createSigner({ host: HOST, region: REGION, credentials: CREDENTIALS });

/** The signed exchange with a table that always gives `answer`. */
const exchangeWith = (answer: Buffer) => async (target: string, body: string) => {
  sign(target, body, new Date());
  return { status: 200, body: await collect(answer) };
};

const event = {
  version: '2.0',
  routeKey: 'GET /v1/products',
  rawPath: '/v1/products',
  rawQueryString: QUERY,
  queryStringParameters: Object.fromEntries(new URLSearchParams(QUERY)),
  headers: {
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    'accept-language': 'vi-VN,vi;q=0.9,en;q=0.8',
    host: `abc123.execute-api.${REGION}.amazonaws.com`,
    'user-agent': 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36',
    'x-amzn-trace-id': 'Root=1-65f0c0de-0123456789abcdef01234567',
    'x-forwarded-for': '192.0.2.1',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  },
  requestContext: {
    accountId: '123456789012',
    apiId: 'abc123',
    domainName: `abc123.execute-api.${REGION}.amazonaws.com`,
    domainPrefix: 'abc123',
    http: {
      method: 'GET',
      path: '/v1/products',
      protocol: 'HTTP/1.1',
      sourceIp: '192.0.2.1',
      userAgent: 'Mozilla/5.0',
    },
    requestId: 'id=',
    routeKey: 'GET /v1/products',
    stage: '$default',
    time: '23/Nov/2026:03:00:00 +0000',
    timeEpoch: Date.parse(`${FRESH_DAY}T03:00:00Z`),
  },
  isBase64Encoded: false,
} as APIGatewayProxyEventV2;

type Way = { name: string; answer: () => Promise<APIGatewayProxyResultV2> };

const log = { lastLine: '' };

const ours = (answer: Buffer): Way => {
  const settings = { tableName: TABLE, region: REGION, endpoint: `https://${HOST}`, credentials: CREDENTIALS };
  const reader = createReader(settings, { send: exchangeWith(answer) });
  const handler = serve(
    Object.values(routes),
    () => ({
      reader,
      mediaUrl: MEDIA_URL,
      now: () => new Date(`${FRESH_DAY}T03:00:00Z`),
      // The line of the log is made as in the deployed function; only writing it out is left away, as for the other ways.
      onResponse: (answered) => {
        log.lastLine = JSON.stringify({ level: 'info', message: 'answered', ...answered });
      },
    }),
    async () => {
      throw notFound();
    },
  );
  return { name: 'ours: the catalog handler', answer: () => handler(event) };
};

/** The least that can answer: no router, no schema, whole cards kept as text. */
const floor = (answer: Buffer): Way => {
  const exchange = exchangeWith(answer);
  return {
    name: 'floor: bare function, signed request, cards as text',
    answer: async () => {
      const { province, stars } = event.queryStringParameters ?? {};
      if (!/^\d\d$/.test(province ?? '') || !/^[345]$/.test(stars ?? '')) return { statusCode: 400, body: '{}' };
      const { body } = await exchange(
        'DynamoDB_20120810.Query',
        JSON.stringify({
          TableName: TABLE,
          KeyConditionExpression: 'pk = :p',
          ProjectionExpression: 'd',
          ExpressionAttributeValues: { ':p': { S: `stars#${province}#${stars}` } },
          Limit: PAGE,
        }),
      );
      const { Items } = JSON.parse(body) as { Items: { d: { S: string } }[] };
      return {
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: `{"items":[${Items.map(({ d }) => d.S).join(',')}]}`,
      };
    },
  };
};

const Query = z.object({
  province: z.string().regex(/^\d\d$/),
  stars: z.coerce.number().int().min(3).max(5),
  group: z.enum(GROUP_CODES).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(PAGE),
  cursor: z.string().max(1_024).optional(),
});
const Page = z.object({ items: z.array(ProductCard) });

/** What one would write first: hono's adapter, the document client, schemas on both sides. */
const plain = (answer: Buffer): Way => {
  const requestHandler = {
    handle: async () => ({
      response: {
        statusCode: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: Readable.from([answer]),
      },
    }),
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
    metadata: { handlerProtocol: 'http/1.1' },
  };
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ region: REGION, credentials: CREDENTIALS, requestHandler } as unknown as DynamoDBClientConfig),
  );
  const app = new Hono();
  for (const path of ['/v1/products/:id', '/v1/producers/:id', '/v1/certificates/:id', '/v1/provinces', '/v1/taxonomy'])
    app.get(path, (c) => c.text(''));
  app.get('/v1/products', async (c) => {
    const query = Query.safeParse(c.req.query());
    if (!query.success) return c.json(query.error, 400);
    const { province, stars, limit } = query.data;
    const { Items } = await client.send(
      new QueryCommand({
        TableName: TABLE,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': `stars#${province}#${stars}` },
        Limit: limit,
      }),
    );
    return c.json(Page.parse({ items: (Items ?? []).map(({ pk: _, sk: __, ...card }) => card) }));
  });
  const adapted = handle(app);
  return {
    name: 'plain: hono adapter, DocumentClient, zod answer',
    answer: async () => adapted(event as unknown as LambdaEvent) as Promise<APIGatewayProxyResultV2>,
  };
};

const measure = async (way: Way, requests: number) => {
  const times = new Float64Array(requests);
  const before = process.cpuUsage();
  for (let index = 0; index < requests; index += 1) {
    const started = process.hrtime.bigint();
    await way.answer();
    times[index] = Number(process.hrtime.bigint() - started) / 1_000;
  }
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / requests, p50: quantile([...times], 0.5), p99: quantile([...times], 0.99) };
};

const main = async (quick: boolean): Promise<void> => {
  const [rounds, requests, warm] = quick ? [5, 300, 500] : [15, 1_000, 3_000];
  const listed = await rows();
  const page = listed.slice(0, PAGE);
  const compact = responseOf(
    listed.map(({ sk, compact: card }) => ({ pk: { S: `stars#${PROVINCE}` }, sk: { S: sk }, card: { S: card } })),
  );
  const documents = responseOf(page.map(({ json }) => ({ d: { S: json } })));
  const attributes = responseOf(
    page.map(({ sk, json }) => ({
      pk: { S: `stars#${PROVINCE}#4` },
      sk: { S: sk },
      ...attributesOf(JSON.parse(json)),
    })),
  );
  const ways = [floor(documents), ours(compact), plain(attributes)];

  const texts: string[] = [];
  for (const { name, answer } of ways) {
    const result = await answer();
    const { statusCode, body = '' } = typeof result === 'string' ? { statusCode: 0, body: result } : result;
    const { items } = JSON.parse(body) as { items: unknown[] };
    const expected = page.map(({ json }): unknown => JSON.parse(json));
    if (statusCode !== 200 || !isDeepStrictEqual(items, expected))
      throw new Error(`${name} gives something else: ${body.slice(0, 300)}`);
    texts.push(body);
  }
  for (const way of ways) await measure(way, warm);
  const measured = ways.map((): Awaited<ReturnType<typeof measure>>[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, way] of ways.entries()) measured[index]?.push(await measure(way, requests));
  }
  const medians = ways.map(({ name }, index): Measured => {
    const all = measured[index] ?? [];
    return {
      name,
      cpu: median(all.map(({ cpu }) => cpu)),
      p50: median(all.map(({ p50 }) => p50)),
      p99: median(all.map(({ p99 }) => p99)),
    };
  });
  const bytes = {
    compact: compact.length,
    documents: documents.length,
    attributes: attributes.length,
    answer: Buffer.byteLength(texts[1] ?? ''),
  };
  process.stdout.write(JSON.stringify({ ways: medians, bytes }));
};

await main(process.argv.includes('--quick'));
