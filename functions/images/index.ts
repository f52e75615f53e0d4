import { createFiles } from '../../shared/data/files.ts';
import { createReader } from '../../shared/data/reader.ts';
import { createWriter } from '../../shared/data/writer.ts';
import { uploadOf } from '../../shared/domain/images/renditions.ts';
import { mediaUrl, tableSettings } from '../../shared/platform/env.ts';
import { log } from '../../shared/platform/logger.ts';
import { systemContext } from '../../shared/services/context.ts';
import { type Outcome, takeInUpload } from '../../shared/services/images/take-in-upload.ts';
import { renderImage } from './render-image.ts';

/** The part of EventBridge's "Object Created" that is read; its key is not encoded, unlike in S3's own notifications. */
type ObjectCreated = { id?: string; detail: { object: { key: string } } };

/** Takes in an upload. What it fails at is thrown, so that the event comes again and then waits among the dead letters. */
export const handler = async (event: ObjectCreated): Promise<{ outcome: Outcome }> => {
  const { key } = event.detail.object;
  const upload = uploadOf(key);
  if (!upload) throw new Error('the event names no upload of this system');
  const settings = tableSettings();
  const now = new Date();
  const context = systemContext({
    now,
    reader: createReader(settings),
    writer: createWriter(settings),
    files: createFiles(),
    mediaUrl: mediaUrl(),
    caller: { subject: 'system:images', groups: [] },
    requestId: event.id ?? `image-${now.toISOString()}`,
  });
  const outcome = await takeInUpload(context, upload, renderImage);
  log('info', 'upload taken in', { ...upload, outcome, milliseconds: Date.now() - now.getTime() });
  return { outcome };
};
