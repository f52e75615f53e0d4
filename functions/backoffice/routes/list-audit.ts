import * as z from 'zod';
import { pageAnswer, pageQuery, positionOf, withCursor } from '../../../shared/http/page.ts';
import { signedInRoute } from '../../../shared/http/route.ts';
import { listAudit as verb } from '../../../shared/services/audit/list-audit.ts';

export const listAudit = signedInRoute({
  method: 'GET',
  path: '/v1/audit',
  operationId: 'listAudit',
  query: z.strictObject({ subject: z.string().min(4).max(64), ...pageQuery }),
  run: async (context, { query }) => {
    const scope = JSON.stringify(['audit', query.subject]);
    const after = positionOf(scope, query.cursor);
    return withCursor(scope, await verb(context, query.subject, { limit: query.limit, after }));
  },
  answer: pageAnswer,
});
