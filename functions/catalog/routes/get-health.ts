import { checkTable } from '#shared/data/table/check-table.ts';
import { json } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';

export const getHealth = publicRoute({
  method: 'GET',
  path: '/healthz',
  operationId: 'getHealth',
  handle: async (context) => {
    await checkTable(context.reader);
    return json(200, { status: 'ok' }, { 'cache-control': 'no-store' });
  },
});
