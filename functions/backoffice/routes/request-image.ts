import { RequestImage } from '#shared/domain/images/image-input.ts';
import { created } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { requestImage as verb } from '#shared/services/images/request-image.ts';

export const requestImage = signedInRoute({
  method: 'POST',
  path: '/v1/products/{id}/images',
  operationId: 'requestImage',
  rateLimit: 'upload',
  body: RequestImage,
  run: (context, { id, body }) => verb(context, id, body),
  answer: (made) => created(made, `/v1/me/products/${made.body.product}`),
});
