import { randomFillSync } from 'node:crypto';
import type { JwtContext } from './authorizer.ts';
import { localAccountId } from './resolver.ts';
import type { FunctionResult } from './runtime.ts';

/**
 * One HTTP request before its conversion to an event. `headers` is the flat list of names and values in the order of
 * arrival.
 */
export type RawRequest = {
  method: string;
  path: string;
  query: string;
  protocol: string;
  headers: string[];
  sourceIp: string;
  body: Buffer;
};

export type EventSettings = {
  apiId: string;
  routeKey: string;
  pathParameters: Record<string, string> | undefined;
  jwt?: JwtContext;
  requestId: string;
  now: Date;
  port: number;
};

const notHandedOn = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'cookie',
  'expect',
  'te',
]);
const textTypes = /^(?:text\/|application\/(?:json|xml|javascript)$)/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

const clfTime = (now: Date): string =>
  `${two(now.getUTCDate())}/${months[now.getUTCMonth()]}/${now.getUTCFullYear()}:${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())} +0000`;

const idBytes = 11;
const pool = Buffer.alloc(idBytes * 256);
let poolAt = pool.length;

/** Random bytes are drawn for many ids at once: a call for eleven bytes costs as much. */
export const newRequestId = (): string => {
  if (poolAt === pool.length) {
    randomFillSync(pool);
    poolAt = 0;
  }
  poolAt += idBytes;
  return `${pool.toString('base64url', poolAt - idBytes, poolAt)}=`;
};

const join = (record: Record<string, string>, name: string, value: string): void => {
  const before = record[name];
  record[name] = before === undefined ? value : `${before},${value}`;
};

/** The headers by lower-case name, repeated ones joined by commas, without those that end at the gateway. */
export const foldHeaders = (headers: string[]): { headers: Record<string, string>; cookies: string[] } => {
  const folded: Record<string, string> = Object.create(null);
  const cookies: string[] = [];
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at]?.toLowerCase() ?? '';
    const value = headers[at + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(/; */).filter((cookie) => cookie !== ''));
    if (!notHandedOn.has(name)) join(folded, name, value);
  }
  return { headers: folded, cookies };
};

const decode = (text: string): string => {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
};

/** Query parameters, decoded, repeated ones joined by commas; undefined when there are none. */
export const parseQuery = (query: string): Record<string, string> | undefined => {
  if (query === '') return undefined;
  const parameters: Record<string, string> = Object.create(null);
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals === -1 ? part : part.slice(0, equals);
    join(parameters, decode(name), equals === -1 ? '' : decode(part.slice(equals + 1)));
  }
  return parameters;
};

// The gateway decodes the path and then treats a question mark in it as the start of the query.
const decodePath = (path: string): string => decodeURIComponent(path).split('?', 1)[0] ?? '';

/**
 * The event of an HTTP API for a Lambda function, in payload format 2.0. Throws `URIError` for an invalid encoding of
 * the path.
 */
export const toEvent = (
  request: RawRequest,
  { headers, cookies }: { headers: Record<string, string>; cookies: string[] },
  settings: EventSettings,
): Record<string, unknown> => {
  const { body, query } = request;
  const rawPath = decodePath(request.path);
  const queryStringParameters = parseQuery(query);
  const mediaType = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isText = textTypes.test(mediaType);
  const host = headers.host ?? '';
  return {
    version: '2.0',
    routeKey: settings.routeKey,
    rawPath,
    rawQueryString: query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: {
      ...headers,
      'content-length': String(body.length),
      'x-forwarded-for': headers['x-forwarded-for']
        ? `${headers['x-forwarded-for']}, ${request.sourceIp}`
        : request.sourceIp,
      'x-forwarded-port': String(settings.port),
      'x-forwarded-proto': 'http',
    },
    ...(queryStringParameters ? { queryStringParameters } : {}),
    requestContext: {
      accountId: localAccountId,
      apiId: settings.apiId,
      ...(settings.jwt ? { authorizer: { jwt: settings.jwt } } : {}),
      domainName: host,
      domainPrefix: host.split('.', 1)[0] ?? '',
      http: {
        method: request.method,
        path: rawPath,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: settings.requestId,
      routeKey: settings.routeKey,
      stage: '$default',
      time: clfTime(settings.now),
      timeEpoch: settings.now.getTime(),
    },
    ...(settings.pathParameters ? { pathParameters: settings.pathParameters } : {}),
    ...(body.length > 0 ? { body: isText ? body.toString('utf8') : body.toString('base64') } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
};

export type GatewayResponse = { status: number; headers: [string, string | string[]][]; body: Buffer | string };

const setByGateway = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/**
 * What a function's result means as an HTTP answer; undefined when it means nothing, which the gateway answers with 500.
 * A result without `statusCode` is itself the body of a 200.
 */
export const toGatewayResponse = ({ json, body: apart }: FunctionResult): GatewayResponse | undefined => {
  const result = JSON.parse(json) as unknown;
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    const whole = apart === undefined ? json : JSON.stringify({ ...(result as object), body: apart });
    const body = typeof result === 'string' ? result : whole;
    return { status: 200, headers: [['content-type', 'application/json']], body };
  }
  const {
    statusCode,
    headers = {},
    cookies = [],
    body = apart ?? '',
    isBase64Encoded = false,
  } = result as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (typeof headers !== 'object' || (body !== null && typeof body !== 'string') || !Array.isArray(cookies))
    return undefined;
  const entries: [string, string | string[]][] = [];
  let typed = false;
  for (const [given, value] of Object.entries(headers ?? {})) {
    const name = given.toLowerCase();
    if (value === null || typeof value === 'object') return undefined;
    if (setByGateway.has(name)) continue;
    typed ||= name === 'content-type';
    entries.push([name, String(value)]);
  }
  if (cookies.length > 0) entries.push(['set-cookie', cookies.map(String)]);
  const content = isBase64Encoded === true ? Buffer.from(body ?? '', 'base64') : (body ?? '');
  if (!typed && content.length > 0) entries.push(['content-type', 'text/plain;charset=UTF-8']);
  return { status, headers: entries, body: content };
};
