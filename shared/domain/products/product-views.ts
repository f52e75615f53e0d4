import { coverOf, isShown } from '../images/image.ts';
import { coverView, imageView, type Shown, workingImage } from '../images/image-views.ts';
import { certificateOn } from '../recognition/star.ts';
import { isAlcoholic } from '../taxonomy/alcohol.ts';
import { groupOf } from '../taxonomy/groups.ts';
import type { Origin, Product, ProductContent } from './product.ts';
import type { ProductFace } from './product-head.ts';

/** What a view depends on besides the product: the day of the star, and where media are read. */
export type Viewed = Shown & { today: string };

const view = (product: Omit<ProductFace, 'face'>, content: ProductContent, origin: Origin, viewed: Viewed) => {
  const certificate = certificateOn(product.certificates, viewed.today);
  return {
    id: product.id,
    slug: product.slug,
    name: content.name,
    ...(content.nameEn === undefined ? {} : { nameEn: content.nameEn }),
    stars: certificate?.stars ?? null,
    starsValidTo: certificate?.effectiveTo ?? null,
    group: groupOf(content.criteriaSet),
    criteriaSet: content.criteriaSet,
    province: origin.province,
    formerProvince: origin.formerProvince,
    commune: origin.commune,
    producer: { id: product.producer.id, name: product.producer.name },
    priceVnd: content.priceVnd ?? null,
    unit: content.unit,
    alcohol: isAlcoholic(content.criteriaSet),
    cover: coverView(viewed, content, coverOf(product)),
    description: content.description,
    story: content.story ?? null,
    ingredients: content.ingredients ?? null,
    storage: content.storage ?? null,
    shelfLifeDays: content.shelfLifeDays ?? null,
    abvPercent: content.abvPercent ?? null,
    gtin: content.gtin ?? null,
    titles: content.titles,
    origin: { asCertified: origin.asCertified, former: origin.former },
    images: product.images.filter(isShown).map((image) => imageView(viewed, content, image)),
    certificate: certificate
      ? {
          id: certificate.id,
          number: certificate.number,
          stars: certificate.stars,
          validTo: certificate.validTo,
          effectiveTo: certificate.effectiveTo,
        }
      : null,
    status: product.status,
    updatedAt: product.updatedAt,
  };
};

/** What buyers see of a public product today: the approved version and the star of that day. */
export const publicProduct = (product: ProductFace, viewed: Viewed) => ({
  ...view(product, product.face.content, product.face.origin, viewed),
  updatedAt: product.face.updatedAt,
});

/**
 * What the owner and the officers see: the working copy, with images in every state; for a published product with a proposed change the proposal and
 * the face that stays public; the last note of an officer.
 */
export const workingProduct = (product: Product, viewed: Viewed & { now: Date }) => ({
  ...view(product, product.content, product.origin, viewed),
  images: product.images.map((image) => workingImage(viewed, product.content, image)),
  originCommune: product.content.originCommune,
  proposal: product.proposal ? { state: product.proposal, submittedAt: product.submittedAt, ...product.content } : null,
  face: product.face && product.proposal ? publicProduct({ ...product, face: product.face }, viewed) : null,
  note: product.note,
  producerVisible: product.producer.visible,
  submittedAt: product.submittedAt,
  publishedAt: product.face?.publishedAt ?? null,
  createdAt: product.createdAt,
});
export type WorkingProduct = ReturnType<typeof workingProduct>;
