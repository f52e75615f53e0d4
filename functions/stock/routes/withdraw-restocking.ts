import { noContent } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { withdrawRestocking as verb } from '#shared/services/stock/withdraw-restocking.ts';

export const withdrawRestocking = signedInRoute({
  method: 'DELETE',
  path: '/v1/products/{id}/grants/{salesPoint}',
  operationId: 'withdrawRestocking',
  run: (context, { id, params }) => verb(context, { product: id, salesPoint: params.salesPoint ?? '' }),
  answer: noContent,
});
