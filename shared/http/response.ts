import { hash } from 'node:crypto';
import { type Fault, type Locale, PROBLEMS, type Problem } from '#shared/platform/problem.ts';
import { secondsToMidnight } from '#shared/platform/vietnam-day.ts';
import type { Working } from '#shared/services/kernel/context.ts';

declare const JSON_BODY: unique symbol;

/** An HTTP response in the gateway's form; `base64` marks binary content. `Body` is the type of the JSON, known to the compiler only. */
export type HttpResponse<Body = unknown> = {
  status: number;
  headers: Record<string, string>;
  body: string;
  base64?: true;
  readonly [JSON_BODY]?: Body;
};

const JSON_TYPE = 'application/json; charset=utf-8';
const PRIVATE = { 'cache-control': 'private, no-store' };

/** A short hash of a representation. */
export const hashOf = (body: string): string => hash('sha1', body, 'base64url').slice(0, 16);

/**
 * The ETag of a document's representation: its stored version, then a hash of the text, which also covers the star of
 * the day.
 */
export const documentEtag = (version: number, body: string): string => `"${version}-${hashOf(body)}"`;

/** The form of a document's ETag; the first group is its version. */
export const DOCUMENT_TAG = /^"(\d{1,15})-[\w-]{16}"$/;

/** A private JSON response with an ETag of its text. */
export const json = <T>(status: number, value: T, headers: Record<string, string> = {}): HttpResponse<T> => {
  const body = JSON.stringify(value);
  return { status, headers: { 'content-type': JSON_TYPE, ...PRIVATE, etag: `"${hashOf(body)}"`, ...headers }, body };
};

const workingAs = <T>(
  status: number,
  { body, version }: Working<T>,
  headers: Record<string, string>,
): HttpResponse<T> => {
  const text = JSON.stringify(body);
  return {
    status,
    headers: { 'content-type': JSON_TYPE, ...PRIVATE, etag: documentEtag(version, text), ...headers },
    body: text,
  };
};

/** A working copy with its ETag. */
export const working = <T>(copy: Working<T>): HttpResponse<T> => workingAs(200, copy, {});

/** 201: the working copy of the new document, and its address. */
export const created = <T>(copy: Working<T>, location: string): HttpResponse<T> => workingAs(201, copy, { location });

/** 204: done, without a body. */
export const noContent = (): HttpResponse<undefined> => ({ status: 204, headers: { ...PRIVATE }, body: '' });

/** The lifetime in shared caches, as a multiple of the lifetime in browsers. */
const SHARED_CACHE_FACTOR = 5;

/**
 * The cache lifetime of a public response: at most until the next midnight in Vietnam, when stars can end, and at most
 * until `until` (milliseconds since 1970), when its content changes.
 */
export const publicCache = (
  now: Date,
  seconds = 60,
  sharedFactor = SHARED_CACHE_FACTOR,
  until = Number.POSITIVE_INFINITY,
): string => {
  const left = Math.max(0, Math.min(secondsToMidnight(now), Math.floor((until - now.getTime()) / 1_000)));
  const shared = Math.min(seconds * sharedFactor, left);
  // A cache must not serve an expired star while the origin is unavailable.
  return `public, max-age=${Math.min(seconds, left)}, s-maxage=${shared}, must-revalidate, stale-if-error=0`;
};

type PublicOptions = {
  etag?: string;
  cacheSeconds?: number;
  sharedFactor?: number;
  link?: string;
  until?: number | undefined;
};

declare const JSON_TEXT: unique symbol;

/** Marks a body that was concatenated from the JSON texts of list rows: the compiler cannot check its shape, the tests do. */
export type JsonText = { readonly [JSON_TEXT]: true };

/** A public JSON response from JSON text. */
export const publicJsonText = (now: Date, body: string, options: PublicOptions = {}): HttpResponse<JsonText> => ({
  status: 200,
  headers: {
    'content-type': JSON_TYPE,
    'cache-control': publicCache(now, options.cacheSeconds, options.sharedFactor, options.until),
    vary: 'Accept-Language',
    etag: options.etag ?? `"${hashOf(body)}"`,
    ...(options.link === undefined ? {} : { link: options.link }),
  },
  body,
});

/** A public JSON response. */
export const publicJson = <T>(now: Date, value: T, options: PublicOptions = {}): HttpResponse<T> => {
  const { status, headers, body } = publicJsonText(now, JSON.stringify(value), options);
  return { status, headers, body };
};

/** Whether `If-None-Match` names the tag (weak comparison, RFC 9110 13.1.2). */
export const noneMatch = (header: string | undefined, etag: string | undefined): boolean =>
  header !== undefined &&
  etag !== undefined &&
  (header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));

const faultJson = (fault: Fault, locale: Locale) => ({ ...fault, detail: fault.detail[locale] });

/** A problem document (RFC 9457) in the caller's language. */
export const problemResponse = (problem: Problem, locale: Locale, requestId: string): HttpResponse => {
  const { status, title } = PROBLEMS[problem.code];
  const body = {
    type: `urn:ocop:problem:${problem.code}`,
    title: title[locale],
    status,
    detail: problem.detail?.[locale] || problem.faults.map(({ detail }) => detail[locale]).join(' ') || title[locale],
    code: problem.code,
    requestId,
    ...(problem.faults.length > 0 ? { errors: problem.faults.map((fault) => faultJson(fault, locale)) } : {}),
  };
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'content-language': locale,
      'cache-control': 'no-store',
      vary: 'Accept-Language',
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(problem.retryAfterSeconds === undefined ? {} : { 'retry-after': String(problem.retryAfterSeconds) }),
      ...(problem.allow === undefined ? {} : { allow: problem.allow }),
    },
    body: JSON.stringify(body),
  };
};
