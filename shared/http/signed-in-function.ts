import { createFiles } from '../data/files.ts';
import { createRateCounter } from '../data/rate-counter.ts';
import { createReader } from '../data/reader.ts';
import { createWriter } from '../data/writer.ts';
import { edgeSecrets, mediaUrl, tableSettings } from '../platform/env.ts';
import { RATE_LIMITS } from '../platform/limits.ts';
import { logAnswered } from '../platform/logger.ts';
import { notFound } from '../platform/problem.ts';
import { createRateLimiter } from '../services/access/rate-limiter.ts';
import type { Route } from './route.ts';
import { type Handler, onlyThroughEdge, serve } from './serve.ts';

/** The handler of a function behind the edge whose routes are all behind the authorizer: it reads and writes the table. */
export const signedInFunction = (routes: readonly Route[]): Handler =>
  onlyThroughEdge(
    serve(
      routes,
      () => {
        const settings = tableSettings();
        const writer = createWriter(settings);
        return {
          reader: createReader(settings),
          writer,
          files: createFiles(),
          rateLimiter: createRateLimiter(RATE_LIMITS, createRateCounter(writer)),
          mediaUrl: mediaUrl(),
          now: () => new Date(),
          onAnswered: logAnswered,
        };
      },
      async () => {
        throw notFound();
      },
    ),
    edgeSecrets,
  );
