import type { RevokeCertificate } from '#shared/domain/recognition/certificate-input.ts';
import * as messages from '#shared/domain/recognition/messages.ts';
import { brokenRule, Problem } from '#shared/platform/problem.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadCertificateAsOfficer } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { saveCertificate } from '#shared/services/recognition/internal/save-certificate.ts';

/** Records a revocation by the competent body (26/2026/QĐ-TTg, Art. 8); the star ends at once. */
export const revokeCertificate = async (context: Context, id: string, { reason, ...decision }: RevokeCertificate) => {
  const stored = await loadCertificateAsOfficer(context, id);
  requireExpected(context, stored);
  if (stored.value.revocation) {
    throw new Problem('state_conflict', messages.alreadyRevoked);
  }
  requireRules([
    ...(decision.decisionDate > context.today
      ? [brokenRule('/decisionDate', 'in_the_future', messages.inTheFuture)]
      : []),
    ...(decision.decisionDate < stored.value.recognition.issuedOn
      ? [brokenRule('/decisionDate', 'before_issue', messages.beforeIssue)]
      : []),
  ]);
  const revocation = {
    ...decision,
    ...(reason === undefined ? {} : { reason }),
    at: context.now.toISOString(),
    by: context.caller.subject,
  };
  const after = { ...stored.value, status: 'revoked' as const, revocation };
  return saveCertificate(context, { before: stored, after }, { action: 'certificate.revoke', reason });
};
