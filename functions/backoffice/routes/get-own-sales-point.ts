import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getOwnSalesPoint as verb } from '#shared/services/sales-points/get-own-sales-point.ts';

export const getOwnSalesPoint = signedInRoute({
  method: 'GET',
  path: '/v1/me/sales-points/{id}',
  operationId: 'getOwnSalesPoint',
  run: (context, { id }) => verb(context, id),
  answer: working,
});
