import { type Certificate, validToOf } from '#shared/domain/recognition/certificate.ts';
import {
  type CorrectCertificate,
  recognitionFaults,
  recognitionOf,
} from '#shared/domain/recognition/certificate-input.ts';
import * as messages from '#shared/domain/recognition/messages.ts';
import { regime } from '#shared/domain/recognition/regimes.ts';
import { CORRECTIONS_MAX } from '#shared/platform/limits.ts';
import { Problem } from '#shared/platform/problem.ts';
import { loadProduct, requireExpected } from '#shared/services/access/documents.ts';
import { loadCertificateAsOfficer } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { requireFreeNumber, saveCertificate } from '#shared/services/recognition/internal/save-certificate.ts';

const requireCorrectable = ({ revocation, history }: Certificate): void => {
  if (revocation) {
    throw new Problem('state_conflict', messages.revokedNotCorrectable);
  }
  if (history.length >= CORRECTIONS_MAX) {
    throw new Problem('state_conflict', messages.correctionsMax(CORRECTIONS_MAX));
  }
};

/** Replaces wrong values, and stores the replaced ones with the reason. An extension that no longer fits is removed. */
export const correctCertificate = async (context: Context, id: string, { reason, ...given }: CorrectCertificate) => {
  const stored = await loadCertificateAsOfficer(context, id);
  requireExpected(context, stored);
  const before = stored.value;
  requireCorrectable(before);
  const replaced = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  // By its number, because a corrected date can mean the decision before or after its amendment.
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
