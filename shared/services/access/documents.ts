import { certificateKind } from '../../data/certificate-kind.ts';
import { type DocumentKind, loadDocument, type Stored } from '../../data/document.ts';
import { eventKind } from '../../data/event-kind.ts';
import { officeKind } from '../../data/office-kind.ts';
import { producerKind } from '../../data/producer-kind.ts';
import { productKind } from '../../data/product-kind.ts';
import { salesPointKind } from '../../data/sales-point-kind.ts';
import type { Event } from '../../domain/events/event.ts';
import { isOfficeId, type Office } from '../../domain/offices/office.ts';
import type { Producer } from '../../domain/producers/producer.ts';
import type { Product } from '../../domain/products/product.ts';
import type { Certificate } from '../../domain/recognition/certificate.ts';
import type { SalesPoint } from '../../domain/sales-points/sales-point.ts';
import { isId } from '../../platform/ids.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { Context } from '../context.ts';

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

/** Documents as they stand now, strongly consistent; an id of the wrong form, or of nothing, is 404. */
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

/** Throws 412 unless the caller's `If-Match` names the stored version; without the header it passes. */
export const requireExpected = (context: Context, stored: Stored<unknown>): void => {
  if (context.expected === undefined || context.expected === 'any' || context.expected.includes(stored.version)) return;
  throw new Problem('version_stale', {
    vi: 'Bản bạn đang sửa đã cũ; hãy đọc lại rồi gửi với ETag mới.',
    en: 'Your copy is stale; read it again and send the new ETag.',
  });
};
