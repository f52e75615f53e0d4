import * as z from 'zod';
import { decidingCertificate } from '#shared/domain/recognition/star.ts';
import { isAlcoholic } from '#shared/domain/taxonomy/alcohol.ts';
import { CertificateSnapshot, Product } from './product.ts';

/**
 * The few fields of a product on other pages: shelves, promotions, certificates. `name` is null before the first
 * approval; `certificate` is the deciding one on any day; `priceVnd` is null without a price; `recalled` is absent if it is
 * not.
 */
export const ProductHead = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string().nullable(),
  published: z.boolean(),
  producer: Product.shape.producer,
  certificate: CertificateSnapshot.pick({ id: true, stars: true, issuedOn: true, effectiveTo: true }).nullable(),
  alcohol: z.boolean(),
  unit: z.string(),
  priceVnd: z.int().nullable(),
  recalled: z.literal(true).optional(),
});
export type ProductHead = z.infer<typeof ProductHead>;

/** The head of a product, in any state. */
export const headOf = (product: Product): ProductHead => {
  const { id, slug, status, producer, face, certificates } = product;
  const { criteriaSet, unit, priceVnd = null } = face?.content ?? product.content;
  const certificate = decidingCertificate(certificates);
  return {
    id,
    slug,
    name: face?.content.name ?? null,
    published: status === 'published' && face !== null,
    producer,
    certificate: certificate && {
      id: certificate.id,
      stars: certificate.stars,
      issuedOn: certificate.issuedOn,
      effectiveTo: certificate.effectiveTo,
    },
    alcohol: isAlcoholic(criteriaSet),
    unit,
    priceVnd,
    ...(product.recall ? { recalled: true } : {}),
  };
};

/** Whether the product of a head is public. */
export const isHeadPublic = (head: ProductHead): head is ProductHead & { name: string } =>
  head.published && head.producer.visible && head.name !== null;

/** The data of a public product's page: the approved version and the deciding certificate. */
export const PublishedProduct = Product.pick({
  id: true,
  slug: true,
  status: true,
  producer: true,
  certificates: true,
  images: true,
  cover: true,
  updatedAt: true,
}).extend({ face: Product.shape.face.unwrap() });
export type PublishedProduct = z.infer<typeof PublishedProduct>;

/** The data of the public page of a public product. */
export const publishedProductOf = (product: Product & { face: NonNullable<Product['face']> }): PublishedProduct => {
  const certificate = decidingCertificate(product.certificates);
  const { id, slug, status, producer, images, cover, updatedAt, face } = product;
  return {
    id,
    slug,
    status,
    producer,
    certificates: certificate ? [certificate] : [],
    images: images.filter(({ photo }) => photo !== null),
    cover,
    updatedAt,
    face,
  };
};
