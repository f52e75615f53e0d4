import { hash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';
import type { MediaStorage } from '#shared/data/objects/media-storage.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import type { Writer } from '#shared/data/table/writer.ts';
import { withoutInvisible } from '#shared/domain/written-text.ts';
import type { EdgeSecrets } from '#shared/platform/env.ts';
import { PROPAGATION_IN_REQUEST_MS } from '#shared/platform/limits.ts';
import { errorFields, log } from '#shared/platform/logger.ts';
import { PROBLEMS, Problem } from '#shared/platform/problem.ts';
import { vietnamDay } from '#shared/platform/vietnam-day.ts';
import type { RateLimiter } from '#shared/services/access/rate-limiter.ts';
import { signPrivateImages } from '#shared/services/images/internal/sign-private-images.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { callerOf } from './caller.ts';
import { callerAddress } from './caller-address.ts';
import { neededKeyOf, ReplayedProblem, requestKeyOf, runIdempotently } from './idempotency.ts';
import * as messages from './messages.ts';
import { rateLimitClassOf, rateLimitHeaders } from './rate-limit-headers.ts';
import { decodedUtf8, expectedVersions, hasBrokenBytes, inputOf, localeOf } from './request.ts';
import { type HttpResponse, noneMatch, problemResponse } from './response.ts';
import type { PublicRoute, Route, SignedInRoute } from './route.ts';

/** The dependencies of a function's routes, created once per container. */
export type Platform = {
  reader: Reader;
  writer?: Writer;
  storage?: MediaStorage;
  rateLimiter?: RateLimiter;
  /** The origin of public media. */
  mediaUrl: string;
  now: () => Date;
  /** Is told of every answer: the caller's request id beside the gateway's, so that either finds the other. */
  onResponse?: (response: {
    requestId: string;
    gatewayRequestId: string;
    route: string;
    status: number;
    milliseconds: number;
  }) => void;
};

/** The Lambda handler of an HTTP API event (payload 2.0). */
export type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

type Exchange = { event: APIGatewayProxyEventV2; requestId: string };

const REQUEST_ID = /^[\w.:=+/-]{1,128}$/;

const publicResponse = async (
  route: PublicRoute,
  platform: Platform,
  { event }: Exchange,
  params: Record<string, string>,
) => {
  const now = platform.now();
  const context = {
    now,
    today: vietnamDay(now),
    reader: platform.reader,
    mediaUrl: platform.mediaUrl,
    locale: localeOf(event.headers['accept-language']),
  };
  const response = await route.handle(context, inputOf(route, event, params));
  if (!noneMatch(event.headers['if-none-match'], response.headers.etag)) return response;
  const { 'content-type': _, ...headers } = response.headers;
  return { status: 304, headers, body: '' };
};

type SignedInPlatform = Platform & { writer: Writer; storage: MediaStorage; rateLimiter: RateLimiter };

const verbResponse = async (
  route: SignedInRoute,
  platform: SignedInPlatform,
  { event, requestId }: Exchange,
  params: Record<string, string>,
  { now, caller }: Pick<Context, 'now' | 'caller'>,
): Promise<HttpResponse> => {
  const input = inputOf(route, event, params);
  const expected = expectedVersions(event.headers['if-match']);
  if (route.ifMatch && expected === undefined) {
    throw new Problem('precondition_required', messages.ifMatchRequired);
  }
  const key = event.headers['idempotency-key'];
  const asked = {
    subject: caller.subject,
    route: `${route.method} ${route.path}`,
    path: event.rawPath,
    query: event.rawQueryString,
    body: event.body ?? '',
  };
  const context: Context = {
    now,
    today: vietnamDay(now),
    reader: platform.reader,
    writer: platform.writer,
    storage: platform.storage,
    mediaUrl: platform.mediaUrl,
    caller,
    requestId,
    expected,
    propagationBudgetMs: PROPAGATION_IN_REQUEST_MS,
    ...(route.recordedInLedger
      ? { idempotency: undefined, requestKey: neededKeyOf(key, asked) }
      : { idempotency: route.method === 'POST' ? requestKeyOf(key, asked) : undefined }),
  };
  const { result, replayed } = await runIdempotently(context, (fresh) => route.run(fresh, input));
  const response = route.respond(
    signPrivateImages(context, result) as never,
    localeOf(event.headers['accept-language']),
  );
  if (replayed) return { ...response, headers: { ...response.headers, 'idempotency-replayed': 'true' } };
  if (route.method !== 'GET' || !noneMatch(event.headers['if-none-match'], response.headers.etag)) return response;
  return {
    status: 304,
    headers: { etag: response.headers.etag ?? '', 'cache-control': 'private, no-store' },
    body: '',
  };
};

const errorResponse = (error: unknown, { event, requestId }: Exchange): HttpResponse => {
  const locale = localeOf(event.headers['accept-language']);
  if (error instanceof ReplayedProblem) {
    const response = problemResponse(error.problem, locale, requestId);
    return { ...response, headers: { ...response.headers, 'idempotency-replayed': 'true' } };
  }
  const problem = error instanceof Problem ? error : new Problem('internal', undefined, { cause: error });
  if (PROBLEMS[problem.code].status >= 500) {
    log('error', problem.code, { requestId, route: event.routeKey, ...errorFields(problem.cause ?? problem) });
  }
  return problemResponse(problem, locale, requestId);
};

/**
 * Answers a signed-in caller. A write is counted once it is known whose it is, before anything else is read of it or for it: so
 * malformed and repeated ones count, and a refused one costs no read of the table.
 */
const signedInResponse = async (
  route: SignedInRoute,
  platform: SignedInPlatform,
  exchange: Exchange,
  params: Record<string, string>,
): Promise<HttpResponse> => {
  const { event } = exchange;
  const now = platform.now();
  const caller = callerOf(event, now);
  const respond = () => verbResponse(route, platform, exchange, params, { now, caller });
  const limitClass = rateLimitClassOf(route);
  if (limitClass === undefined) return respond();
  const address = callerAddress(event);
  const { quotas, rejection } = await platform.rateLimiter.take({
    limitClass,
    subject: caller.subject,
    address,
    now,
  });
  const response = await (rejection ? Promise.reject(rejection) : respond()).catch((error: unknown) =>
    errorResponse(error, exchange),
  );
  const headers = { ...rateLimitHeaders(limitClass, quotas), 'x-server-time': now.toISOString() };
  return { ...response, headers: { ...response.headers, ...headers } };
};

/** The headers of the edge: its secret, and the viewer's address. */
export const EDGE_HEADER = 'x-ocop-edge';
export const VIEWER_HEADER = 'x-ocop-viewer';

const sha256Of = (text: string): Buffer => hash('sha256', text, 'buffer');

const requestIdOf = ({ headers }: APIGatewayProxyEventV2): string => {
  const asked = headers['x-request-id'];
  return asked && REQUEST_ID.test(asked) ? asked : randomUUID();
};

const resultOf = ({ event, requestId }: Exchange, response: HttpResponse): APIGatewayProxyStructuredResultV2 => ({
  statusCode: response.status,
  headers: {
    ...response.headers,
    'x-request-id': requestId,
    ...(event.requestContext.http.method === 'HEAD' && {
      'content-length': String(Buffer.byteLength(response.body, response.base64 ? 'base64' : 'utf8')),
    }),
  },
  ...(response.base64 ? { isBase64Encoded: true } : {}),
  body: event.requestContext.http.method === 'HEAD' ? '' : response.body,
});

/** The event with the viewer's address as its source, because the gateway only sees the address of the edge. */
const seenByEdge = (event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 => {
  const sourceIp = event.headers[VIEWER_HEADER];
  if (!sourceIp) return event;
  const { requestContext } = event;
  return { ...event, requestContext: { ...requestContext, http: { ...requestContext.http, sourceIp } } };
};

/**
 * Accepts only requests from the edge and sets their `sourceIp` to the viewer's address; others get 403 before anything
 * is read. `secrets` is called until it returns once; while it throws, every request gets 500.
 */
export const onlyThroughEdge = (handler: Handler, secrets: () => EdgeSecrets): Handler => {
  let accepted: readonly Buffer[] | 'off' | undefined;

  const requireEdge = (event: APIGatewayProxyEventV2): void => {
    if (accepted === undefined) {
      const known = secrets();
      accepted = known === 'off' ? known : known.map(sha256Of);
    }
    if (accepted === 'off') return;
    const sent = sha256Of(event.headers[EDGE_HEADER] ?? '');
    // Digests are of one length, and all of them are compared: the time tells nothing about a secret.
    if (accepted.map((known) => timingSafeEqual(sent, known)).includes(true)) return;
    throw new Problem('forbidden', messages.publicAddressOnly);
  };

  return async (event) => {
    try {
      requireEdge(event);
    } catch (error) {
      const exchange = { event, requestId: requestIdOf(event) };
      return resultOf(exchange, errorResponse(error, exchange));
    }
    return handler(accepted === 'off' ? event : seenByEdge(event));
  };
};

/** Of paths that differ in a static part and a parameter, the static one comes first in any order of the list. */
const specificityOf = (path: string): string => path.replaceAll(/\{\w+\}/g, '\uffff');
const bySpecificity = (routes: readonly Route[]): Route[] =>
  routes
    .map((route) => ({ route, key: specificityOf(route.path) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ route }) => route);

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/**
 * Creates a Lambda handler of routes with hono's router. The whole of hono would create a `Request` and a `Response`
 * for every event, and their code takes longer to load than the rest of a function. `fallback` handles unmatched
 * requests.
 */
export const serve = (
  routes: readonly Route[],
  platform: () => Platform,
  fallback: (method: string, path: string) => Promise<HttpResponse>,
): Handler => {
  const router = new SmartRouter<Route>({ routers: [new RegExpRouter(), new TrieRouter()] });
  for (const route of bySpecificity(routes)) router.add(route.method, honoPath(route.path), route);
  let ready: Platform | undefined;

  const match = (method: string, path: string): { route: Route; params: Record<string, string> } | undefined => {
    const [[found] = [], captured] = router.match(method === 'HEAD' ? 'GET' : method, path);
    if (!found) return undefined;
    const [route, places] = found;
    const params = Object.entries(places).map(([name, place]): [string, string] => [
      name,
      withoutInvisible(decodedUtf8(String(captured ? captured[place as number] : place))),
    ]);
    return { route, params: Object.fromEntries(params) };
  };

  const responseOf = async (exchange: Exchange): Promise<HttpResponse> => {
    const { rawPath, requestContext } = exchange.event;
    const matched = match(requestContext.http.method, rawPath);
    if (!matched) return fallback(requestContext.http.method, rawPath);
    if (hasBrokenBytes(rawPath)) throw new Problem('invalid_request', messages.pathNotUtf8);
    const { route, params } = matched;
    ready ??= platform();
    if (route.access === 'public') return publicResponse(route, ready, exchange, params);
    const { writer, storage, rateLimiter } = ready;
    if (!writer || !storage || !rateLimiter)
      throw new Error('a signed-in route needs a writer, a storage and a rate limiter');
    return signedInResponse(route, { ...ready, writer, storage, rateLimiter }, exchange, params);
  };

  return async (event) => {
    const exchange: Exchange = { event, requestId: requestIdOf(event) };
    const startedAt = performance.now();
    const response = await responseOf(exchange).catch((error: unknown) => errorResponse(error, exchange));
    ready?.onResponse?.({
      requestId: exchange.requestId,
      gatewayRequestId: event.requestContext.requestId,
      route: event.routeKey,
      status: response.status,
      milliseconds: Math.round(performance.now() - startedAt),
    });
    return resultOf(exchange, response);
  };
};
