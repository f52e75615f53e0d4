import { json } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { getMe } from '#shared/services/me/get-me.ts';

export const meRoutes = defineRoutes({
  getMe: signedInRoute({
    method: 'GET',
    path: '/v1/me',
    run: (context) => getMe(context),
    respond: (me) => json(200, me),
  }),
});
