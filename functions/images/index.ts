import { uploadOf } from '#shared/domain/images/renditions.ts';
import { log } from '#shared/platform/logger.ts';
import { type Outcome, processUpload } from '#shared/services/images/process-upload.ts';
import { jobContext } from '#shared/services/kernel/job-context.ts';
import { renderImage } from './render-image.ts';

/** The fields that are used of EventBridge's "Object Created"; its key is not encoded, unlike in S3's own notifications. */
type ObjectCreated = { id?: string; detail: { object: { key: string } } };

/** Processes an upload. A failure is thrown, so that the event is delivered again and finally goes to the dead-letter queue. */
export const handler = async (event: ObjectCreated): Promise<{ outcome: Outcome }> => {
  const upload = uploadOf(event.detail.object.key);
  if (!upload) throw new Error('the event names no upload of this system');
  const startedAt = performance.now();
  const context = jobContext('images', event.id);
  const outcome = await processUpload(context, upload, renderImage);
  log('info', 'upload taken in', { ...upload, outcome, milliseconds: Math.round(performance.now() - startedAt) });
  return { outcome };
};
