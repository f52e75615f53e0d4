import { randomUUID } from 'node:crypto';
import { loadCommunes } from '#shared/data/places/communes-reference.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { type Save, saveActions } from '#shared/data/table/document.ts';
import { TRANSACTION_LIMIT } from '#shared/data/table/transaction.ts';
import { type Action, createWriter } from '#shared/data/table/writer.ts';
import type { CertificateSnapshot, Product } from '#shared/domain/products/product.ts';
import type { TableSettings } from '#shared/platform/env.ts';

/** An id of a kind that sorts by its number. */
export const idOf = (prefix: string, number: number): string => `${prefix}_01JD${String(number).padStart(22, '0')}`;

export type CertificateSpec = Pick<CertificateSnapshot, 'stars' | 'issuedOn' | 'validTo'> &
  Partial<Pick<CertificateSnapshot, 'effectiveTo' | 'revoked' | 'enteredAt'>>;

/** What tells one product of a catalogue from another; everything else is the same in all of them. */
export type ProductSpec = {
  number: number;
  name: string;
  criteriaSet: number;
  place: { code: string; list: 'current' | 'former' };
  producer: number;
  status: Product['status'];
  visible: boolean;
  publishedAt: string;
  certificates: readonly CertificateSpec[];
};

const mark = (product: number, index: number, spec: CertificateSpec): CertificateSnapshot => ({
  id: idOf('crt', product * 100 + index),
  number: `${product}-${index}`,
  enteredAt: `${spec.issuedOn}T03:00:00.000Z`,
  effectiveTo: spec.validTo,
  revoked: false,
  ...spec,
});

/** A product as the table keeps it, published or not, with its place resolved by the real reference. */
export const storedProduct = async (spec: ProductSpec): Promise<Product> => {
  const origin = (await loadCommunes()).origin(spec.place);
  if (!origin) throw new Error(`no commune ${spec.place.code}`);
  const content: Product['content'] = {
    name: spec.name,
    criteriaSet: spec.criteriaSet,
    description: 'Mô tả.',
    unit: 'hộp',
    originCommune: spec.place,
    titles: [],
    ...(spec.criteriaSet === 14 || spec.criteriaSet === 15 ? { abvPercent: 30 } : {}),
  };
  const at = spec.publishedAt;
  return {
    id: idOf('prd', spec.number),
    slug: `san-pham-${spec.number}`,
    status: spec.status,
    producer: { id: idOf('pdc', spec.producer), name: `Chủ thể ${spec.producer}`, visible: spec.visible },
    content,
    origin,
    face:
      spec.status === 'draft' || spec.status === 'submitted'
        ? null
        : { content, origin, publishedAt: at, updatedAt: at },
    proposal: null,
    note: null,
    images: [],
    cover: null,
    certificates: spec.certificates.map((certificate, index) => mark(spec.number, index, certificate)),
    createdAt: at,
    updatedAt: at,
    submittedAt: spec.status === 'submitted' ? at : null,
  };
};

/** Writes as few transactions as hold the actions. */
export const writeAll = async (settings: TableSettings, actions: readonly Action[]): Promise<void> => {
  const writer = createWriter(settings);
  for (let start = 0; start < actions.length; start += TRANSACTION_LIMIT) {
    await writer.transact(actions.slice(start, start + TRANSACTION_LIMIT), randomUUID());
  }
};

/** The actions by which the data layer writes a product. */
export const productActions = (save: Omit<Save<Product>, 'kind'>): Action[] =>
  saveActions({ kind: productKind, ...save });
