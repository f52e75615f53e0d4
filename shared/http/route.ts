import type * as z from 'zod';
import type { RateLimitClass } from '#shared/platform/limits.ts';
import type { Locale } from '#shared/platform/problem.ts';
import type { Context, ReadContext } from '#shared/services/kernel/context.ts';
import type { Answer } from './answer.ts';

/** The HTTP methods that the contract uses. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler receives after the route's schemas have accepted the request; `id` is the path's `{id}`, or ''. */
export type Input<Q, B> = { id: string; params: Record<string, string>; query: Parsed<Q>; body: Parsed<B> };

/** What a public route may know of its caller. */
export type PublicContext = ReadContext & { locale: Locale };

type Declared = {
  method: Method;
  /** In OpenAPI's form: `/v1/products/{id}`. */
  path: string;
  operationId: string;
  query?: z.ZodType | undefined;
  body?: z.ZodType | undefined;
  /** The working copy's ETag must come in `If-Match`: absent is 428, stale is 412. */
  ifMatch?: true;
  /** An idempotency key must come, and is kept for good in the ledger instead of with the answer. */
  keptInLedger?: true;
  /** The class whose limits its calls count against, where that is not `write`; reads count against none. */
  rateLimit?: Exclude<RateLimitClass, 'write'>;
};

/** A route that anybody may ask. */
export type PublicRoute = Declared & {
  access: 'public';
  handle: (context: PublicContext, input: Input<never, never>) => Promise<Answer>;
};

/**
 * A route behind the JWT authorizer. `run` is the verb; `answer` makes HTTP of what it returned, also when a kept result
 * is given again, so it depends on nothing else.
 */
export type SignedInRoute = Declared & {
  access: 'signed-in';
  run: (context: Context, input: Input<never, never>) => Promise<unknown>;
  answer: (result: never, locale: Locale) => Answer;
};

/** A route as data: what the gateway, the OpenAPI document and the dispatcher all read. */
export type Route = PublicRoute | SignedInRoute;

type Schemas<Q, B> = { query?: Q; body?: B };

/** Declares a public route. */
export const publicRoute = <Q extends z.ZodType | undefined = undefined, B extends z.ZodType | undefined = undefined>(
  declared: Omit<PublicRoute, 'access' | 'handle' | 'query' | 'body'> &
    Schemas<Q, B> & { handle: (context: PublicContext, input: Input<Q, B>) => Promise<Answer> },
): Route => ({ ...declared, access: 'public' }) as unknown as Route;

/** Declares a route for signed-in callers. */
export const signedInRoute = <
  R,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  declared: Omit<SignedInRoute, 'access' | 'run' | 'answer' | 'query' | 'body'> &
    Schemas<Q, B> & {
      run: (context: Context, input: Input<Q, B>) => Promise<R>;
      answer: (result: R, locale: Locale) => Answer;
    },
): Route => ({ ...declared, access: 'signed-in' }) as unknown as Route;
