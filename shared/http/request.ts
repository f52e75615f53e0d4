import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { type Fault, type Locale, Problem } from '#shared/platform/problem.ts';
import type { ExpectedVersions } from '#shared/services/kernel/context.ts';
import { parsePart, printable, refuse } from './faults.ts';
import * as messages from './messages.ts';
import type { Input, Route } from './route.ts';

/** Maximum size of a body; larger content is uploaded by presigned URL. */
export const BODY_MAX_BYTES = 262_144;

/** The language that an `Accept-Language` header prefers: Vietnamese unless English ranks higher. */
export const localeOf = (header: string | undefined): Locale => {
  if (!header) return 'vi';
  const weight = (language: string): number => {
    for (const part of header.toLowerCase().split(',')) {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      if (tag !== language && !tag.startsWith(`${language}-`)) continue;
      const q = parameters.map((parameter) => /^q=([\d.]+)$/.exec(parameter)?.[1]).find((value) => value !== undefined);
      return q === undefined ? 1 : Number(q);
    }
    return 0;
  };
  return weight('en') > weight('vi') ? 'en' : 'vi';
};

type Finding = { fault: Fault; rule: boolean };

const REPEATED: Fault['detail'] = messages.parameterRepeated;

const queryOf = (raw: string) => {
  const values: Record<string, string> = {};
  const repeated = new Set<string>();
  for (const [name, value] of new URLSearchParams(raw)) {
    if (Object.hasOwn(values, name)) repeated.add(name);
    else Object.defineProperty(values, name, { value, enumerable: true });
  }
  const found: Finding[] = [...repeated].map((parameter) => ({
    fault: { parameter: printable(parameter), code: 'repeated', detail: REPEATED },
    rule: false,
  }));
  return { values, found };
};

const NOT_JSON = new Problem('malformed_body', messages.notJson);

const bodyOf = (event: APIGatewayProxyEventV2): unknown => {
  if (!event.body) return undefined;
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_MAX_BYTES) {
    throw new Problem('payload_too_large', messages.bodyTooLarge(BODY_MAX_BYTES));
  }
  const type = event.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && type !== 'application/merge-patch+json') {
    throw new Problem('unsupported_media_type', messages.notSentAsJson);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw NOT_JSON;
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
  const query = queryOf(event.rawQueryString);
  const found: Finding[] = [...query.found];
  const parsedQuery = parsePart('query', route.query ?? NO_PARAMETERS, query.values);
  found.push(...parsedQuery.found);
  // The content of a GET has no meaning in HTTP and is rejected.
  const body = route.method === 'GET' ? event.body || undefined : bodyOf(event);
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

/** The versions in `If-Match`. A weak or foreign tag matches no version. */
export const expectedVersions = (header: string | undefined): ExpectedVersions | undefined => {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return 'any';
  return header.split(',').flatMap((tag) => {
    const version = /^\s*"(\d{1,15})-[\w-]+"\s*$/.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
};
