import { WorkingProduct } from '#shared/contract/answers.ts';
import { RequestedImage } from '#shared/contract/images.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { imageRoutes } from './images.routes.ts';

export const imageContract = describeOperations(imageRoutes, {
  requestImage: {
    tag: 'Producers',
    summary: 'Add an image: step one, ask for the upload',
    description:
      'Two steps. One: ask here, with the type of the file, and get `url` and `fields`. Two: post a `multipart/form-data` form to `url` with every field as it is and the file as the last field, `file`; it answers 204, and refuses another type, more than `maxBytes`, and whatever comes after `expiresAt`. The photo is then turned upright, freed of everything but its pixels (its position above all) and scaled; seconds later the image is `ready` in the working copy and shown to buyers, or `refused` with the reason. It needs no review. HEIC is refused: let the phone save JPEG.',
    problems: [403, 409],
    responses: { 201: { description: 'An image that waits, with the form that uploads it', schema: RequestedImage } },
  },
  arrangeImages: {
    tag: 'Producers',
    summary: 'Order the images, tell what they show, choose the cover',
    description:
      'Names every image that waits or is shown, in the order of display. The first that is shown is the cover unless `cover` names another.',
    problems: [403, 422],
    responses: { 200: { description: 'The working copy', schema: WorkingProduct } },
  },
  removeImage: {
    tag: 'Producers',
    summary: 'Delete an image',
    description:
      "Its files are removed; copies at the edge end within a day. An officer of the product's territory takes down what does not belong there, with a `reason`.",
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: WorkingProduct } },
  },
});
