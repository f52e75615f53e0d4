import * as z from 'zod';
import { reason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { removeImage as verb } from '#shared/services/images/remove-image.ts';

export const removeImage = signedInRoute({
  method: 'DELETE',
  path: '/v1/products/{id}/images/{image}',
  operationId: 'removeImage',
  ifMatch: true,
  query: z.strictObject({ reason: reason.optional() }),
  run: (context, { id, params, query }) => verb(context, id, params.image ?? '', query.reason),
  answer: working,
});
