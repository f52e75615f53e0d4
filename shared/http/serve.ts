import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Hono } from 'hono';
import type { Reader } from '../data/reader.ts';
import type { Writer } from '../data/writer.ts';
import { errorFields, log } from '../platform/logger.ts';
import { PROBLEMS, Problem } from '../platform/problem.ts';
import { vietnamDay } from '../platform/vietnam-day.ts';
import type { Context } from '../services/context.ts';
import { type Answer, noneMatch, problemAnswer } from './answer.ts';
import { callerOf } from './caller.ts';
import { idempotencyOf, ReplayedProblem, runOnce } from './idempotency.ts';
import { expectedVersions, inputOf, localeOf } from './request.ts';
import type { PublicRoute, Route, SignedInRoute } from './route.ts';

/** What a function's routes stand on; made once per container. */
export type Platform = { reader: Reader; writer?: Writer; now: () => Date };

/** The Lambda handler of an HTTP API event (payload 2.0). */
export type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

type Exchange = { event: APIGatewayProxyEventV2; requestId: string; answer?: Answer };

const REQUEST_ID = /^[\w.:=+/-]{1,128}$/;

const answerPublic = async (
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
    locale: localeOf(event.headers['accept-language']),
  };
  const answer = await route.handle(context, inputOf(route, event, params));
  if (!noneMatch(event.headers['if-none-match'], answer.headers.etag)) return answer;
  const { 'content-type': _, ...headers } = answer.headers;
  return { status: 304, headers, body: '' };
};

const answerSignedIn = async (
  route: SignedInRoute,
  platform: Platform & { writer: Writer },
  { event, requestId }: Exchange,
  params: Record<string, string>,
): Promise<Answer> => {
  const now = platform.now();
  const caller = callerOf(event, now);
  const input = inputOf(route, event, params);
  const expected = expectedVersions(event.headers['if-match']);
  if (route.ifMatch && expected === undefined) {
    throw new Problem('precondition_required', {
      vi: 'Gửi If-Match với ETag của bản đang làm việc.',
      en: "Send If-Match with the working copy's ETag.",
    });
  }
  const idempotency =
    route.method === 'POST'
      ? idempotencyOf(event.headers['idempotency-key'], {
          subject: caller.subject,
          route: `${route.method} ${route.path}`,
          path: event.rawPath,
          query: event.rawQueryString,
          body: event.body ?? '',
        })
      : undefined;
  const context: Context = {
    now,
    today: vietnamDay(now),
    reader: platform.reader,
    writer: platform.writer,
    caller,
    requestId,
    expected,
    idempotency,
  };
  const { result, replayed } = await runOnce(context, (fresh) => route.run(fresh, input));
  const answer = route.answer(result as never);
  if (replayed) return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
  if (route.method !== 'GET' || !noneMatch(event.headers['if-none-match'], answer.headers.etag)) return answer;
  return { status: 304, headers: { etag: answer.headers.etag ?? '', 'cache-control': 'private, no-store' }, body: '' };
};

const answerError = (error: unknown, { event, requestId }: Exchange): Answer => {
  const locale = localeOf(event.headers['accept-language']);
  if (error instanceof ReplayedProblem) {
    const answer = problemAnswer(error.problem, locale, requestId);
    return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
  }
  const problem = error instanceof Problem ? error : new Problem('internal', undefined, { cause: error });
  if (PROBLEMS[problem.code].status >= 500) {
    log('error', problem.code, { requestId, route: event.routeKey, ...errorFields(problem.cause ?? problem) });
  }
  return problemAnswer(problem, locale, requestId);
};

/** The methods that `Request` takes; it refuses CONNECT and TRACE. */
const ROUTED: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/**
 * Makes a Lambda handler of routes. hono matches; the answer's text goes past its `Response`, which would encode and
 * decode every body once more. `fallback` answers what no route matches.
 */
export const serve = (
  routes: readonly Route[],
  platform: () => Platform,
  fallback: (method: string, path: string) => Promise<Answer>,
): Handler => {
  const app = new Hono<{ Bindings: Exchange }>();
  let ready: Platform | undefined;
  const done = new Response(null);

  for (const route of routes) {
    app.on(route.method, honoPath(route.path), async (c) => {
      ready ??= platform();
      const params = c.req.param();
      if (route.access === 'public') {
        c.env.answer = await answerPublic(route, ready, c.env, params);
      } else {
        const { writer } = ready;
        if (!writer) throw new Error('a signed-in route needs a writer');
        c.env.answer = await answerSignedIn(route, { ...ready, writer }, c.env, params);
      }
      return done;
    });
  }
  app.notFound(async (c) => {
    c.env.answer = await fallback(c.req.method, c.req.path);
    return done;
  });
  app.onError((error, c) => {
    c.env.answer = answerError(error, c.env);
    return done;
  });

  return async (event) => {
    const asked = event.headers['x-request-id'];
    const exchange: Exchange = { event, requestId: asked && REQUEST_ID.test(asked) ? asked : randomUUID() };
    const { method } = event.requestContext.http;
    if (ROUTED.has(method)) await app.fetch(new Request(`http://api${event.rawPath}`, { method }), exchange);
    else
      exchange.answer = await fallback(method, event.rawPath).catch((error: unknown) => answerError(error, exchange));
    const answer = exchange.answer ?? answerError(new Error('no answer was made'), exchange);
    return {
      statusCode: answer.status,
      headers: { ...answer.headers, 'x-request-id': exchange.requestId },
      body: method === 'HEAD' ? '' : answer.body,
      ...(answer.base64 ? { isBase64Encoded: true } : {}),
    };
  };
};
