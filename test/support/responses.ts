import { expect } from 'vitest';
import * as z from 'zod';
import { contract } from '#infra/build/contract.ts';
import { PROBLEMS, type ProblemCode } from '#shared/platform/problem.ts';
import type { Reply } from './api.ts';

const PlacedFault = z
  .strictObject({
    pointer: z
      .string()
      .regex(/^(\/.*)?$/s)
      .optional(),
    parameter: z.string().optional(),
    code: z.string().regex(/^[a-z_]+$/),
    detail: z.string().min(1),
    current: z
      .string()
      .regex(/^\d+(\.\d{1,3})?$/)
      .optional(),
    serverTime: z.iso.datetime().optional(),
  })
  .refine((fault) => (fault.pointer === undefined) !== (fault.parameter === undefined), 'one place, and only one');

const ProblemDocument = z.strictObject({
  type: z.string().startsWith('urn:ocop:problem:'),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  requestId: z.string().min(1),
  errors: z.array(PlacedFault).min(1).optional(),
});

/** Holds an answer against RFC 9457 and the contract's own rules for problems; returns the document. */
export const expectProblem = (reply: Reply, status?: number | readonly number[], code?: ProblemCode) => {
  if (status !== undefined) expect([status].flat(), reply.text).toContain(reply.status);
  expect(reply.status, reply.text).toBeGreaterThanOrEqual(400);
  expect(reply.headers['content-type']).toBe('application/problem+json');
  expect(reply.headers['cache-control']).toBe('no-store');
  expect(reply.text.isWellFormed()).toBe(true);
  const problem = ProblemDocument.parse(reply.body);
  expect(problem.status).toBe(reply.status);
  expect(problem.status).toBe(PROBLEMS[problem.code].status);
  expect(problem.type).toBe(`urn:ocop:problem:${problem.code}`);
  expect(problem.requestId).toBe(reply.headers['x-request-id']);
  const language = reply.headers['content-language'] === 'en' ? 'en' : 'vi';
  expect(reply.headers['content-language']).toBe(language);
  expect(problem.title).toBe(PROBLEMS[problem.code].title[language]);
  expect(reply.headers.vary).toBe('Accept-Language');
  expect(reply.headers['www-authenticate']).toBe(reply.status === 401 ? 'Bearer' : undefined);
  expect(/^\d+$/.test(reply.headers['retry-after'] ?? '')).toBe([429, 503].includes(reply.status));
  expect(reply.text).not.toMatch(/\n\s+at |node_modules|DynamoDB|ValidationException|"t-[0-9a-f]/);
  if (code !== undefined) expect(problem.code).toBe(code);
  return problem;
};

/** Where a problem says that the faults are: pointers and parameters, sorted. */
export const placesOf = (problem: z.infer<typeof ProblemDocument>): string[] =>
  (problem.errors ?? []).map(({ pointer, parameter }) => pointer ?? parameter ?? '').sort();

/** Holds a 2xx answer against the contract's schema of its operation: nothing missing, nothing besides. */
export const expectResponse = (operationId: string, reply: Reply): void => {
  const responses = contract[operationId]?.responses ?? {};
  expect(Object.keys(responses), reply.text).toContain(String(reply.status));
  const schema = responses[String(reply.status)]?.schema;
  if (!schema) {
    if (reply.status === 204) expect([reply.text, reply.headers['content-type']]).toEqual(['', undefined]);
    return;
  }
  expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(schema.parse(reply.body)).toEqual(reply.body);
};

/** The ids of the items of a list, in its order. */
export const idsOf = ({ body }: Reply): string[] => body.items.map(({ id }: { id: string }) => id);

/** The names of the items of a list, in its order. */
export const namesOf = ({ body }: Reply): string[] => body.items.map(({ name }: { name: string }) => name);

/** The codes of the faults of a problem, in its order. */
export const codesOf = ({ body }: Reply): string[] => (body.errors ?? []).map(({ code }: { code: string }) => code);

/** The faults of a problem as `pointer code`, sorted. */
export const faultsOf = ({ body }: Reply): string[] =>
  (body.errors ?? []).map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`).sort();
