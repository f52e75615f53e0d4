import * as z from 'zod';
import { isVisible, ProductImage, type VisibleImage } from '#shared/domain/images/image.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';

/** A product's states; only `published` is public, and only while its producer is. */
export const PRODUCT_STATES = ['draft', 'submitted', 'published', 'suspended', 'archived'] as const;

/** The unit that a commune code names depends on its list: before or since 2025-07-01. */
export const CommuneCode = z.strictObject({
  code: z.string().regex(/^\d{5}$/),
  list: z.enum(['current', 'former']),
});

const Named = z.object({ code: z.string(), name: z.string() });

/** Where a product comes from: as it was certified, and the units that lie there today. */
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

/** What a producer writes about a product. `abvPercent` is alcohol by volume; `shelfLifeDays` counts days from making. */
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

/** The part of a certificate that its product carries, so that a star is judged without a second read. */
export const CertificateSnapshot = z.object({
  id: z.string(),
  number: z.string(),
  stars: z.union([z.literal(3), z.literal(4), z.literal(5)]),
  issuedOn: z.string(),
  enteredAt: z.string(),
  validTo: z.string(),
  effectiveTo: z.string(),
  revoked: z.boolean(),
});
export type CertificateSnapshot = z.infer<typeof CertificateSnapshot>;

/**
 * A product. `content` is the producer's working copy; `face` is what the public saw approved; `proposal` says
 * that the working copy of a product that has a face differs from it, and where that stands. `images` are in the order of
 * display; `cover` is the image that the producer chose for it.
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
  certificates: z.array(CertificateSnapshot),
  images: z.array(ProductImage).default([]),
  cover: z.string().nullable().default(null),
  createdAt: z.string(),
  updatedAt: z.string(),
  submittedAt: z.string().nullable(),
});
export type Product = z.infer<typeof Product>;
export type ProductState = Product['status'];

/** What the list of an owner's products is made of; the certificate is the one that decides on the star. */
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

/** Whether buyers may see the product: published, and its producer verified and not suspended. */
export const isPublic = (product: Product): product is Product & { face: NonNullable<Product['face']> } =>
  product.status === 'published' && product.face !== null && product.producer.visible;

/** The images whose files the public may read: none of a product that is not public. */
export const publicImages = (product: Product): VisibleImage[] =>
  isPublic(product) ? product.images.filter(isVisible) : [];

/**
 * The current province, by code, whose officers decide on the product: the approved face's, so that a proposed move to
 * another province takes the product out of nobody's hands before it is approved.
 */
export const provinceInCharge = ({ face, origin }: Product): string => (face?.origin ?? origin).province.code;

/**
 * What was approved or certified stays in its province: its office, its certificates and its place in the lists follow
 * from it. A product of another province is another product.
 */
export const originFaults = (product: Product, origin: Origin): Fault[] =>
  (product.face === null && product.certificates.length === 0) || origin.province.code === provinceInCharge(product)
    ? []
    : [brokenRule('/originCommune', 'origin_province_fixed', messages.originProvinceFixed)];

/** Whether an officer has something of this product to decide on. */
export const awaitsReview = (product: Product): boolean =>
  product.status === 'submitted' || (product.proposal === 'in-review' && product.status !== 'archived');
