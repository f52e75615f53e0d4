import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { FIELDS } from '#shared/contract/fields.ts';
import { type Described, type Operation, TAGS } from '#shared/contract/operation.ts';
import { rateLimitClassOf } from '#shared/http/rate-limit-headers.ts';
import type { Route } from '#shared/http/route.ts';
import { allRoutes } from './all-routes.ts';
import { contract } from './contract.ts';
import { examples, type OperationExample } from './examples.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };
export type OpenApiDocument = {
  openapi: '3.1.0';
  paths: Record<string, Record<string, JsonObject>>;
  components: Record<string, Record<string, Json>>;
} & JsonObject;

/** The rules that hold for every operation, in Markdown. */
const DESCRIPTION = [
  'Public reads are anonymous; all other operations need an access token.',
  '**Stars.** A star is derived on the day of reading in Vietnam from the certificate that was issued last. It is shown while that certificate is valid.',
  '**Problems.** An error is a problem document (RFC 9457) with a stable `code`. `errors` lists every fault of the input.',
  '**400 or 422.** A wrong type, format, range or name of a field is 400. A well-formed value that breaks a rule (a check digit, the dates of a regime) is 422. If both occur, the status is 400 and the problem names all of them.',
  '**403 or 404.** A resource that the caller is not allowed to know of is 404. A known resource that the caller may not use in this way is 403.',
  '**Compatibility.** Responses can gain fields at any time; ignore unknown fields. Branch on `code`, not on texts.',
  '**Ids and slugs.** An id has a prefix, for example `prd_`. Producers, products and sales points get a slug when they become public; until then the id is used. Public pages accept both.',
  '**ETag and If-Match.** A working copy has an ETag. Operations that require `If-Match` fail with 428 without it and with 412 if the working copy has changed. `If-Match: *` skips the comparison. Operations that set a value as a whole (members, stock settings, grants) do not require it.',
  '**Idempotency-Key.** Send one with every POST that you may repeat. The same key with the same body returns the same response for at least 24 hours; another body with the same key is `idempotency_mismatch`. Stock reports require a key, and it never expires. The statuses 400, 409, 429 and 5xx are not recorded, so a retry runs.',
  '**Lists.** A page has `items` and, if there are more, `next`. A page can be shorter than `limit`, even empty, while `next` is present.',
  '**Gateway.** The gateway rejects some requests before an operation runs, with a `message` in place of a problem document: see `x-gateway-responses`. A request that does not come through the public address is 403.',
].join('\n\n');

const PATH_PARAMETER_DESCRIPTIONS: Record<string, string> = {
  code: 'A code of the list in force on the requested day; a slug or a name is accepted too.',
  id: 'The id with its prefix; public pages accept the slug too.',
  product: 'The id of a product, `prd_…`.',
  salesPoint: 'The id of a sales point, `spt_…`.',
  subject: 'The person, as `sub` of the token.',
};

const SHARED_PARAMETERS: Record<string, JsonObject> = {
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    description: 'The language of `title` and `detail` in problems: Vietnamese unless English is preferred.',
    schema: { type: 'string', default: 'vi' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'The same key with the same body returns the same response for at least 24 hours.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  LedgerKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'Identifies the request permanently: a repeated request with the same body applies only the lines that were not applied.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The ETag of the working copy on which the change is based.',
    schema: { type: 'string' },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'An earlier ETag: 304 if nothing has changed since.',
    schema: { type: 'string' },
  },
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    description: 'An id of the caller for this request; the response, the logs and the audit contain it.',
    schema: { type: 'string', maxLength: 128 },
  },
};

const PROBLEM: JsonObject = {
  type: 'object',
  description: 'A problem document (RFC 9457) in the language of Accept-Language.',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Stable: the value to branch on.', examples: ['cursor_invalid'] },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      description: 'All faults of the input.',
      items: {
        type: 'object',
        required: ['code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'A JSON pointer into the body.' },
          parameter: { type: 'string', description: 'The query parameter, header or part of the path.' },
          code: { type: 'string' },
          detail: { type: 'string' },
          current: { type: 'string', description: 'The current quantity, if a stock change exceeds it.' },
          serverTime: {
            type: 'string',
            format: 'date-time',
            description: 'The time of the server, for an instant that is too far ahead.',
          },
        },
      },
    },
  },
};

const GATEWAY_MESSAGE: JsonObject = {
  type: 'object',
  description: 'The body of a response of the gateway.',
  required: ['message'],
  properties: { message: { type: 'string', description: 'The reason in English, without a code to branch on.' } },
};

/** Responses of the gateway before a function runs; no operation declares them. */
const GATEWAY_RESPONSES: Record<string, string> = {
  401: 'The token is missing, expired or not valid.',
  403: 'The token lacks a scope.',
  413: 'The body is larger than 10 MB.',
  414: 'The address is too long.',
  429: 'All callers together send too many requests.',
  431: 'The headers are larger than 10 KB.',
};

const PROBLEM_RESPONSES: Record<string, { name: string; description: string }> = {
  304: { name: 'NotModified', description: 'Not modified since the ETag in If-None-Match.' },
  400: { name: 'BadRequest', description: 'The request is malformed; the problem names each fault.' },
  401: { name: 'Unauthorized', description: 'The token is missing or not valid.' },
  403: { name: 'Forbidden', description: 'The caller may not do this.' },
  404: { name: 'NotFound', description: 'The resource does not exist, or the caller may not know of it.' },
  409: { name: 'Conflict', description: 'The request conflicts with the current state.' },
  412: { name: 'PreconditionFailed', description: 'The working copy has changed since this ETag.' },
  413: { name: 'ContentTooLarge', description: 'The body is too large.' },
  415: { name: 'UnsupportedMediaType', description: 'The body is not JSON.' },
  422: { name: 'UnprocessableContent', description: 'The request is well formed but breaks a rule.' },
  428: { name: 'PreconditionRequired', description: 'If-Match is missing.' },
  429: {
    name: 'TooManyRequests',
    description: 'Too many requests of this account or from its address; Retry-After says when to retry.',
  },
  500: { name: 'InternalServerError', description: 'An internal error.' },
  503: {
    name: 'ServiceUnavailable',
    description: 'A dependency is not available; Retry-After says when to retry.',
  },
};

/** Whether writes can have this status with rate limit headers: a write has no 304, and a 401 precedes the limits. */
const isOfWrites = (status: string): boolean => status !== '304' && status !== '401';

const describedOf = (route: Route): Operation => {
  const described = contract[route.operationId];
  if (!described)
    throw new Error(`The contract does not describe ${route.operationId} (${route.method} ${route.path}).`);
  return described;
};

/** Every status of an operation: those of its description, and those that follow from its route. */
const statusesOf = (route: Route): string[] => {
  const { responses, problems, needsNoStore } = describedOf(route);
  const statuses = [...Object.keys(responses), ...problems.map(String), '400', '500'];
  if (!needsNoStore) statuses.push('503');
  if (route.access === 'signed-in') statuses.push('401');
  if (route.path.includes('{')) statuses.push('404');
  if (route.ifMatch) statuses.push('412', '428');
  if (route.method === 'GET') statuses.push('304');
  else statuses.push('413', '415');
  if (route.method === 'POST') statuses.push('422');
  if (rateLimitClassOf(route) !== undefined) statuses.push('429');
  return [...new Set(statuses)].sort();
};

/** Operations that serve files of the build, which the tests of examples lack. */
const FILES_OF_THE_BUILD = ['getDocs', 'getDocsAsset', 'getOpenApi'];

/**
 * The ids of operations that still need an executed example. The document can be built without it, because the test that
 * executes a new operation holds its response against the document.
 */
export const operationsWithoutExample = (): string[] =>
  allRoutes
    .map(({ operationId }) => operationId)
    .filter((operationId) => !(operationId in examples) && !FILES_OF_THE_BUILD.includes(operationId));

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapReferences = (value: Json, rename: (name: string) => string): Json => {
  if (Array.isArray(value)) return value.map((entry) => mapReferences(entry, rename));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) =>
      key === '$ref' && typeof entry === 'string' && entry.startsWith('#/$defs/')
        ? [key, `#/components/schemas/${rename(entry.slice('#/$defs/'.length))}`]
        : [key, mapReferences(entry, rename)],
    ),
  );
};

/**
 * Writes schemas as JSON Schema and collects schemas with an id as components. An id whose request and response schemas
 * differ (a default makes a field optional in requests only) becomes two components.
 */
const createSchemaWriter = (components: Record<string, Json>) => {
  return (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const {
      $schema: _,
      $defs = {},
      ...root
    } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io,
      unrepresentable: 'any',
      // Responses gain fields over time, so clients must accept unknown fields.
      override: ({ jsonSchema }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    }) as JsonObject & { $defs?: JsonObject };

    const ownId = typeof root.id === 'string' ? root.id : undefined;
    delete root.id;
    const definitions: JsonObject = { ...$defs, ...(ownId !== undefined && { [ownId]: root }) };
    const sameName = (name: string): string => name;
    const suffixed = (name: string): string => `${name}${io === 'input' ? 'Input' : 'Output'}`;
    const clean = (definition: Json): Json => {
      if (!isObject(definition)) return definition;
      const { id: _id, ...rest } = definition;
      return rest;
    };
    const clashes = Object.entries(definitions).some(([name, definition]) => {
      const known = components[name];
      const written = mapReferences(clean(definition), sameName);
      return known !== undefined && JSON.stringify(known) !== JSON.stringify(written);
    });
    const rename = clashes ? suffixed : sameName;
    for (const [name, definition] of Object.entries(definitions)) {
      components[rename(name)] = mapReferences(clean(definition), rename);
    }
    return ownId === undefined ? mapReferences(root, rename) : { $ref: `#/components/schemas/${rename(ownId)}` };
  };
};

/** Describes each property by the meaning of its name; notes what nothing describes, and which keys were of use. */
const createFieldDescriber = () => {
  const missing = new Set<string>();
  const used = new Set<string>();
  const meaningOf = (path: readonly string[]): string | undefined => {
    for (let start = 0; start < path.length; start += 1) {
      const key = path.slice(start).join('.');
      const meaning = FIELDS[key];
      if (meaning === undefined) continue;
      used.add(key);
      return meaning;
    }
    missing.add(path.join('.'));
    return undefined;
  };
  const describe = (value: Json | undefined, path: readonly string[]): void => {
    if (Array.isArray(value)) for (const entry of value) describe(entry, path);
    if (!isObject(value)) return;
    if (isObject(value.properties))
      for (const [name, property] of Object.entries(value.properties)) {
        if (!isObject(property)) continue;
        property.description ??= meaningOf([...path, name]) ?? '';
        describe(property, [...path, name]);
      }
    for (const key of ['items', 'additionalProperties', 'anyOf', 'oneOf', 'allOf']) describe(value[key], path);
  };
  const finish = (): void => {
    const unused = Object.keys(FIELDS).filter((key) => !used.has(key));
    if (missing.size > 0 || unused.length > 0)
      throw new Error(
        `shared/contract/fields.ts lacks: ${[...missing].join(', ') || 'nothing'}; describes what is nowhere: ${unused.join(', ') || 'nothing'}.`,
      );
  };
  return { describe, meaningOf, finish };
};

/** Describes the fields of all components, requests, responses and parameters of `document`. */
const describeFields = (document: OpenApiDocument): void => {
  const { describe, meaningOf, finish } = createFieldDescriber();
  for (const [name, schema] of Object.entries(document.components.schemas ?? {})) describe(schema, [name]);
  for (const operation of Object.values(document.paths).flatMap((operations) => Object.values(operations))) {
    const path = [String(operation.operationId)];
    for (const parameter of operation.parameters as JsonObject[])
      if (parameter.in === 'query') parameter.description ??= meaningOf([...path, String(parameter.name)]) ?? '';
    for (const holder of [operation.requestBody, ...Object.values(operation.responses as JsonObject)])
      if (isObject(holder) && isObject(holder.content))
        for (const media of Object.values(holder.content)) if (isObject(media)) describe(media.schema, path);
  }
  finish();
};

type SchemaWriter = ReturnType<typeof createSchemaWriter>;

const exampleIn = (values: Record<string, string> | undefined, name: string): JsonObject =>
  values?.[name] === undefined ? {} : { example: values[name] };

const queryParameters = (
  query: z.ZodType,
  write: SchemaWriter,
  example: OperationExample | undefined,
): JsonObject[] => {
  const schema = write(query, 'input');
  if (!isObject(schema) || !isObject(schema.properties)) {
    throw new Error('A query schema must be an object without an id: its fields become parameters.');
  }
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties).map(([name, property]) => {
    const { description, ...own } = isObject(property) ? property : {};
    return {
      name,
      in: 'query',
      ...(required.includes(name) && { required: true }),
      ...(description !== undefined && { description }),
      schema: own,
      ...exampleIn(example?.query, name),
    };
  });
};

const pathParameters = (path: string, example: OperationExample | undefined): JsonObject[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: PATH_PARAMETER_DESCRIPTIONS[name] ?? `The ${name}.`,
    schema: { type: 'string' },
    ...exampleIn(example?.path, name),
  }));

const headerParameters = (route: Route): JsonObject[] => {
  const names = ['AcceptLanguage', 'RequestId'];
  if (route.method === 'GET') names.push('IfNoneMatch');
  if (route.method === 'POST') names.push(route.recordedInLedger ? 'LedgerKey' : 'IdempotencyKey');
  if (route.ifMatch) names.push('IfMatch');
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
};

const WRITE_HEADERS: JsonObject = {
  'X-Server-Time': { $ref: '#/components/headers/ServerTime' },
  RateLimit: { $ref: '#/components/headers/RateLimit' },
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
};

const responseHeaders = (status: string, method: string, isLimited: boolean): JsonObject => ({
  'X-Request-Id': { $ref: '#/components/headers/RequestId' },
  ...(isLimited && WRITE_HEADERS),
  ...(status.startsWith('2') &&
    method === 'POST' && { 'Idempotency-Replayed': { $ref: '#/components/headers/IdempotencyReplayed' } }),
  ...(status === '201' && { Location: { $ref: '#/components/headers/Location' } }),
  ...(status === '200' &&
    method === 'GET' && {
      ETag: { $ref: '#/components/headers/ETag' },
      Link: { $ref: '#/components/headers/Link' },
    }),
  ...((status === '429' || status === '503') && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }),
});

const problemContent: JsonObject = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

const fileSchema = (type: string): JsonObject =>
  type.startsWith('text/') ? { type: 'string' } : { type: 'string', format: 'binary' };

const contentOf = ({ schema, files = [] }: Described, write: SchemaWriter, example: unknown): JsonObject => {
  const content = {
    ...(schema && {
      'application/json': {
        schema: write(schema, 'output'),
        ...(example !== undefined && { example: example as Json }),
      },
    }),
    ...Object.fromEntries(files.map((type) => [type, { schema: fileSchema(type) }])),
  };
  return Object.keys(content).length === 0 ? {} : { content };
};

const responses = (route: Route, write: SchemaWriter): JsonObject => {
  const { responses: described } = describedOf(route);
  const example = examples[route.operationId];
  return Object.fromEntries(
    statusesOf(route).map((status) => {
      const own = described[status];
      if (!own) return [status, { $ref: `#/components/responses/${PROBLEM_RESPONSES[status]?.name}` }];
      const headers = responseHeaders(status, route.method, rateLimitClassOf(route) !== undefined);
      return [
        status,
        {
          description: own.description,
          headers,
          ...contentOf(own, write, example?.status === Number(status) ? example.response : undefined),
        },
      ];
    }),
  );
};

const operation = (route: Route, write: SchemaWriter): JsonObject => {
  const described = describedOf(route);
  const limitClass = rateLimitClassOf(route);
  const example = examples[route.operationId];
  return {
    operationId: route.operationId,
    ...(limitClass !== undefined && { 'x-rate-limit': limitClass }),
    summary: described.summary,
    ...(described.description !== undefined && { description: described.description }),
    tags: [described.tag],
    security: route.access === 'signed-in' ? [{ bearer: [] }] : [],
    parameters: [
      ...pathParameters(route.path, example),
      ...(route.query ? queryParameters(route.query, write, example) : []),
      ...headerParameters(route),
    ],
    ...(route.body && {
      requestBody: {
        required: !route.body.safeParse(undefined).success,
        content: {
          'application/json': {
            schema: write(route.body, 'input'),
            ...(example?.body !== undefined && { example: example.body as Json }),
          },
        },
      },
    }),
    responses: responses(route, write),
  };
};

/** Builds the OpenAPI 3.1 document of all routes from their request and response schemas. */
export const buildOpenApi = (): OpenApiDocument => {
  const schemas: Record<string, Json> = { Problem: PROBLEM };
  const write = createSchemaWriter(schemas);
  const paths: OpenApiDocument['paths'] = {};
  for (const route of allRoutes) {
    const operations = paths[route.path] ?? {};
    operations[route.method.toLowerCase()] = operation(route, write);
    paths[route.path] = operations;
  }
  const header = (description: string, schema: JsonObject): JsonObject => ({ description, schema });
  const undescribed: OpenApiDocument = {
    openapi: '3.1.0',
    info: {
      title: 'OCOP – Mỗi xã một sản phẩm (One Commune One Product)',
      version: '1.0.0',
      summary: "Vietnam's starred rural products, their producers, and the offices that recognise them.",
      description: DESCRIPTION,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The address that served this document.' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    'x-gateway-responses': Object.fromEntries(
      Object.entries(GATEWAY_RESPONSES).map(([status, description]) => [
        status,
        { description, content: { 'application/json': { schema: GATEWAY_MESSAGE } } },
      ]),
    ),
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      responses: Object.fromEntries(
        Object.entries(PROBLEM_RESPONSES).map(([status, { name, description }]) => [
          name,
          {
            description,
            headers: responseHeaders(status, '', isOfWrites(status)),
            ...(Number(status) >= 400 && { content: problemContent }),
          },
        ]),
      ),
      parameters: SHARED_PARAMETERS,
      headers: {
        ETag: header('The strong validator of this representation.', { type: 'string' }),
        IdempotencyReplayed: header('`true` if the response is a replay.', { type: 'string' }),
        Link: header('The next page of a list, as `rel="next"`.', { type: 'string' }),
        Location: header('The address of the new resource.', { type: 'string', format: 'uri-reference' }),
        RateLimit: header(
          'On operations that write: `r` remaining calls of the class as an estimate, `t` seconds until the next window (draft-ietf-httpapi-ratelimit-headers).',
          { type: 'string', examples: ['"write";r=599;t=480'] },
        ),
        RateLimitPolicy: header(
          'On operations that write: `q` calls in each window of `w` seconds, for the account and for the address that it calls from.',
          { type: 'string', examples: ['"write";q=600;w=600, "write-address";q=6000;w=600'] },
        ),
        RequestId: header('The id of this request in logs and audit.', { type: 'string' }),
        ServerTime: header(
          'On operations that write: the time of the server, from which a client learns by how much its clock is off.',
          { type: 'string', format: 'date-time' },
        ),
        RetryAfter: header('Seconds to wait.', { type: 'integer', minimum: 0 }),
      },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of the user pool.',
        },
      },
    },
  };
  const document = structuredClone(undescribed);
  describeFields(document);
  return document;
};

/** Writes the document to `file` and creates its folder. */
export const writeOpenApi = async (file: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(buildOpenApi()));
};

/** The text of the committed document: one line per value, so that a diff is readable. */
export const openApiFileText = (document: OpenApiDocument): string => `${JSON.stringify(document, undefined, 1)}\n`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeFile(process.argv[2] ?? 'docs/openapi.json', openApiFileText(buildOpenApi()));
}
