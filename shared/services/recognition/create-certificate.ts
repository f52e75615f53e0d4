import { provinceInCharge } from '#shared/domain/products/product.ts';
import type { Certificate } from '#shared/domain/recognition/certificate.ts';
import { validToOf } from '#shared/domain/recognition/certificate.ts';
import {
  type CreateCertificate,
  recognitionFaults,
  recognitionOf,
} from '#shared/domain/recognition/certificate-input.ts';
import { newId } from '#shared/platform/ids.ts';
import { loadProductAsOfficer } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { requireFreeNumber, saveCertificate } from '#shared/services/recognition/internal/save-certificate.ts';

/** Enters a certificate, for an officer of the product's territory; `validTo` follows from the day of issue. */
export const createCertificate = async (context: Context, { product: productId, ...given }: CreateCertificate) => {
  const product = await loadProductAsOfficer(context, productId);
  const recognition = recognitionOf(given);
  requireRules(recognitionFaults(recognition, context.today));
  requireFreeNumber(product.value, recognition.number);
  const id = newId('certificate', context.now);
  const certificate: Certificate = {
    id,
    status: 'entered',
    product: { id: product.value.id, name: product.value.content.name },
    province: provinceInCharge(product.value),
    recognition,
    validTo: validToOf(recognition.issuedOn),
    extension: null,
    revocation: null,
    enteredAt: context.now.toISOString(),
    enteredBy: context.caller.subject,
    history: [],
    reversedRevocations: [],
  };
  return saveCertificate(context, { after: certificate, product }, { action: 'certificate.create' });
};
