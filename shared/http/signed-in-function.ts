import { createRateCounter } from '#shared/data/access/rate-counter.ts';
import { createRequestMediaStorage } from '#shared/data/objects/request-media-storage.ts';
import { createReader } from '#shared/data/table/reader.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import { edgeSecrets, mediaUrl, tableSettings } from '#shared/platform/env.ts';
import { RATE_LIMITS } from '#shared/platform/limits.ts';
import { logResponse } from '#shared/platform/logger.ts';
import { notFound } from '#shared/platform/problem.ts';
import { createRateLimiter } from '#shared/services/access/rate-limiter.ts';
import type { Routes } from './route.ts';
import { type Handler, onlyThroughEdge, serve } from './serve.ts';

/** The handler of a function whose routes are all behind the edge and the authorizer; it reads and writes the table. */
export const signedInFunction = (routes: Routes): Handler =>
  onlyThroughEdge(
    serve(
      Object.values(routes),
      () => {
        const settings = tableSettings();
        const writer = createWriter(settings);
        return {
          reader: createReader(settings),
          writer,
          storage: createRequestMediaStorage(),
          rateLimiter: createRateLimiter(RATE_LIMITS, createRateCounter(writer)),
          mediaUrl: mediaUrl(),
          now: () => new Date(),
          onResponse: logResponse,
        };
      },
      async () => {
        throw notFound();
      },
    ),
    edgeSecrets,
  );
