import * as z from 'zod';
import type { Answer } from './answer.ts';
import { json } from './answer.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

/** The largest and the usual number of items of a page. */
export const PAGE_MAX = 100;
const PAGE_USUAL = 20;

/** The two parameters of every list. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^(?:[1-9]|[1-9]\d|100)$/)
    .transform(Number)
    .default(PAGE_USUAL),
  cursor: z.string().min(1).max(1_024).optional(),
};

/** What a list of the contract is: the items, and the cursor of the next page where there is one. */
export type Page = { items: readonly unknown[]; next?: string };

/** A page with the `Link` header to the next one. */
type LinkedPage = { page: Page; link?: string };

/** The header that names the next page. */
export const nextLink = (path: string, query: Record<string, unknown>, cursor: string): string => {
  const parameters = Object.entries(query).filter(([name, value]) => value !== undefined && name !== 'cursor');
  const search = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, String(value)]));
  search.append('cursor', cursor);
  return `<${path}?${search}>; rel="next"`;
};

/** The position behind which a page begins, from its cursor; undefined for the first page. */
export const positionOf = (scope: string, cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : decodeCursor(scope, cursor, 1)[0];

/** A page with its position turned into a cursor of the walk that `scope` names. */
export const withCursor = (scope: string, page: { items: readonly unknown[]; next?: string }): Page => ({
  items: page.items,
  ...(page.next === undefined ? {} : { next: encodeCursor(scope, [page.next]) }),
});

/** A page as a route returns it: with the header that leads on. */
export const linked = (path: string, query: Record<string, unknown>, page: Page): LinkedPage => ({
  page,
  ...(page.next === undefined ? {} : { link: nextLink(path, query, page.next) }),
});

/** The private answer of a list. */
export const pageAnswer = ({ page, link }: LinkedPage): Answer => json(200, page, link === undefined ? {} : { link });
