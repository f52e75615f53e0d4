import * as z from 'zod';
import { RESPONSE_MAX_BYTES } from '#shared/platform/limits.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { HttpResponse } from './response.ts';
import { json } from './response.ts';

/** The maximum and the default number of items of a page. */
export const PAGE_MAX = 100;
const PAGE_USUAL = 20;

/** The two parameters of every list. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^(?:[1-9]|[1-9]\d|100)$/)
    .transform(Number)
    .default(PAGE_USUAL),
  cursor: z.string().min(1).max(1_024).meta({ pattern: '^[\\w-]+$' }).optional(),
};

/** A page in the contract: the items, and the cursor of the next page if there is one. */
export type Page<T = unknown> = { items: T[]; next?: string };

/** Maximum size of a page around its items: names, punctuation, and the longest cursor. */
const AROUND_ITEMS_BYTES = 2_000;

/** The number of first items that fit into a response. */
const fitting = (items: readonly unknown[]): number => {
  let left = RESPONSE_MAX_BYTES - AROUND_ITEMS_BYTES;
  const stop = items.findIndex((item) => {
    left -= Buffer.byteLength(typeof item === 'string' ? item : JSON.stringify(item)) + 1;
    return left < 0;
  });
  return stop === -1 ? items.length : stop;
};

/**
 * A page whose items (JSON texts or values) fit into a response: read with `limit`, and read again with fewer items if
 * they do not fit. It has at least one item.
 */
export const withinBytes = async <P extends { items: readonly unknown[] }>(
  limit: number,
  pageOf: (limit: number) => Promise<P>,
): Promise<P> => {
  for (let most = limit; ; ) {
    const page = await pageOf(most);
    const fit = Math.max(1, fitting(page.items));
    if (fit >= page.items.length) return page;
    most = fit;
  }
};

/** The text of a page of items that are JSON texts. */
export const pageText = (items: readonly string[], next: string | undefined): string =>
  `{"items":[${items.join(',')}]${next === undefined ? '' : `,"next":"${next}"`}}`;

/** A page with the `Link` header to the next one. */
export type LinkedPage<P extends Page = Page> = { page: P; link?: string };

/** The header that names the next page. */
export const nextLink = (path: string, query: Record<string, unknown>, cursor: string): string => {
  const parameters = Object.entries(query).filter(([name, value]) => value !== undefined && name !== 'cursor');
  const search = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, String(value)]));
  search.append('cursor', cursor);
  return `<${path}?${search}>; rel="next"`;
};

/** The position after which a page begins, from its cursor; undefined for the first page. */
export const positionOf = (scope: string, cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : decodeCursor(scope, cursor, 1)[0];

/** A page with its position encoded as a cursor of the walk `scope`. */
export const withCursor = <T>(scope: string, page: { items: T[]; next?: string }): Page<T> => ({
  items: page.items,
  ...(page.next === undefined ? {} : { next: encodeCursor(scope, [page.next]) }),
});

/** A page with the header of the next page. */
export const linked = <P extends Page>(path: string, query: Record<string, unknown>, page: P): LinkedPage<P> => ({
  page,
  ...(page.next === undefined ? {} : { link: nextLink(path, query, page.next) }),
});

/** The private answer of a list. */
export const pageResponse = <P extends Page>({ page, link }: LinkedPage<P>): HttpResponse<P> =>
  json(200, page, link === undefined ? {} : { link });
