import { createJobMediaStorage } from '#shared/data/objects/job-media-storage.ts';
import { createReader } from '#shared/data/table/reader.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import { mediaUrl, tableSettings } from '#shared/platform/env.ts';
import { type JobContext, systemContext } from './context.ts';

/**
 * The context of a function that an event invokes: the actor is `system:<name>`, the request id that of the event if it
 * has one.
 */
export const jobContext = (name: string, eventId: string | undefined): JobContext => {
  const settings = tableSettings();
  const now = new Date();
  return systemContext({
    now,
    reader: createReader(settings),
    writer: createWriter(settings),
    storage: createJobMediaStorage(),
    mediaUrl: mediaUrl(),
    caller: { subject: `system:${name}`, groups: [] },
    requestId: eventId ?? `${name}-${now.toISOString()}`,
  });
};
