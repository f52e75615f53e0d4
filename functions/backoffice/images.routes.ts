import * as z from 'zod';
import { ArrangeImages, RequestImage } from '#shared/domain/images/image-input.ts';
import { reason } from '#shared/domain/input.ts';
import { created, working } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { arrangeImages } from '#shared/services/images/arrange-images.ts';
import { removeImage } from '#shared/services/images/remove-image.ts';
import { requestImage } from '#shared/services/images/request-image.ts';

export const imageRoutes = defineRoutes({
  arrangeImages: signedInRoute({
    method: 'PUT',
    path: '/v1/products/{id}/images',
    ifMatch: true,
    body: ArrangeImages,
    run: (context, { id, body }) => arrangeImages(context, id, body),
    respond: working,
  }),
  removeImage: signedInRoute({
    method: 'DELETE',
    path: '/v1/products/{id}/images/{image}',
    ifMatch: true,
    query: z.strictObject({ reason: reason.optional() }),
    run: (context, { id, params, query }) => removeImage(context, id, params.image ?? '', query.reason),
    respond: working,
  }),
  requestImage: signedInRoute({
    method: 'POST',
    path: '/v1/products/{id}/images',
    rateLimit: 'upload',
    body: RequestImage,
    run: (context, { id, body }) => requestImage(context, id, body),
    respond: (made) => created(made, `/v1/me/products/${made.body.product}`),
  }),
});
