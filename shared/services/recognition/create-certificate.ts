import { provinceInCharge } from '../../domain/products/product.ts';
import type { Certificate } from '../../domain/recognition/certificate.ts';
import { validToOf } from '../../domain/recognition/certificate.ts';
import {
  type CreateCertificate,
  recognitionFaults,
  recognitionOf,
} from '../../domain/recognition/certificate-input.ts';
import { newId } from '../../platform/ids.ts';
import { loadProductAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { requireRules } from '../rules.ts';
import { requireFreeNumber, saveCertificate } from './save-certificate.ts';

/** An officer of the product's territory enters a certificate and vouches for it; `validTo` follows from the day of issue. */
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
