import { readAudit } from '#shared/data/audit/audit-store.ts';
import { ID_PREFIXES } from '#shared/platform/ids.ts';
import { notFound } from '#shared/platform/problem.ts';
import {
  loadCertificateAsOfficer,
  loadEventAsOfficer,
  loadOfficeAsOfficer,
  loadProducerAsOfficer,
  loadProductAsOfficer,
  loadSalesPointAsOfficer,
} from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadPromotionAsOfficer } from '#shared/services/promotions/internal/promotion-access.ts';
import { loadRegistrationAsOfficer } from '#shared/services/registrations/internal/load-registration.ts';

/**
 * The audit events of a product, producer, certificate, sales point, event, registration or office of the officer's
 * territory.
 */
export const listAudit = async (
  context: Context,
  subject: string,
  page: { limit: number; after?: string | undefined },
) => {
  const loaders = {
    [ID_PREFIXES.product]: loadProductAsOfficer,
    [ID_PREFIXES.producer]: loadProducerAsOfficer,
    [ID_PREFIXES.certificate]: loadCertificateAsOfficer,
    [ID_PREFIXES.salesPoint]: loadSalesPointAsOfficer,
    [ID_PREFIXES.event]: loadEventAsOfficer,
    [ID_PREFIXES.office]: loadOfficeAsOfficer,
    [ID_PREFIXES.promotion]: loadPromotionAsOfficer,
    [ID_PREFIXES.registration]: loadRegistrationAsOfficer,
  };
  const load = loaders[subject.slice(0, 3) as keyof typeof loaders];
  if (!load) throw notFound();
  await load(context, subject);
  return readAudit(context.reader, subject, page);
};
