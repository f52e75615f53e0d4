import { createReader } from '../../shared/data/reader.ts';
import { createWriter } from '../../shared/data/writer.ts';
import { serve } from '../../shared/http/serve.ts';
import { tableSettings } from '../../shared/platform/env.ts';
import { logAnswered } from '../../shared/platform/logger.ts';
import { notFound } from '../../shared/platform/problem.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  () => {
    const settings = tableSettings();
    return {
      reader: createReader(settings),
      writer: createWriter(settings),
      now: () => new Date(),
      onAnswered: logAnswered,
    };
  },
  async () => {
    throw notFound();
  },
);
