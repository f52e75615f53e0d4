import type * as z from 'zod';
import type { RateLimitClass } from '#shared/platform/limits.ts';
import type { Locale } from '#shared/platform/problem.ts';
import type { Context, ReadContext, Working } from '#shared/services/kernel/context.ts';
import type { LinkedPage } from './page.ts';
import type { HttpResponse } from './response.ts';

/** The HTTP methods that the contract uses. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** A parsed request; `id` is the path's `{id}`, or ''. */
export type Input<Q, B> = { id: string; params: Record<string, string>; query: Parsed<Q>; body: Parsed<B> };

/** The context of a public route. */
export type PublicContext = ReadContext & { locale: Locale };

type Declared = {
  method: Method;
  /** In OpenAPI's form: `/v1/products/{id}`. */
  path: string;
  query?: z.ZodType | undefined;
  body?: z.ZodType | undefined;
  /** Requires the working copy's ETag in `If-Match`: absent is 428, stale is 412. */
  ifMatch?: true;
  /** The idempotency key is required, and the ledger keeps it for good. */
  recordedInLedger?: true;
  /** The rate limit class of its calls if it is not `write`; reads have none. */
  rateLimit?: Exclude<RateLimitClass, 'write'>;
};

/** A route without its operation id, which `defineRoutes` adds. `Body` is the type of the response's JSON. */
export type PublicHandler<Body> = Declared & {
  access: 'public';
  handle: (context: PublicContext, input: Input<never, never>) => Promise<HttpResponse<Body>>;
};

/**
 * A route behind the JWT authorizer, without its operation id. `run` is the verb; `respond` turns its result into a response.
 * A replay calls `respond` with the stored result, so `respond` depends on nothing else.
 */
export type SignedInHandler<Body> = Declared & {
  access: 'signed-in';
  run: (context: Context, input: Input<never, never>) => Promise<unknown>;
  respond: (result: never, locale: Locale) => HttpResponse<Body>;
};

/** A public route. */
export type PublicRoute<Body = unknown> = PublicHandler<Body> & { operationId: string };

/** A route for signed-in callers. */
export type SignedInRoute<Body = unknown> = SignedInHandler<Body> & { operationId: string };

/** A route as data, read by the gateway, the OpenAPI document and the dispatcher. */
export type Route = PublicRoute | SignedInRoute;

/** Routes by operation id. */
export type Routes = Readonly<Record<string, Route>>;

type Schemas<Q, B> = { query?: Q; body?: B };

/** Declares a public route. */
export const publicRoute = <
  Body,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  declared: Omit<PublicHandler<Body>, 'access' | 'handle' | 'query' | 'body'> &
    Schemas<Q, B> & { handle: (context: PublicContext, input: Input<Q, B>) => Promise<HttpResponse<Body>> },
): PublicHandler<Body> => ({ ...declared, access: 'public' }) as unknown as PublicHandler<Body>;

/** The JSON of a verb's result: the body of a working copy, the items of a page. */
type BodyOf<R> = R extends Working<infer T> ? T : R extends LinkedPage<infer P> ? P : R extends void ? undefined : R;

/** Declares a route for signed-in callers. */
export const signedInRoute = <
  R,
  A,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  declared: Omit<SignedInHandler<A>, 'access' | 'run' | 'respond' | 'query' | 'body'> &
    Schemas<Q, B> & {
      run: (context: Context, input: Input<Q, B>) => Promise<R>;
      respond: (result: R, locale: Locale) => HttpResponse<A>;
    },
): SignedInHandler<unknown extends A ? BodyOf<R> : A> => ({ ...declared, access: 'signed-in' }) as never;

type Identified<H> = { readonly [K in keyof H]: H[K] & { operationId: string } };

/** Names each route by its key, which is its operation id. */
export const defineRoutes = <H extends Readonly<Record<string, PublicHandler<unknown> | SignedInHandler<unknown>>>>(
  handlers: H,
): Identified<H> =>
  Object.fromEntries(
    Object.entries(handlers).map(([operationId, handler]) => [operationId, { ...handler, operationId }]),
  ) as unknown as Identified<H>;
