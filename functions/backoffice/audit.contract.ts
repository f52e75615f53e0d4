import { describeOperations } from '#shared/contract/operation.ts';
import { AuditPage } from '#shared/contract/responses.ts';
import { auditRoutes } from './audit.routes.ts';

export const auditContract = describeOperations(auditRoutes, {
  listAudit: {
    tag: 'Officers',
    summary: 'Audit events of a document',
    description: 'Latest first.',
    problems: [403, 404],
    responses: { 200: { description: 'A page', schema: AuditPage } },
  },
});
