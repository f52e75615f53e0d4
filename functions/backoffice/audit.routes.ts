import * as z from 'zod';
import { linked, pageQuery, pageResponse, positionOf, withCursor } from '#shared/http/page.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { listAudit } from '#shared/services/audit/list-audit.ts';

export const auditRoutes = defineRoutes({
  listAudit: signedInRoute({
    method: 'GET',
    path: '/v1/audit',
    query: z.strictObject({ subject: z.string().min(4).max(64).meta({ pattern: '^[a-z]{3}_\\w+$' }), ...pageQuery }),
    run: async (context, { query }) => {
      const scope = JSON.stringify(['audit', query.subject]);
      const after = positionOf(scope, query.cursor);
      const page = await listAudit(context, query.subject, { limit: query.limit, after });
      return linked('/v1/audit', query, withCursor(scope, page));
    },
    respond: pageResponse,
  }),
});
