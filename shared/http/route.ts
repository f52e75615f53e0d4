import type * as z from 'zod';
import type { Answer } from './answer.ts';
import type { RequestContext } from './request-context.ts';

/** The HTTP methods that the contract uses. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a route's handler receives after its schemas have accepted the request. */
export type RouteInput<Q, B> = { id: string; params: Record<string, string>; query: Parsed<Q>; body: Parsed<B> };

/** A route as data: what the gateway, the OpenAPI document and the dispatcher all read. */
export type Route = {
  method: Method;
  /** In OpenAPI's form: `/v1/products/{id}`. */
  path: string;
  operationId: string;
  /** `signed-in` puts the JWT authorizer before the route. */
  access: 'public' | 'signed-in';
  query?: z.ZodType;
  body?: z.ZodType;
  /** The working copy's ETag must come in `If-Match`: absent is 428, stale is 412. */
  ifMatch?: true;
  handle: (context: RequestContext, input: RouteInput<never, never>) => Promise<Answer>;
};

/**
 * Declares a route. The types of `query` and `body` reach the handler from the schemas.
 */
export const route = <Q extends z.ZodType | undefined = undefined, B extends z.ZodType | undefined = undefined>(
  definition: Omit<Route, 'handle' | 'query' | 'body'> & {
    query?: Q;
    body?: B;
    handle: (context: RequestContext, input: RouteInput<Q, B>) => Promise<Answer>;
  },
): Route => definition as unknown as Route;
