import { afterEach, describe, expect, it } from 'vitest';
import { EDGE_HEADER, type Handler, onlyThroughEdge, VIEWER_HEADER } from '#shared/http/serve.ts';
import { edgeSecrets } from '#shared/platform/env.ts';
import { eventOf, type Reply } from '#test/support/api.ts';
import { expectProblem } from '#test/support/responses.ts';

const CURRENT = 'c'.repeat(48);
const NEXT = 'n'.repeat(48);

const reached: Handler = async () => ({ statusCode: 200, headers: {}, body: 'reached' });

const send = async (handler: Handler, sent?: string, method = 'GET'): Promise<Reply> => {
  const headers = { 'accept-language': 'en', ...(sent === undefined ? {} : { [EDGE_HEADER]: sent }) };
  const { statusCode, headers: answered, body } = await handler(eventOf(method, '/v1/products', { headers }));
  const text = body ?? '';
  return {
    status: statusCode ?? 0,
    headers: answered as Record<string, string>,
    text,
    body: text.startsWith('{') ? JSON.parse(text) : undefined,
  };
};

describe('a function behind the edge', () => {
  const handler = onlyThroughEdge(reached, () => [CURRENT, NEXT]);

  it.each([
    ['no secret', undefined],
    ['an empty secret', ''],
    ['another secret', 'x'.repeat(48)],
    ['a part of the secret', CURRENT.slice(1)],
    ['the secret and more', `${CURRENT}c`],
    ['both secrets at once', `${CURRENT},${NEXT}`],
    ['the word that switches the check off', 'off'],
  ])('refuses a request with %s by 403, a problem that no cache keeps', async (_, sent) => {
    const refused = await send(handler, sent);
    expect(expectProblem(refused, 403).code).toBe('forbidden');
    expect(refused.headers['cache-control']).toBe('no-store');
    expect(refused.text).not.toContain(CURRENT);
    expect(await send(handler, sent, 'HEAD')).toMatchObject({ status: 403, text: '' });
  });

  it.each([
    ['current', CURRENT],
    ['next', NEXT],
  ])('takes requests with the %s secret, so that a rotation refuses nobody', async (_, sent) => {
    expect(await send(handler, sent)).toMatchObject({ status: 200, text: 'reached' });
  });

  it('takes every request where the deployment says that there is no edge', async () => {
    expect(await send(onlyThroughEdge(reached, () => 'off'))).toMatchObject({ status: 200 });
  });
});

describe('the address of a caller', () => {
  const addressOf = async (secrets: readonly string[] | 'off', headers: Record<string, string>): Promise<string> => {
    let seen = '';
    const handler: Handler = async ({ requestContext }) => {
      seen = requestContext.http.sourceIp;
      return { statusCode: 204, headers: {}, body: '' };
    };
    await onlyThroughEdge(handler, () => secrets)(eventOf('GET', '/v1/products', { headers }));
    return seen;
  };

  it('is what the edge says, since the gateway sees the edge', async () => {
    const headers = { [EDGE_HEADER]: CURRENT, [VIEWER_HEADER]: '203.0.113.7' };
    expect(await addressOf([CURRENT], headers)).toBe('203.0.113.7');
  });

  it('is what the gateway sees where there is no edge, whatever a header says', async () => {
    expect(await addressOf('off', { [VIEWER_HEADER]: '203.0.113.7' })).toBe('127.0.0.1');
  });

  it('is what the gateway sees where the edge says nothing', async () => {
    expect(await addressOf([CURRENT], { [EDGE_HEADER]: CURRENT })).toBe('127.0.0.1');
  });
});

describe('what the environment says about the edge', () => {
  afterEach(() => {
    delete process.env.EDGE_SECRETS;
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['another word', 'OFF'],
    ['a short secret', 'abc'],
    ['one secret and an empty one', `${CURRENT},`],
  ])('closes the function when it is %s', async (_, value) => {
    if (value !== undefined) process.env.EDGE_SECRETS = value;
    const handler = onlyThroughEdge(reached, edgeSecrets);
    for (const sent of [undefined, '', 'abc', CURRENT]) {
      expect(expectProblem(await send(handler, sent), 500).code).toBe('internal');
    }
  });

  it('is one secret or two, or the word off', () => {
    process.env.EDGE_SECRETS = `${CURRENT},${NEXT}`;
    expect(edgeSecrets()).toEqual([CURRENT, NEXT]);
    process.env.EDGE_SECRETS = 'off';
    expect(edgeSecrets()).toBe('off');
  });
});

describe('every function that answers HTTP requests', () => {
  afterEach(() => {
    delete process.env.EDGE_SECRETS;
  });

  it.each(['catalog', 'backoffice', 'stock', 'events'])('%s is closed without the secret of the edge', async (name) => {
    process.env.EDGE_SECRETS = CURRENT;
    const { handler } = (await import(`../../functions/${name}/index.ts`)) as { handler: Handler };
    expect((await send(handler)).status).toBe(403);
    const outside = await handler(eventOf('GET', '/no/such/path'));
    expect(outside.statusCode).toBe(403);
  });
});
