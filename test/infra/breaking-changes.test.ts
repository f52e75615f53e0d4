import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breakingChanges, type ContractDocument, undeclaredChanges } from '#infra/build/breaking-changes.ts';
import { buildOpenApi, openApiFileText } from '#infra/build/openapi.ts';

const base = () => ({
  paths: {
    '/things/{id}': {
      post: {
        operationId: 'changeThing',
        security: [] as object[],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'sort', in: 'query', required: false, schema: { type: 'string', enum: ['name', 'newest'] } },
        ],
        requestBody: {
          required: false,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name'],
                properties: { name: { type: 'string', maxLength: 100 }, note: { type: 'string' } } as Record<
                  string,
                  object
                >,
              },
            },
          },
        },
        responses: {
          '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
          '404': {},
        } as Record<string, object>,
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['id', 'state'],
        properties: {
          id: { type: 'string' },
          state: { enum: ['open', 'closed'] },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
        } as Record<string, object>,
      },
    },
  },
});

type Base = ReturnType<typeof base>;
const PLACE = 'POST /things/{id}';
const changesAfter = (change: (document: Base) => void): string[] => {
  const after = base();
  change(after);
  return breakingChanges(base() as unknown as ContractDocument, after as unknown as ContractDocument);
};
const operationOf = (document: Base) => document.paths['/things/{id}'].post;
const bodyOf = (document: Base) => operationOf(document).requestBody.content['application/json'].schema;

const BREAKING: [string, (document: Base) => void, string][] = [
  ['a path that is gone', (it) => Object.assign(it, { paths: {} }), `${PLACE}: the operation is gone`],
  [
    'another operation id',
    (it) => Object.assign(operationOf(it), { operationId: 'x' }),
    `${PLACE}: operationId is another`,
  ],
  ['a token that is needed', (it) => operationOf(it).security.push({ bearer: [] }), `${PLACE}: needs a token now`],
  ['a parameter that is gone', (it) => operationOf(it).parameters.pop(), `${PLACE} query sort: the parameter is gone`],
  [
    'a parameter that is required',
    (it) => Object.assign(operationOf(it).parameters[1] ?? {}, { required: true }),
    `${PLACE} query sort: is required now`,
  ],
  [
    'a value of a parameter that is gone',
    (it) => operationOf(it).parameters[1]?.schema.enum?.pop(),
    `${PLACE} query sort: the value "newest" is gone`,
  ],
  [
    'a body that is required',
    (it) => Object.assign(operationOf(it).requestBody, { required: true }),
    `${PLACE} body: is required now`,
  ],
  ['a required field of the request', (it) => bodyOf(it).required.push('note'), `${PLACE} body/note: is required now`],
  [
    'a field of the request that is gone',
    (it) => Reflect.deleteProperty(bodyOf(it).properties, 'note'),
    `${PLACE} body/note: the property is gone`,
  ],
  [
    'a field of the request of another type',
    (it) => Object.assign(bodyOf(it).properties, { note: { type: 'integer' } }),
    `${PLACE} body/note: type is another`,
  ],
  [
    'a stricter bound of the request',
    (it) => Object.assign(bodyOf(it).properties, { name: { type: 'string', maxLength: 50 } }),
    `${PLACE} body/name: maxLength is stricter`,
  ],
  [
    'a status that is gone',
    (it) => Reflect.deleteProperty(operationOf(it).responses, '404'),
    `${PLACE} 404: the status is gone`,
  ],
  [
    'a media type that is gone',
    (it) => Object.assign(operationOf(it).responses, { '200': { content: {} } }),
    `${PLACE} 200: application/json is gone`,
  ],
  [
    'a property of the response that is gone',
    (it) => Reflect.deleteProperty(it.components.schemas.Thing.properties, 'id'),
    `${PLACE} 200/id: the property is gone`,
  ],
  [
    'a property of the response that can be absent',
    (it) => it.components.schemas.Thing.required.pop(),
    `${PLACE} 200/state: can be absent now`,
  ],
  [
    'a value of the response that is gone',
    (it) => Object.assign(it.components.schemas.Thing.properties, { state: { enum: ['open'] } }),
    `${PLACE} 200/state: the value "closed" is gone`,
  ],
  [
    'a value of the response that is new',
    (it) => Object.assign(it.components.schemas.Thing.properties, { state: { enum: ['open', 'closed', 'lost'] } }),
    `${PLACE} 200/state: the value "lost" is new`,
  ],
];

describe('the check for breaking changes', () => {
  it.each(BREAKING)('reports %s', (_, change, line) => {
    expect(changesAfter(change)).toContain(line);
  });

  it('lets pass what breaks nobody', () => {
    expect(changesAfter(() => undefined)).toEqual([]);
    const grown = changesAfter((document) => {
      operationOf(document).parameters.push({
        name: 'q',
        in: 'query',
        required: false,
        schema: { type: 'string', enum: [] },
      });
      Object.assign(bodyOf(document).properties, {
        more: { type: 'string' },
        name: { type: 'string', maxLength: 200 },
      });
      Object.assign(document.components.schemas.Thing.properties, { more: { type: 'string' } });
      Object.assign(operationOf(document).responses, { '409': {} });
    });
    expect(grown).toEqual([]);
  });

  it('lets pass a change that is declared between backticks, and no other', () => {
    const changes = [`${PLACE} 404: the status is gone`, `${PLACE} body: is required now`];
    expect(undeclaredChanges(changes, `- \`${changes[0]}\` – every id is known.`)).toEqual([changes[1]]);
  });
});

describe('the committed document', () => {
  it('is what the code says', () => {
    expect(readFileSync('docs/openapi.json', 'utf8')).toBe(openApiFileText(buildOpenApi()));
  });
});
