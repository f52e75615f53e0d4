import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Authorize, JwtContext } from './authorizer.ts';
import { foldHeaders, type GatewayResponse, newRequestId, toEvent, toGatewayResponse } from './event.ts';
import { StartProblem } from './problem.ts';
import { createRouter } from './routing.ts';
import { FunctionFault, type Runtime } from './runtime.ts';
import type { Cors, LocalApi, LocalRoute, Throttle } from './template.ts';

const host = '127.0.0.1';
const bodyLimitBytes = 10 * 1024 * 1024;
const headerLimitBytes = 10_240;
const urlLimit = 8_192;
const requestPatienceMs = 30_000;
const drainPatienceMs = 10_000;

export type GatewayHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type Gateway = {
  port: number;
  url: string;
  /** Starts serving by the handler; before, requests get 503. */
  serve: (handler: GatewayHandler) => void;
  /** Accepts no more requests, waits for running ones, and closes. */
  stop: () => Promise<void>;
};

const errorResponse = (status: number, message: string, headers: GatewayResponse['headers'] = []): GatewayResponse => ({
  status,
  headers: [['content-type', 'application/json'], ...headers],
  body: JSON.stringify({ message }),
});

const internalError = (): GatewayResponse => errorResponse(500, 'Internal Server Error');

const send = (request: IncomingMessage, response: ServerResponse, result: GatewayResponse): void => {
  const bodiless = result.status === 204 || result.status === 304;
  // As a list, the headers are written at once; by `setHeader`, each is stored first.
  const headers: (string | string[])[] = result.headers.flat();
  const hasLength =
    request.method === 'HEAD' && result.headers.some(([name]) => name.toLowerCase() === 'content-length');
  if (!bodiless && !hasLength) headers.push('content-length', String(Buffer.byteLength(result.body)));
  response.writeHead(result.status, headers);
  response.end(bodiless || request.method === 'HEAD' ? undefined : result.body);
};

const refuseOnSocket = (socket: Duplex, status: string, message: string): void => {
  const body = JSON.stringify({ message });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
};

const onClientError = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  if (error.code === 'HPE_HEADER_OVERFLOW')
    refuseOnSocket(socket, '431 Request Header Fields Too Large', 'Request Header Fields Too Large');
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') refuseOnSocket(socket, '408 Request Timeout', 'Request Timeout');
  else refuseOnSocket(socket, '400 Bad Request', 'Bad Request');
};

/** Listens on 127.0.0.1 at once, so that a used port is detected before any work; port 0 means a free one. */
export const openGateway = async (port: number): Promise<Gateway> => {
  let handler: GatewayHandler | undefined;
  const underWay = new Set<ServerResponse>();
  const server: Server = createServer(
    {
      maxHeaderSize: headerLimitBytes,
      headersTimeout: 10_000,
      requestTimeout: requestPatienceMs,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
    },
    (request, response) => {
      underWay.add(response);
      response.once('close', () => underWay.delete(response));
      if (!handler) {
        send(request, response, errorResponse(503, 'Service Unavailable', [['retry-after', '2']]));
        return;
      }
      void handler(request, response);
    },
  );
  server.on('clientError', onClientError);
  server.on('connection', (socket: Socket) => socket.setNoDelay(true));
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        fail(new StartProblem(`Port ${port} of ${host} is in use: set PORT to another.`));
      else if (error.code === 'EACCES')
        fail(new StartProblem(`Port ${port} of ${host} may not be used by this user: set PORT to another.`));
      else fail(error);
    });
    server.listen(port, host, done);
  });
  const actual = (server.address() as AddressInfo).port;
  return {
    port: actual,
    url: `http://${host}:${actual}`,
    serve: (newHandler) => {
      handler = newHandler;
    },
    stop: async () => {
      for (const response of underWay) if (!response.headersSent) response.setHeader('connection', 'close');
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      const impatience = setTimeout(() => server.closeAllConnections(), drainPatienceMs);
      await closed;
      clearTimeout(impatience);
    },
  };
};

class BodyTooLarge extends Error {}

// A body that is too large is still read and dropped: a client that is disconnected while sending never sees the
// response.
const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) {
    return Buffer.alloc(0);
  }
  if (Number(request.headers['content-length'] ?? 0) > bodyLimitBytes) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((done, fail) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyLimitBytes) chunks.push(chunk);
      else {
        chunks.length = 0;
        fail(new BodyTooLarge());
      }
    });
    request.once('end', () => done(Buffer.concat(chunks)));
    request.once('error', fail);
  });
};

const splitTarget = (target: string): { path: string; query: string } | undefined => {
  const relative = target.startsWith('/') ? target : /^https?:\/\/[^/?#]*(\/.*)$/i.exec(target)?.[1];
  if (relative === undefined) return undefined;
  const mark = relative.indexOf('?');
  return mark === -1
    ? { path: relative, query: '' }
    : { path: relative.slice(0, mark), query: relative.slice(mark + 1) };
};

/**
 * A token bucket: true while requests stay within rate and burst. `now` gives milliseconds; a step back of the clock
 * changes nothing.
 */
export const createBucket = ({ rate, burst }: Throttle, now: () => number): (() => boolean) => {
  let tokens = burst;
  let filledAt = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + (Math.max(0, time - filledAt) * rate) / 1000);
    filledAt = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};

const monotonicNow = (): number => performance.now();

const matchesOrigin = (pattern: string, origin: string): boolean => {
  if (pattern === '*') return true;
  const wildcard = /^(https?:\/\/)\*$/.exec(pattern)?.[1];
  return wildcard === undefined ? pattern === origin : origin.startsWith(wildcard);
};

const corsHeaders = (cors: Cors, origin: string): GatewayResponse['headers'] => {
  const pattern = cors.origins.find((candidate) => matchesOrigin(candidate, origin));
  if (pattern === undefined) return [];
  return [
    ['access-control-allow-origin', pattern === '*' ? '*' : origin],
    ...(cors.credentials ? [['access-control-allow-credentials', 'true'] as [string, string]] : []),
    ...(cors.exposed.length > 0 ? [['access-control-expose-headers', cors.exposed.join(',')] as [string, string]] : []),
  ];
};

const preflight = (cors: Cors, origin: string): GatewayResponse => {
  const granted = corsHeaders(cors, origin).filter(([name]) => name !== 'access-control-expose-headers');
  if (granted.length > 0) {
    if (cors.methods.length > 0) granted.push(['access-control-allow-methods', cors.methods.join(',')]);
    if (cors.headers.length > 0) granted.push(['access-control-allow-headers', cors.headers.join(',')]);
    if (cors.maxAge !== undefined) granted.push(['access-control-max-age', String(cors.maxAge)]);
  }
  return { status: 204, headers: granted, body: '' };
};

// With CORS configured the gateway's headers replace what a function says of CORS.
const withCors = (result: GatewayResponse, cors: Cors, origin: string | undefined): GatewayResponse => ({
  ...result,
  headers: [
    ...result.headers.filter(([name]) => !name.startsWith('access-control-')),
    ...(origin === undefined ? [] : corsHeaders(cors, origin)),
  ],
});

/** Handles requests like the template's HTTP API: CORS, throttling, routing, authorizer, function, response. */
export const createApiHandler = (options: {
  api: LocalApi;
  runtime: Pick<Runtime, 'invoke'>;
  authorize: Authorize;
  port: number;
  log: (line: string) => void;
}): GatewayHandler => {
  const { api, runtime, authorize, log } = options;
  const choose = createRouter(api.routes);
  const buckets = new Map<LocalRoute, () => boolean>();
  const stageBucket = api.throttle ? createBucket(api.throttle, monotonicNow) : () => true;
  for (const route of api.routes) {
    const own = api.routeThrottles[route.routeKey];
    buckets.set(route, own ? createBucket(own, monotonicNow) : stageBucket);
  }

  const invoke = async (route: LocalRoute, event: Record<string, unknown>): Promise<GatewayResponse> => {
    try {
      const result = await runtime.invoke(route.functionArn, JSON.stringify(event), { timeoutMs: route.timeoutMs });
      const response = toGatewayResponse(result);
      if (response) return response;
      log(`${route.routeKey}: the function's result is no HTTP answer: ${result.json.slice(0, 200)}`);
      return internalError();
    } catch (error) {
      if (!(error instanceof FunctionFault)) throw error;
      log(`${route.routeKey}: ${error.message}`);
      if (error.kind === 'timed-out') return errorResponse(503, 'Service Unavailable');
      return error.kind === 'too-large' ? errorResponse(413, 'Request Entity Too Large') : internalError();
    }
  };

  const respondTo = async (
    request: IncomingMessage,
    folded: ReturnType<typeof foldHeaders>,
    requestId: string,
  ): Promise<GatewayResponse> => {
    const method = request.method ?? '';
    const target = request.url ?? '';
    if (target.length > urlLimit) return errorResponse(414, 'Request-URI Too Long');
    const split = splitTarget(target);
    if (!split) return errorResponse(400, 'Bad Request');
    const match = choose(method, split.path);
    if (!match) return errorResponse(404, 'Not Found');
    const { route, pathParameters } = match;
    if (!buckets.get(route)?.()) return errorResponse(429, 'Too Many Requests');
    let jwt: JwtContext | undefined;
    if (route.authorizer) {
      const verdict = await authorize(route.authorizer, folded.headers);
      if (!verdict.allowed)
        return errorResponse(verdict.status, verdict.message, [['www-authenticate', verdict.challenge]]);
      jwt = verdict.jwt;
    }
    const body = await readBody(request);
    const raw = {
      method,
      ...split,
      protocol: `HTTP/${request.httpVersion}`,
      headers: request.rawHeaders,
      sourceIp: request.socket.remoteAddress ?? host,
      body,
    };
    const event = toEvent(raw, folded, {
      apiId: api.apiId,
      routeKey: route.routeKey,
      pathParameters,
      requestId,
      now: new Date(),
      port: options.port,
      ...(jwt ? { jwt } : {}),
    });
    return invoke(route, event);
  };

  const respondSafely = async (
    request: IncomingMessage,
    folded: ReturnType<typeof foldHeaders>,
    requestId: string,
  ): Promise<GatewayResponse> => {
    try {
      return await respondTo(request, folded, requestId);
    } catch (error) {
      if (error instanceof BodyTooLarge) return errorResponse(413, 'Request Entity Too Large');
      if (error instanceof URIError) return errorResponse(400, 'Bad Request');
      if (!request.errored) log(`${request.method} ${request.url}: ${(error as Error).stack}`);
      return internalError();
    }
  };

  return async (request, response) => {
    const requestId = newRequestId();
    const folded = foldHeaders(request.rawHeaders);
    const { origin } = folded.headers;
    const isPreflight = request.method === 'OPTIONS' && folded.headers['access-control-request-method'] !== undefined;
    let result: GatewayResponse;
    if (api.cors && isPreflight && origin !== undefined) result = preflight(api.cors, origin);
    else {
      result = await respondSafely(request, folded, requestId);
      if (api.cors) result = withCors(result, api.cors, origin);
    }
    if (response.destroyed) return;
    const withId = (result: GatewayResponse): GatewayResponse => ({
      ...result,
      headers: [['apigw-requestid', requestId], ...result.headers],
    });
    try {
      send(request, response, withId(result));
    } catch (error) {
      log(`${request.method} ${request.url}: the answer cannot be sent: ${(error as Error).message}`);
      send(request, response, internalError());
    }
  };
};
