import { openApiText } from '#functions/catalog/assets.ts';
import { publicJson } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';

export const getOpenApi = publicRoute({
  method: 'GET',
  path: '/openapi.json',
  operationId: 'getOpenApi',
  handle: async (context) => publicJson(context.now, await openApiText()),
});
