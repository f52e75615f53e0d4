import { coverOf, isVisible } from '#shared/domain/images/image.ts';
import {
  type Addresses,
  coverView,
  imageView,
  type MediaContext,
  PRIVATE_ADDRESSES,
  publicAddresses,
  workingImage,
} from '#shared/domain/images/image-views.ts';
import { certificateOn } from '#shared/domain/recognition/star.ts';
import { unitKindOf } from '#shared/domain/stock/unit.ts';
import { isAlcoholic } from '#shared/domain/taxonomy/alcohol.ts';
import { groupOf } from '#shared/domain/taxonomy/groups.ts';
import { isPublic, type Origin, type Product, type ProductContent } from './product.ts';
import type { PublishedProduct } from './product-head.ts';

/** The parameters of a view: the day of the star, and the origin of media. */
export type Viewed = MediaContext & { today: string };

type Shape = { addresses: Addresses; today: string };

const view = (
  product: Omit<PublishedProduct, 'face'>,
  content: ProductContent,
  origin: Origin,
  { addresses, today }: Shape,
) => {
  const certificate = certificateOn(product.certificates, today);
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
    cover: coverView(addresses, content, coverOf(product)),
    description: content.description,
    story: content.story ?? null,
    ingredients: content.ingredients ?? null,
    storage: content.storage ?? null,
    shelfLifeDays: content.shelfLifeDays ?? null,
    abvPercent: content.abvPercent ?? null,
    gtin: content.gtin ?? null,
    titles: content.titles,
    origin: { asCertified: origin.asCertified, former: origin.former },
    images: product.images.filter(isVisible).map((image) => imageView(addresses, content, image)),
    certificate: certificate
      ? {
          id: certificate.id,
          number: certificate.number,
          productCode: certificate.productCode ?? null,
          stars: certificate.stars,
          validTo: certificate.validTo,
          effectiveTo: certificate.effectiveTo,
        }
      : null,
    status: product.status,
    updatedAt: product.updatedAt,
  };
};

const publishedView = (product: PublishedProduct, shape: Shape) => ({
  ...view(product, product.face.content, product.face.origin, shape),
  updatedAt: product.face.updatedAt,
});

/** The public view of a product: the approved version with today's star. */
export const publicProduct = (product: PublishedProduct, viewed: Viewed) =>
  publishedView(product, { addresses: publicAddresses(viewed), today: viewed.today });

/**
 * The view for owners and officers: the working copy with images in every state, the pending revision and the published
 * version if they differ, and the last note of an officer. Images of a product that is not public have the keys of
 * their private files as addresses; `imagesExpireAt` is the expiry of the signed addresses that replace them.
 */
export const workingProduct = (product: Product, viewed: Viewed & { now: Date }) => {
  const shape = { addresses: isPublic(product) ? publicAddresses(viewed) : PRIVATE_ADDRESSES, today: viewed.today };
  return {
    ...view(product, product.content, product.origin, shape),
    images: product.images.map((image) => workingImage(shape.addresses, viewed.now, product.content, image)),
    imagesExpireAt: null as string | null,
    originCommune: product.content.originCommune,
    unitKind: unitKindOf(product.content.unit),
    proposal: product.proposal
      ? { state: product.proposal, submittedAt: product.submittedAt, ...product.content }
      : null,
    face: product.face && product.proposal ? publishedView({ ...product, face: product.face }, shape) : null,
    note: product.note,
    recall: product.recall ?? null,
    producerVisible: product.producer.visible,
    submittedAt: product.submittedAt,
    publishedAt: product.face?.publishedAt ?? null,
    createdAt: product.createdAt,
  };
};
export type WorkingProduct = ReturnType<typeof workingProduct>;
