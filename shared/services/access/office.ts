import type { Stored } from '#shared/data/table/document.ts';
import { covers } from '#shared/domain/access/territory.ts';
import type { Event } from '#shared/domain/events/event.ts';
import type { Office } from '#shared/domain/offices/office.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import type { Certificate } from '#shared/domain/recognition/certificate.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadOffice } from './documents.ts';
import { forbidden } from './forbidden-or-not-found.ts';
import { loadAs } from './load-as.ts';
import { requireOfficer } from './officer-territory.ts';
import { certificatePolicy, eventPolicy, producerPolicy, productPolicy, salesPointPolicy } from './policies.ts';

/** Loads documents for officers of their territory; others get 403 if they may know of them, otherwise 404. */
export const loadProductAsOfficer = async (context: Context, id: string): Promise<Stored<Product>> =>
  (await loadAs(context, productPolicy, id, ['officer'])).loaded.product;

export const loadProducerAsOfficer = async (context: Context, id: string): Promise<Stored<Producer>> =>
  (await loadAs(context, producerPolicy, id, ['officer'])).loaded;

export const loadCertificateAsOfficer = async (context: Context, id: string): Promise<Stored<Certificate>> =>
  (await loadAs(context, certificatePolicy, id, ['officer'])).loaded;

export const loadSalesPointAsOfficer = async (context: Context, id: string): Promise<Stored<SalesPoint>> =>
  (await loadAs(context, salesPointPolicy, id, ['officer'])).loaded;

/** Loads an event for officers of the territory of its office. */
export const loadEventAsOfficer = async (context: Context, id: string): Promise<Stored<Event>> =>
  (await loadAs(context, eventPolicy, id, ['officer'])).loaded;

/** Loads an office for officers whose territory includes it. The existence of offices is public, so others get 403. */
export const loadOfficeAsOfficer = async (context: Context, id: string): Promise<Stored<Office>> => {
  const territory = await requireOfficer(context);
  const office = await loadOffice(context, id);
  if (!covers(territory, office.value.territory)) throw forbidden();
  return office;
};
