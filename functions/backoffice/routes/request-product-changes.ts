import { NeededReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { requestProductChanges as verb } from '#shared/services/products/request-product-changes.ts';

export const requestProductChanges = signedInRoute({
  method: 'POST',
  path: '/v1/products/{id}/request-changes',
  operationId: 'requestProductChanges',
  ifMatch: true,
  body: NeededReason,
  run: (context, { id, body }) => verb(context, id, body.reason),
  answer: working,
});
