import { eventKind } from '#shared/data/events/event-store.ts';
import { officeKind } from '#shared/data/offices/office-store.ts';
import { producerKind } from '#shared/data/producers/producer-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { certificateKind } from '#shared/data/recognition/certificate-store.ts';
import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { type DocumentKind, loadDocument, type Stored } from '#shared/data/table/document.ts';
import * as messages from '#shared/domain/access/messages.ts';
import type { Event } from '#shared/domain/events/event.ts';
import { isOfficeId, type Office } from '#shared/domain/offices/office.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import type { Certificate } from '#shared/domain/recognition/certificate.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { isId } from '#shared/platform/ids.ts';
import { notFound, Problem } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';

const load = async <T extends { id: string; status: string }>(
  context: Context,
  kind: DocumentKind<T>,
  id: string,
): Promise<Stored<T>> => {
  const stored = await loadDocument(context.reader, kind, id, { consistent: true });
  if (!stored) throw notFound();
  return stored;
};

const loadById = async <T extends { id: string; status: string }>(
  context: Context,
  kind: DocumentKind<T>,
  id: string,
): Promise<Stored<T>> => {
  if (!isId(kind.kind, id)) throw notFound();
  return load(context, kind, id);
};

/** Current documents, strongly consistent; 404 for an invalid or unknown id. */
export const loadProduct = (context: Context, id: string): Promise<Stored<Product>> =>
  loadById(context, productKind, id);
export const loadProducer = (context: Context, id: string): Promise<Stored<Producer>> =>
  loadById(context, producerKind, id);
export const loadCertificate = (context: Context, id: string): Promise<Stored<Certificate>> =>
  loadById(context, certificateKind, id);
export const loadSalesPoint = (context: Context, id: string): Promise<Stored<SalesPoint>> =>
  loadById(context, salesPointKind, id);
export const loadEvent = (context: Context, id: string): Promise<Stored<Event>> => loadById(context, eventKind, id);
export const loadOffice = async (context: Context, id: string): Promise<Stored<Office>> => {
  if (!isOfficeId(id)) throw notFound();
  return load(context, officeKind, id);
};

const WRONG_TAGS = { 'weak-tag': messages.weakTag, 'foreign-tag': messages.foreignTag } as const;

/** Throws 412 unless the caller's `If-Match` names the stored version; passes without the header. */
export const requireExpected = (context: Context, stored: Stored<unknown>): void => {
  const { expected } = context;
  if (expected === undefined || expected === 'any') return;
  if (typeof expected === 'string') throw new Problem('version_stale', WRONG_TAGS[expected]);
  if (!expected.includes(stored.version)) throw new Problem('version_stale', messages.versionStale);
};
