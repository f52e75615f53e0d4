import { readAudit } from '#shared/data/audit/audit-store.ts';
import type { WorkingProducer } from '#shared/domain/producers/producer-views.ts';
import type { WorkingProduct } from '#shared/domain/products/product-views.ts';
import { type WorkingCertificate, workingCertificate } from '#shared/domain/recognition/certificate-views.ts';
import type { WorkingSalesPoint } from '#shared/domain/sales-points/sales-point-views.ts';
import { isId } from '#shared/platform/ids.ts';
import { loadProduct } from '#shared/services/access/documents.ts';
import {
  loadCertificateAsOfficer,
  loadProducerAsOfficer,
  loadProductAsOfficer,
  loadSalesPointAsOfficer,
} from '#shared/services/access/office.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';
import { workingCopy as workingProducer } from '#shared/services/producers/internal/save-producer.ts';
import { workingCopy as workingProduct } from '#shared/services/products/internal/save-product.ts';
import { workingCopy as workingSalesPoint } from '#shared/services/sales-points/internal/save-sales-point.ts';

const workingOf = async (
  context: Context,
  id: string,
): Promise<Working<WorkingProduct | WorkingProducer | WorkingCertificate | WorkingSalesPoint>> => {
  if (isId('producer', id)) return workingProducer(await loadProducerAsOfficer(context, id));
  if (isId('salesPoint', id)) return workingSalesPoint(context, await loadSalesPointAsOfficer(context, id));
  if (isId('certificate', id)) {
    const certificate = await loadCertificateAsOfficer(context, id);
    const product = await loadProduct(context, certificate.value.product.id);
    return { body: workingCertificate(certificate.value, product.value, context.today), version: certificate.version };
  }
  return workingProduct(context, await loadProductAsOfficer(context, id));
};

/**
 * The working copy of a product, producer, certificate or sales point of the officer's territory, with its history,
 * latest first.
 */
export const getReview = async (context: Context, id: string) => {
  const { body, version } = await workingOf(context, id);
  const { items } = await readAudit(context.reader, id, { limit: 100 });
  return { body: { ...body, history: items }, version };
};
