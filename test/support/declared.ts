import { expect } from 'vitest';
import { allRoutes } from '#infra/build/all-routes.ts';
import { contract } from '#infra/build/contract.ts';
import { buildOpenApi } from '#infra/build/openapi.ts';
import type { Reply } from './api.ts';

type Response = { $ref?: string; content?: Record<string, unknown> };

const document = buildOpenApi();
const PARAMETER = /\{\w+\}/g;
const operations = allRoutes
  .map(({ method, path, operationId }) => ({
    method,
    operationId,
    parameters: path.match(PARAMETER)?.length ?? 0,
    matches: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(PARAMETER, '[^/]+')}$`),
    responses: document.paths[path]?.[method.toLowerCase()]?.responses as Record<string, Response>,
  }))
  .sort((a, b) => a.parameters - b.parameters);

const resolved = (response: Response): Response =>
  response.$ref === undefined
    ? response
    : ((document.components.responses?.[response.$ref.split('/').at(-1) ?? ''] ?? {}) as Response);

const mediaTypeOf = ({ headers }: Reply): string[] => {
  const type = headers['content-type']?.split(';')[0];
  return type === undefined ? [] : [type];
};

/**
 * Holds a response against the OpenAPI document: the operation declares the status, for that status the media type, and for
 * JSON a schema that the body fits. What no operation matches is a problem with 404 or 405.
 */
export const expectDeclared = (method: string, path: string, reply: Reply): void => {
  const asked = method === 'HEAD' ? 'GET' : method;
  const operation = operations.find((candidate) => candidate.method === asked && candidate.matches.test(path));
  if (!operation) {
    expect([404, 405], `${method} ${path}: ${reply.text}`).toContain(reply.status);
    return;
  }
  const { operationId, responses } = operation;
  const declared = responses[reply.status];
  if (!declared) expect.fail(`${operationId} does not declare ${reply.status}: ${reply.text}`);
  const types = Object.keys(resolved(declared).content ?? {});
  const [type] = mediaTypeOf(reply);
  if (type === undefined ? types.length > 0 : !types.includes(type))
    expect.fail(`${operationId} declares ${types.join(', ') || 'no content'} for ${reply.status}, not ${type}`);
  const schema = contract[operationId]?.responses[reply.status]?.schema;
  if (!schema || type !== 'application/json' || method === 'HEAD') return;
  const { error } = schema.safeParse(reply.body);
  if (error) expect.fail(`${operationId} answers ${reply.status} against its schema: ${error.message}`);
};
