import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getMe as verb } from '#shared/services/me/get-me.ts';

export const getMe = signedInRoute({
  method: 'GET',
  path: '/v1/me',
  operationId: 'getMe',
  run: (context) => verb(context),
  answer: (me) => json(200, me),
});
