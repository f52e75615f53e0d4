import { ArrangeImages } from '#shared/domain/images/image-input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { arrangeImages as verb } from '#shared/services/images/arrange-images.ts';

export const arrangeImages = signedInRoute({
  method: 'PUT',
  path: '/v1/products/{id}/images',
  operationId: 'arrangeImages',
  ifMatch: true,
  body: ArrangeImages,
  run: (context, { id, body }) => verb(context, id, body),
  answer: working,
});
