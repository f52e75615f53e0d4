import type * as z from 'zod';

/** What the OpenAPI document says of an operation besides what its route declares. */
export type Described = {
  summary: string;
  description?: string;
  tags: string[];
  responses: Record<string, { description: string; schema?: z.ZodType; example?: unknown }>;
};

/** Describes an operation that has one good answer. */
export const says = (
  tag: string,
  summary: string,
  status: '200' | '201' | '204',
  answer: string,
  schema?: z.ZodType,
  description?: string,
): Described => ({
  summary,
  ...(description === undefined ? {} : { description }),
  tags: [tag],
  responses: { [status]: { description: answer, ...(schema ? { schema } : {}) } },
});
