import type { IncomingMessage } from 'node:http';
import type { GatewayHandler } from './gateway.ts';
import type { ObjectStore } from './s3/object-store.ts';
import type { LocalFunction } from './template.ts';
import type { LocalEdge } from './template-objects.ts';

const patternOf = (pathPattern: string): RegExp => {
  const pattern = pathPattern.replace(/^\//, '').replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^/${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
};

const forbiddenBody =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>\n';

/** Sets the edge's headers and overwrites the viewer's values. */
const setHeaders = ({ rawHeaders }: IncomingMessage, headers: LocalEdge['apiHeaders']): void => {
  const own = new Set(headers.map(([name]) => name));
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (own.has(rawHeaders[at]?.toLowerCase() ?? '')) rawHeaders.splice(at, 2);
  }
  rawHeaders.push(...headers.flat());
};

/**
 * Serves the paths that the edge reads from a bucket, with its methods and headers, without the query. Other requests
 * go to `api` with the headers by which the API recognises the edge. Without a local object store all requests go to
 * `api`.
 */
export const createEdgeHandler = (options: {
  edge: Pick<LocalEdge, 'objects' | 'apiHeaders'>;
  store: Pick<ObjectStore, 'serve'> | undefined;
  api: GatewayHandler;
}): GatewayHandler => {
  const { edge, store, api } = options;
  const behaviors = edge.objects.map((behavior) => ({ behavior, pattern: patternOf(behavior.pathPattern) }));

  return async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const found = behaviors.find(({ pattern }) => pattern.test(path))?.behavior;
    if (!found || !store) {
      setHeaders(request, edge.apiHeaders);
      return api(request, response);
    }
    for (const [name, value] of found.headers) response.setHeader(name, value);
    const method = request.method ?? '';
    let key: string | undefined;
    try {
      key = decodeURIComponent(path.slice(1));
    } catch {
      key = undefined;
    }
    if (key === undefined || !found.methods.includes(method) || (method !== 'GET' && method !== 'HEAD')) {
      request.resume();
      response.writeHead(key === undefined ? 400 : 403, { 'content-type': 'application/xml' });
      response.end(method === 'HEAD' ? undefined : forbiddenBody);
      return;
    }
    await store.serve(request, response, { bucket: found.bucket, key });
  };
};

/** The functions with the local address in place of the edge's. */
export const withEdgeAt = (url: string, functions: LocalFunction[], edge: LocalEdge | undefined): LocalFunction[] => {
  if (!edge) return functions;
  const inCloud = `https://${edge.domainName}`;
  return functions.map((each) => ({
    ...each,
    environment: Object.fromEntries(
      Object.entries(each.environment).map(([name, value]) => [name, value.replaceAll(inCloud, url)]),
    ),
  }));
};
