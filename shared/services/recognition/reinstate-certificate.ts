import { type Certificate, reversibleUntil } from '#shared/domain/recognition/certificate.ts';
import * as messages from '#shared/domain/recognition/messages.ts';
import { CORRECTIONS_MAX } from '#shared/platform/limits.ts';
import { Problem } from '#shared/platform/problem.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadCertificateAsOfficer } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveCertificate } from '#shared/services/recognition/internal/save-certificate.ts';

const requireRevocation = ({ revocation, reversedRevocations }: Certificate, today: string) => {
  if (!revocation) {
    throw new Problem('state_conflict', messages.notRevoked);
  }
  const last = reversibleUntil(revocation.at);
  if (today > last) {
    throw new Problem('state_conflict', messages.reinstatementOver(last));
  }
  if (reversedRevocations.length >= CORRECTIONS_MAX) {
    throw new Problem('state_conflict', messages.reinstatementsMax(CORRECTIONS_MAX));
  }
  return revocation;
};

/**
 * Undoes a revocation that was recorded by mistake: the certificate is valid again from now on, and the record of the
 * revocation stays. 409 if it is not revoked, or after the days of `REVOCATION_REVERSAL`.
 */
export const reinstateCertificate = async (context: Context, id: string, reason: string) => {
  const stored = await loadCertificateAsOfficer(context, id);
  requireExpected(context, stored);
  const revocation = requireRevocation(stored.value, context.today);
  const reversal = { at: context.now.toISOString(), by: context.caller.subject, reason, revocation };
  const after: Certificate = {
    ...stored.value,
    status: 'entered',
    revocation: null,
    reversedRevocations: [...stored.value.reversedRevocations, reversal],
  };
  return saveCertificate(context, { before: stored, after }, { action: 'certificate.reinstate', reason });
};
