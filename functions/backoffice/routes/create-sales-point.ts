import { CreateSalesPoint } from '#shared/domain/sales-points/sales-point-input.ts';
import { created } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { createSalesPoint as verb } from '#shared/services/sales-points/create-sales-point.ts';

export const createSalesPoint = signedInRoute({
  method: 'POST',
  path: '/v1/sales-points',
  operationId: 'createSalesPoint',
  body: CreateSalesPoint,
  run: (context, { body }) => verb(context, body),
  answer: (made) => created(made, `/v1/reviews/${made.body.id}`),
});
