import { type Certificate, validToOf } from '../../domain/recognition/certificate.ts';
import {
  type CorrectCertificate,
  recognitionFaults,
  recognitionOf,
} from '../../domain/recognition/certificate-input.ts';
import { regime } from '../../domain/recognition/regimes.ts';
import { CORRECTIONS_MAX } from '../../platform/limits.ts';
import { Problem } from '../../platform/problem.ts';
import { loadProduct, requireExpected } from '../access/documents.ts';
import { loadCertificateAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { requireRules } from '../rules.ts';
import { requireFreeNumber, saveCertificate } from './save-certificate.ts';

const requireCorrectable = ({ revocation, history }: Certificate): void => {
  if (revocation) {
    throw new Problem('state_conflict', {
      vi: 'Giấy chứng nhận đã bị thu hồi nên không sửa được; nếu thu hồi nhầm, hãy khôi phục trước.',
      en: 'The certificate is revoked and cannot be corrected; if that was a mistake, reinstate it first.',
    });
  }
  if (history.length >= CORRECTIONS_MAX) {
    throw new Problem('state_conflict', {
      vi: `Đã sửa ${CORRECTIONS_MAX} lần, là mức nhiều nhất.`,
      en: `It was corrected ${CORRECTIONS_MAX} times, which is the most.`,
    });
  }
};

/** Replaces what was entered wrongly, and keeps what it replaced with the reason. An extension that no longer fits goes. */
export const correctCertificate = async (context: Context, id: string, { reason, ...given }: CorrectCertificate) => {
  const stored = await loadCertificateAsOfficer(context, id);
  requireExpected(context, stored);
  const before = stored.value;
  requireCorrectable(before);
  const replaced = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  // By its number, so that a corrected date may settle on the decision as it stood before or after its amendment.
  const entered = { ...before.recognition, regime: regime(before.recognition.regime).number };
  const recognition = recognitionOf({ ...entered, ...replaced });
  requireRules(recognitionFaults(recognition, context.today));
  const product = await loadProduct(context, before.product.id);
  requireFreeNumber(product.value, recognition.number, id);
  const validTo = validToOf(recognition.issuedOn);
  const after: Certificate = {
    ...before,
    recognition,
    validTo,
    extension: validTo === before.validTo ? before.extension : null,
    history: [
      ...before.history,
      { at: context.now.toISOString(), by: context.caller.subject, reason, before: before.recognition },
    ],
  };
  return saveCertificate(
    context,
    { before: stored, after, product },
    { action: 'certificate.correct', reason, changed: Object.keys(replaced) },
  );
};
