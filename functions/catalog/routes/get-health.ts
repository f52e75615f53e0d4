import { json } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';

export const getHealth = publicRoute({
  method: 'GET',
  path: '/healthz',
  operationId: 'getHealth',
  handle: async (context) => {
    await context.reader.get({ pk: 'health', sk: 'A' });
    return json(200, { status: 'ok' }, { 'cache-control': 'no-store' });
  },
});
