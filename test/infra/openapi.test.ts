import { describe, expect, it } from 'vitest';
import { allRoutes as routes } from '#infra/build/all-routes.ts';
import { contract } from '#infra/build/contract.ts';
import { buildOpenApi, operationsWithoutExample } from '#infra/build/openapi.ts';
import { rateLimitClassOf } from '#shared/http/rate-limit-headers.ts';

type Response = { $ref?: string; content?: Record<string, unknown>; headers?: Record<string, unknown> };
type Operation = {
  'x-rate-limit'?: string;
  operationId: string;
  security: unknown[];
  parameters: { $ref?: string; name?: string; in?: string; description?: string; schema?: object }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, Response>;
};

const FREE_TEXT = ['q', 'name', 'district', 'reason'];

const document = buildOpenApi();
const operations = new Map(
  Object.values(document.paths)
    .flatMap((operationsOfPath) => Object.values(operationsOfPath) as unknown as Operation[])
    .map((operation) => [operation.operationId, operation]),
);
const headers = (operation: Operation | undefined): string[] =>
  (operation?.parameters ?? []).flatMap(({ $ref }) => $ref?.split('/').at(-1) ?? []);

const resolved = (response: Response | undefined): Response | undefined =>
  response?.$ref === undefined
    ? response
    : (document.components.responses?.[response.$ref.split('/').at(-1) ?? ''] as Response | undefined);

const everyReference = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    key === '$ref' && typeof entry === 'string' ? [entry] : everyReference(entry),
  );
};

describe('the OpenAPI document', () => {
  it('has one operation for every route, and describes no route that does not exist', () => {
    expect(operations.size).toBe(routes.length);
    expect(Object.keys(contract).sort()).toEqual(routes.map(({ operationId }) => operationId).sort());
  });

  it('has an executed example of every operation that a test can call', () => {
    expect(operationsWithoutExample()).toEqual([]);
  });

  it('leads every reference to a component', () => {
    for (const reference of new Set(everyReference(document))) {
      const [, , kind = '', name = ''] = reference.split('/');
      expect(document.components[kind], reference).toHaveProperty([name]);
    }
  });

  it.each(routes)('describes $method $path as the route behaves', (route) => {
    const operation = operations.get(route.operationId);
    expect(operation?.security).toEqual(route.access === 'signed-in' ? [{ bearer: [] }] : []);
    expect(headers(operation).includes('IfMatch')).toBe(route.ifMatch === true);
    const key = route.method !== 'POST' ? [] : [route.recordedInLedger ? 'LedgerKey' : 'IdempotencyKey'];
    expect(headers(operation).filter((name) => name.endsWith('Key'))).toEqual(key);
    expect(operation?.requestBody !== undefined).toBe(route.body !== undefined);
    const inPath = operation?.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    expect(inPath).toEqual([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));

    const statuses = Object.keys(operation?.responses ?? {});
    expect(statuses.filter((status) => status.startsWith('2')).length).toBeGreaterThan(0);
    for (const status of statuses.filter((candidate) => Number(candidate) >= 400)) {
      expect(resolved(operation?.responses[status])).toHaveProperty(['content', 'application/problem+json']);
    }
  });

  it.each(routes)('tells the limits of $method $path where its calls are counted', (route) => {
    const operation = operations.get(route.operationId);
    const limitClass = rateLimitClassOf(route);
    expect(operation?.['x-rate-limit']).toBe(limitClass);
    const seen = ['RateLimit', 'RateLimit-Policy'];
    for (const [status, response] of Object.entries(operation?.responses ?? {})) {
      const headers = Object.keys(resolved(response)?.headers ?? {});
      if (limitClass !== undefined && status !== '401')
        expect([status, ...headers]).toEqual(expect.arrayContaining(seen));
      if (limitClass === undefined && status.startsWith('2')) expect(headers).not.toContain('RateLimit');
    }
    if (limitClass === undefined) expect(operation?.responses).not.toHaveProperty('429');
    else expect(resolved(operation?.responses['429'])).toHaveProperty(['headers', 'Retry-After']);
  });

  it('gives every declared problem one shape, and describes the answers of the gateway apart', () => {
    for (const [operationId, { responses }] of operations)
      for (const [status, response] of Object.entries(responses))
        if (Number(status) >= 400)
          expect([operationId, status, ...Object.keys(resolved(response)?.content ?? {})]).toEqual([
            operationId,
            status,
            'application/problem+json',
          ]);
    const gateway = document['x-gateway-responses'] as unknown as Record<string, Response>;
    expect(Object.keys(gateway)).toEqual(['401', '403', '413', '414', '429', '431']);
    for (const response of Object.values(gateway))
      expect(response.content).toMatchObject({ 'application/json': { schema: { required: ['message'] } } });
  });

  it.each([
    ['listPromotions', '404'],
    ['listAudit', '404'],
    ['createProduct', '404'],
    ['listCertificates', '422'],
  ])('declares that %s can give %s', (operationId, status) => {
    expect(operations.get(operationId)?.responses).toHaveProperty(status);
  });

  it.each(['getEventReport', 'getYearReport'])('declares both media types of %s', (operationId) => {
    expect(Object.keys(operations.get(operationId)?.responses['200']?.content ?? {})).toEqual([
      'application/json',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ]);
  });

  it('tells the form of every query parameter that is not free text', () => {
    const formless = [...operations.values()].flatMap(({ operationId, parameters }) =>
      parameters
        .filter((parameter) => parameter.in === 'query' && !FREE_TEXT.includes(parameter.name ?? ''))
        .filter(({ schema = {} }) => !['pattern', 'enum', 'format'].some((form) => form in schema))
        .map(({ name }) => `${operationId} ${name}`),
    );
    expect(formless).toEqual([]);
  });
});
