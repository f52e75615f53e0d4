import * as z from 'zod';
import { decidingCertificate } from '#shared/domain/recognition/star.ts';
import { isAlcoholic } from '#shared/domain/taxonomy/alcohol.ts';
import { CertificateSnapshot, Product } from './product.ts';

/**
 * The few fields of a product that other pages show: shelves, promotions, certificates. `name` is null where nothing was ever
 * approved; `certificate` is the one that decides on the star, on whatever day; `priceVnd` is null where it has no price.
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
  };
};

/** Whether buyers may see the product that a head is of. */
export const isHeadPublic = (head: ProductHead): head is ProductHead & { name: string } =>
  head.published && head.producer.visible && head.name !== null;

/** What the page of a public product is made of: the approved version, and of certificates the one that decides. */
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

/** The public page's part of a product that buyers may see. */
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
