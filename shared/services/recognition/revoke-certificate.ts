import type { RevokeCertificate } from '#shared/domain/recognition/certificate-input.ts';
import { brokenRule, Problem } from '#shared/platform/problem.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadCertificateAsOfficer } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { saveCertificate } from '#shared/services/recognition/internal/save-certificate.ts';

/** Records that the competent body revoked the certificate (26/2026/QĐ-TTg, Art. 8); the star is gone at once. */
export const revokeCertificate = async (context: Context, id: string, { reason, ...decision }: RevokeCertificate) => {
  const stored = await loadCertificateAsOfficer(context, id);
  requireExpected(context, stored);
  if (stored.value.revocation) {
    throw new Problem('state_conflict', {
      vi: 'Giấy chứng nhận đã bị thu hồi.',
      en: 'The certificate is revoked already.',
    });
  }
  requireRules([
    ...(decision.decisionDate > context.today
      ? [brokenRule('/decisionDate', 'in_the_future', 'Không được ở tương lai.', 'Must not be in the future.')]
      : []),
    ...(decision.decisionDate < stored.value.recognition.issuedOn
      ? [
          brokenRule(
            '/decisionDate',
            'before_issue',
            'Không được trước ngày cấp.',
            'Must not be before the day of issue.',
          ),
        ]
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
