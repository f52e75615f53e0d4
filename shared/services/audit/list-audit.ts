import { ID_PREFIXES } from '../../platform/ids.ts';
import { notFound } from '../../platform/problem.ts';
import {
  loadCertificateAsOfficer,
  loadEventAsOfficer,
  loadOfficeAsOfficer,
  loadProducerAsOfficer,
  loadProductAsOfficer,
  loadSalesPointAsOfficer,
} from '../access/office.ts';
import type { Context } from '../context.ts';
import { loadPromotionAsOfficer } from '../promotions/promotion-access.ts';
import { loadRegistrationAsOfficer } from '../registrations/load-registration.ts';
import { readAudit } from './read-audit.ts';

/** The audit of a product, producer, certificate, sales point, event, registration or office of the officer's territory. */
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
  return readAudit(context, subject, page);
};
