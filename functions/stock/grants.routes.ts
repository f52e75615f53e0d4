import { json, noContent } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { grantRestocking } from '#shared/services/stock/grant-restocking.ts';
import { withdrawRestocking } from '#shared/services/stock/withdraw-restocking.ts';

export const grantRoutes = defineRoutes({
  grantRestocking: signedInRoute({
    method: 'PUT',
    path: '/v1/products/{id}/grants/{salesPoint}',
    run: (context, { id, params }) => grantRestocking(context, { product: id, salesPoint: params.salesPoint ?? '' }),
    respond: (grant) => json(200, grant),
  }),
  withdrawRestocking: signedInRoute({
    method: 'DELETE',
    path: '/v1/products/{id}/grants/{salesPoint}',
    run: (context, { id, params }) => withdrawRestocking(context, { product: id, salesPoint: params.salesPoint ?? '' }),
    respond: noContent,
  }),
});
