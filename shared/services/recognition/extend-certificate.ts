import { type ExtendCertificate, extensionFaults } from '#shared/domain/recognition/certificate-input.ts';
import * as messages from '#shared/domain/recognition/messages.ts';
import { Problem } from '#shared/platform/problem.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadCertificateAsOfficer } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { saveCertificate } from '#shared/services/recognition/internal/save-certificate.ts';

/** Records an extension with its basis (26/2026/QĐ-TTg, Art. 12.3): until the result's date, at most 180 days. */
export const extendCertificate = async (
  context: Context,
  id: string,
  { effectiveTo, basis, reason }: ExtendCertificate,
) => {
  const stored = await loadCertificateAsOfficer(context, id);
  requireExpected(context, stored);
  if (stored.value.revocation) {
    throw new Problem('state_conflict', messages.revokedNotExtendable);
  }
  requireRules(extensionFaults(stored.value, effectiveTo));
  const extension = { effectiveTo, basis, at: context.now.toISOString(), by: context.caller.subject };
  return saveCertificate(
    context,
    { before: stored, after: { ...stored.value, extension } },
    { action: 'certificate.extend', reason: reason ?? basis },
  );
};
