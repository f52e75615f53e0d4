import { createJobMediaStorage } from '#shared/data/objects/job-media-storage.ts';
import { createReader } from '#shared/data/table/reader.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import type { BucketSettings, TableSettings } from '#shared/platform/env.ts';
import { type Context, systemContext } from '#shared/services/kernel/context.ts';

/** The context of an operator's command; with `media` if it works on files. */
export const operatorContext = (
  command: string,
  { table, media }: { table: TableSettings; media?: BucketSettings },
): Context =>
  systemContext({
    now: new Date(),
    reader: createReader(table),
    writer: createWriter(table),
    storage: media ? createJobMediaStorage(() => media) : createJobMediaStorage(),
    mediaUrl: '',
    caller: { subject: 'operator', groups: [] },
    requestId: command,
  });
