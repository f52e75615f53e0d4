import { provinceInCharge } from '../../domain/products/product.ts';
import type { Certificate } from '../../domain/recognition/certificate.ts';
import { validToOf } from '../../domain/recognition/certificate.ts';
import {
  type CreateCertificate,
  recognitionFaults,
  recognitionOf,
} from '../../domain/recognition/certificate-input.ts';
import { newId } from '../../platform/ids.ts';
import { Problem } from '../../platform/problem.ts';
import { slugify } from '../../platform/text.ts';
import { loadProductAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { requireRules } from '../rules.ts';
import { saveCertificate } from './save-certificate.ts';

/** An officer of the product's territory enters a certificate and vouches for it; `validTo` follows from the day of issue. */
export const createCertificate = async (context: Context, { product: productId, ...given }: CreateCertificate) => {
  const product = await loadProductAsOfficer(context, productId);
  const recognition = recognitionOf(given);
  requireRules(recognitionFaults(recognition, context.today));
  if (product.value.certificates.some(({ number }) => slugify(number) === slugify(recognition.number))) {
    throw new Problem('already_exists', {
      vi: 'Sản phẩm đã có giấy chứng nhận mang số này; hãy dùng thao tác sửa.',
      en: 'The product has a certificate of this number; correct that one.',
    });
  }
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
  };
  return saveCertificate(context, { after: certificate, product }, { action: 'certificate.create' });
};
