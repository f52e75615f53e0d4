import { createReader } from '#shared/data/table/reader.ts';
import { noSuchRoute } from '#shared/http/no-such-route.ts';
import { onlyThroughEdge, serve } from '#shared/http/serve.ts';
import { edgeSecrets, mediaUrl, tableSettings } from '#shared/platform/env.ts';
import { logResponse } from '#shared/platform/logger.ts';
import { publishedPaths } from './assets.ts';
import { routes } from './routes.ts';

export const handler = onlyThroughEdge(
  serve(
    Object.values(routes),
    () => ({
      reader: createReader(tableSettings()),
      mediaUrl: mediaUrl(),
      now: () => new Date(),
      onResponse: logResponse,
    }),
    async (method, path) => noSuchRoute(method, path, await publishedPaths()),
  ),
  edgeSecrets,
);
