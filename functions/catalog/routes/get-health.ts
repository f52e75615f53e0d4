import { keys } from '#shared/data/table/keys.ts';
import { json } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';

export const getHealth = publicRoute({
  method: 'GET',
  path: '/healthz',
  operationId: 'getHealth',
  handle: async (context) => {
    await context.reader.get(keys.health());
    return json(200, { status: 'ok' }, { 'cache-control': 'no-store' });
  },
});
