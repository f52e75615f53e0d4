import * as z from 'zod';
import { isVisible, ProductImage, type VisibleImage } from '#shared/domain/images/image.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';

/** States of a product. Only a `published` product of a verified producer is public. */
export const PRODUCT_STATES = ['draft', 'submitted', 'published', 'suspended', 'archived'] as const;

/** The meaning of a commune code depends on its list: before or since 2025-07-01. */
export const CommuneCode = z.strictObject({
  code: z.string().regex(/^\d{5}$/),
  list: z.enum(['current', 'former']),
});

const Named = z.object({ code: z.string(), name: z.string() });

/** The origin of a product: as certified, and the current units of that place. */
export const Origin = z.object({
  asCertified: z.string(),
  former: z.object({ commune: Named, district: z.string(), province: Named }).nullable(),
  province: Named,
  commune: Named.nullable(),
  formerProvince: Named.nullable(),
});
export type Origin = z.infer<typeof Origin>;

/** A title beside the star, such as a typical rural product. */
export const Title = z.object({ name: z.string(), by: z.string(), year: z.int() });

/** The content that a producer writes. `abvPercent` is alcohol by volume; `shelfLifeDays` counts days from production. */
export const ProductContent = z.object({
  name: z.string(),
  nameEn: z.string().optional(),
  criteriaSet: z.int(),
  description: z.string(),
  story: z.string().optional(),
  ingredients: z.string().optional(),
  storage: z.string().optional(),
  shelfLifeDays: z.int().optional(),
  unit: z.string(),
  priceVnd: z.int().optional(),
  gtin: z.string().optional(),
  abvPercent: z.number().optional(),
  originCommune: CommuneCode,
  titles: z.array(Title),
});
export type ProductContent = z.infer<typeof ProductContent>;

const PublishedVersion = z.object({
  content: ProductContent,
  origin: Origin,
  publishedAt: z.string(),
  updatedAt: z.string(),
});

const Note = z.object({ at: z.string(), by: z.string(), reason: z.string() });

/** The snapshot of a certificate in its product, so that the star needs no second read. */
export const CertificateSnapshot = z.object({
  id: z.string(),
  number: z.string(),
  productCode: z.string().optional(),
  stars: z.union([z.literal(3), z.literal(4), z.literal(5)]),
  issuedOn: z.string(),
  enteredAt: z.string(),
  validTo: z.string(),
  effectiveTo: z.string(),
  revoked: z.boolean(),
});
export type CertificateSnapshot = z.infer<typeof CertificateSnapshot>;

/**
 * A product. `content` is the working copy; `face` is the approved, public version; `proposal` exists if the working
 * copy of a product with a `face` differs from it, and holds the state of that revision. `images` are in display order;
 * `cover` is the image that the producer chose. `recall` exists while the product is suspended and recalled from sale.
 */
export const Product = z.object({
  id: z.string(),
  slug: z.string(),
  status: z.enum(PRODUCT_STATES),
  producer: z.object({ id: z.string(), name: z.string(), visible: z.boolean() }),
  content: ProductContent,
  origin: Origin,
  face: PublishedVersion.nullable(),
  proposal: z.enum(['in-review', 'changes-requested']).nullable(),
  note: Note.nullable(),
  recall: Note.optional(),
  certificates: z.array(CertificateSnapshot),
  images: z.array(ProductImage).default([]),
  cover: z.string().nullable().default(null),
  createdAt: z.string(),
  updatedAt: z.string(),
  submittedAt: z.string().nullable(),
});
export type Product = z.infer<typeof Product>;
export type ProductState = Product['status'];

/** A row in the owner's list of products; the certificate is the deciding one. */
export const OwnProductRow = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  status: z.enum(PRODUCT_STATES),
  proposal: Product.shape.proposal,
  criteriaSet: z.int(),
  certificate: CertificateSnapshot.nullable(),
  updatedAt: z.string(),
});
export type OwnProductRow = z.infer<typeof OwnProductRow>;

/** Whether the product is public: published, and its producer verified and not suspended. */
export const isPublic = (product: Product): product is Product & { face: NonNullable<Product['face']> } =>
  product.status === 'published' && product.face !== null && product.producer.visible;

/** The images with public files: none unless the product is public. */
export const publicImages = (product: Product): VisibleImage[] =>
  isPublic(product) ? product.images.filter(isVisible) : [];

/**
 * The code of the current province whose officers are responsible for the product: that of the approved version, so
 * that a pending move to another province does not change the responsibility before its approval.
 */
export const provinceInCharge = ({ face, origin }: Product): string => (face?.origin ?? origin).province.code;

/**
 * Faults of a change of province: an approved or certified product stays in its province, because its office, its
 * certificates and its list rows depend on it. A product of another province is another product.
 */
export const originFaults = (product: Product, origin: Origin): Fault[] =>
  (product.face === null && product.certificates.length === 0) || origin.province.code === provinceInCharge(product)
    ? []
    : [brokenRule('/originCommune', 'origin_province_fixed', messages.originProvinceFixed)];

/** Whether the product waits for a decision of an officer. */
export const awaitsReview = (product: Product): boolean =>
  product.status === 'submitted' || (product.proposal === 'in-review' && product.status !== 'archived');
