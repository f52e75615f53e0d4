import { readFile } from 'node:fs/promises';
import type { HttpResponse } from '#shared/http/response.ts';
import { hashOf, publicCache } from '#shared/http/response.ts';
import { notFound } from '#shared/platform/problem.ts';

// The build puts these files beside the bundle; they are read when they are first asked for.
const text = new Map<string, Promise<string>>();

const readOnce = (name: string, read: () => Promise<string>): Promise<string> => {
  const known = text.get(name);
  if (known) return known;
  const reading = read();
  text.set(name, reading);
  reading.catch(() => text.delete(name));
  return reading;
};

/** The OpenAPI document, as the build generated it. */
export const openApiText = (): Promise<string> =>
  readOnce('openapi.json', () => readFile(new URL('./openapi.json', import.meta.url), 'utf8'));

/** Which methods the whole API has for which paths, from the OpenAPI document. */
export const publishedPaths = async (): Promise<Record<string, string[]>> => {
  const { paths } = JSON.parse(await openApiText()) as { paths: Record<string, object> };
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [path, Object.keys(methods).map((method) => method.toUpperCase())]),
  );
};

const DOCS: ReadonlyMap<string, string> = new Map([
  ['index.html', 'text/html; charset=utf-8'],
  ['initializer.js', 'text/javascript; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['favicon-32x32.png', 'image/png'],
]);

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A file of the documentation pages, compressed: they come from this service alone. */
export const docsResponse = async (name: string, now: Date): Promise<HttpResponse> => {
  const type = DOCS.get(name);
  if (type === undefined) throw notFound();
  const body = await readOnce(`docs/${name}`, () => readFile(new URL(`./docs/${name}.gz`, import.meta.url), 'base64'));
  return {
    status: 200,
    headers: {
      'content-type': type,
      'content-encoding': 'gzip',
      'cache-control': publicCache(now),
      vary: 'Accept-Language',
      etag: `"${hashOf(body)}"`,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
    body,
    base64: true,
  };
};
