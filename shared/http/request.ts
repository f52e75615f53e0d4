import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { withoutInvisible } from '#shared/domain/written-text.ts';
import { type Fault, type Locale, Problem } from '#shared/platform/problem.ts';
import type { ExpectedVersions } from '#shared/services/kernel/context.ts';
import { parsePart, pointerOf, printable, refuse } from './faults.ts';
import * as messages from './messages.ts';
import { DOCUMENT_TAG } from './response.ts';
import type { Input, Route } from './route.ts';

/** Maximum size of a body; larger content is uploaded by presigned URL. */
export const BODY_MAX_BYTES = 262_144;

/** The part of a weight by which an earlier one of two languages with the same weight is preferred. */
const EARLIER = 1e-6;

/**
 * The language that an `Accept-Language` header prefers: Vietnamese unless English ranks higher or, with the same weight,
 * comes first. `en_US` is English too.
 */
export const localeOf = (header: string | undefined): Locale => {
  if (!header) return 'vi';
  const weight = (language: string): number => {
    for (const [place, part] of header.toLowerCase().split(',').entries()) {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      if (tag.split(/[-_]/, 1)[0] !== language) continue;
      const q = parameters.map((parameter) => /^q=([\d.]+)$/.exec(parameter)?.[1]).find((value) => value !== undefined);
      return Math.max(0, (q === undefined ? 1 : Number(q)) - place * EARLIER);
    }
    return 0;
  };
  return weight('en') > weight('vi') ? 'en' : 'vi';
};

type Finding = { fault: Fault; rule: boolean };

const REPEATED: Fault['detail'] = messages.parameterRepeated;

/** Parameters that other programs append to a link that is shared. The edge leaves them out of the cache key. */
const TRACKING =
  /^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|ttclid|twclid|igshid|yclid|mc_cid|mc_eid|zarsrc|_ga|_gl|_)$/;

/** Whether a query parameter says where a visitor came from; public reads ignore it. */
export const isTracking = (name: string): boolean => TRACKING.test(name);

const REPLACEMENT = '\ufffd';
const brokenBytes = (place: Pick<Fault, 'parameter' | 'pointer'>): Finding => ({
  fault: { ...place, code: 'invalid_text', detail: messages.notUtf8 },
  rule: false,
});

/** The text with percent encodings of UTF-8 decoded; others stay as they are. */
export const decodedUtf8 = (text: string): string => {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Whether a path has bytes that are not UTF-8, encoded or already replaced. */
export const hasBrokenBytes = (path: string): boolean => {
  const decoded = decodedUtf8(path);
  return decoded.includes(REPLACEMENT) || (decoded === path && /%[89a-f][\da-f]/i.test(path));
};

const queryOf = (raw: string, isIgnored: (name: string) => boolean) => {
  const values: Record<string, string> = {};
  const repeated = new Set<string>();
  const broken = new Set<string>();
  for (const [name, value] of new URLSearchParams(raw)) {
    if (isIgnored(name)) continue;
    if (name.includes(REPLACEMENT) || value.includes(REPLACEMENT)) broken.add(name);
    if (Object.hasOwn(values, name)) repeated.add(name);
    else Object.defineProperty(values, name, { value: withoutInvisible(value), enumerable: true });
  }
  const found: Finding[] = [
    ...[...repeated].map((parameter) => ({
      fault: { parameter: printable(parameter), code: 'repeated', detail: REPEATED },
      rule: false,
    })),
    ...[...broken].map((parameter) => brokenBytes({ parameter: printable(parameter) })),
  ];
  return { values, found };
};

/** Deeper values fit no schema. */
const DEPTH_MAX = 12;

/** A JSON value whose strings have no invisible characters, with a fault for each string with U+FFFD. */
const cleanedJson = (value: unknown, pointer: string, found: Finding[], depth = 0): unknown => {
  if (typeof value === 'string') {
    if (value.includes(REPLACEMENT)) found.push(brokenBytes({ pointer }));
    return withoutInvisible(value);
  }
  if (typeof value !== 'object' || value === null || depth === DEPTH_MAX) return value;
  const cleaned = (part: unknown, name: string | number) =>
    cleanedJson(part, `${pointer}${pointerOf([name])}`, found, depth + 1);
  if (Array.isArray(value)) return value.map(cleaned);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, cleaned(part, name)]));
};

const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const charsetOf = (contentType: string): string | undefined => /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1];

const bodyOf = (event: APIGatewayProxyEventV2): unknown => {
  if (!event.body) return undefined;
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_MAX_BYTES) {
    throw new Problem('payload_too_large', messages.bodyTooLarge(BODY_MAX_BYTES));
  }
  const contentType = event.headers['content-type'] ?? '';
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && type !== 'application/merge-patch+json') {
    throw new Problem('unsupported_media_type', messages.notSentAsJson);
  }
  const charset = charsetOf(contentType);
  if (charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset)) {
    throw new Problem('malformed_body', messages.otherCharset(printable(charset)));
  }
  let text: string;
  try {
    text = UTF_8.decode(bytes);
  } catch {
    throw new Problem('malformed_body', messages.notUtf8);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('malformed_body', messages.notJson);
  }
};

/**
 * Parses path, query and body by the route's schemas. Throws one problem with all faults, including unknown query
 * parameters and body fields.
 */
export const inputOf = (
  route: Route,
  event: APIGatewayProxyEventV2,
  params: Record<string, string>,
): Input<never, never> => {
  const query = queryOf(event.rawQueryString, route.access === 'public' ? isTracking : () => false);
  const found: Finding[] = [...query.found];
  const parsedQuery = parsePart('query', route.query ?? NO_PARAMETERS, query.values);
  found.push(...parsedQuery.found);
  // The content of a GET has no meaning in HTTP and is rejected.
  const body = route.method === 'GET' ? event.body || undefined : cleanedJson(bodyOf(event), '', found);
  const parsedBody = route.body
    ? parsePart('body', route.body, body)
    : { data: undefined, found: body === undefined ? [] : [UNEXPECTED_BODY] };
  found.push(...parsedBody.found);
  refuse(found);
  return { id: params.id ?? '', params, query: parsedQuery.data, body: parsedBody.data } as Input<never, never>;
};

const UNEXPECTED_BODY = {
  fault: {
    pointer: '',
    code: 'unexpected_body',
    detail: messages.unexpectedBody,
  },
  rule: false,
};

/** The schema of a route without a query: every parameter is unknown. */
const NO_PARAMETERS = z.strictObject({});

/**
 * The versions in `If-Match`: those of strong tags that this API gave, or what the header has instead: a weak tag, or a
 * tag that something on the way has changed.
 */
export const expectedVersions = (header: string | undefined): ExpectedVersions | undefined => {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return 'any';
  const tags = header.split(',').map((tag) => tag.trim());
  const versions = tags.flatMap((tag) => DOCUMENT_TAG.exec(tag)?.[1] ?? []).map(Number);
  if (versions.length > 0) return versions;
  return tags.some((tag) => tag.startsWith('W/')) ? 'weak-tag' : 'foreign-tag';
};
