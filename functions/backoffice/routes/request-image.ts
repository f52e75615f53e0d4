import { RequestImage } from '../../../shared/domain/images/image-input.ts';
import { created } from '../../../shared/http/answer.ts';
import { signedInRoute } from '../../../shared/http/route.ts';
import { requestImage as verb } from '../../../shared/services/images/request-image.ts';

export const requestImage = signedInRoute({
  method: 'POST',
  path: '/v1/products/{id}/images',
  operationId: 'requestImage',
  body: RequestImage,
  run: async (context, { id, body }) => ({ product: id, ...(await verb(context, id, body)) }),
  answer: ({ product, ...made }) => created(made, `/v1/me/products/${product}`),
});
