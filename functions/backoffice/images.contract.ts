import { RequestedImage } from '#shared/contract/images.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { WorkingProduct } from '#shared/contract/responses.ts';
import { imageRoutes } from './images.routes.ts';

export const imageContract = describeOperations(imageRoutes, {
  requestImage: {
    tag: 'Producers',
    summary: 'Add an image: request the upload form',
    description:
      'Adding an image takes two steps. First, call this operation with the media type of the file; the response holds `url` and `fields`. Second, post a `multipart/form-data` form to `url` with all fields unchanged and the file as the last field, `file`. The upload returns 204. It rejects another media type, more than `maxBytes` (15,000,000 bytes), and any upload after `expiresAt`. The service then rotates the photo upright, removes all metadata including the position, and scales it. Seconds later the image is `ready` in the working copy and visible to buyers, or `refused` with the reason. Images are not reviewed by an officer. HEIC is not supported; save the photo as JPEG.',
    problems: [403, 409],
    responses: { 201: { description: 'An image that waits, with the form that uploads it', schema: RequestedImage } },
  },
  arrangeImages: {
    tag: 'Producers',
    summary: 'Set the order, texts and cover of the images',
    description:
      'List every waiting and every ready image, in display order. Refused images can be left out and are then removed. Texts that are left out stay unchanged. The first ready image is the cover unless `cover` names another.',
    problems: [403, 422],
    responses: { 200: { description: 'The working copy', schema: WorkingProduct } },
  },
  removeImage: {
    tag: 'Producers',
    summary: 'Delete an image',
    description:
      "Returns the working copy with its ETag. The files are deleted; cached copies expire within five minutes. An officer of the product's territory can remove an inappropriate image with a `reason`.",
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: WorkingProduct } },
  },
});
