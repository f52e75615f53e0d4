import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { grantRestocking as verb } from '#shared/services/stock/grant-restocking.ts';

export const grantRestocking = signedInRoute({
  method: 'PUT',
  path: '/v1/products/{id}/grants/{salesPoint}',
  operationId: 'grantRestocking',
  run: (context, { id, params }) => verb(context, { product: id, salesPoint: params.salesPoint ?? '' }),
  answer: (grant) => json(200, grant),
});
