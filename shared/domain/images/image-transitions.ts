// What may happen to the images of a product. They are not part of what officers approve: the bytes are checked by
// machine, and an officer takes down what does not belong there.

import type { Product } from '#shared/domain/products/product.ts';
import { allow, TRANSITIONS } from '#shared/domain/products/product-transitions.ts';
import { IMAGES_MAX } from '#shared/platform/limits.ts';
import { brokenRule, type Fault, notFound, Problem } from '#shared/platform/problem.ts';
import { imageState, isVisible, type Photo, type ProductImage } from './image.ts';
import type { ArrangeImages, RequestImage } from './image-input.ts';
import type { RejectionCode } from './messages.ts';
import * as messages from './messages.ts';

type Gallery = Pick<Product, 'images' | 'cover'>;

const withGallery = (product: Product, { images, cover }: Gallery, now: Date): Product => {
  const at = now.toISOString();
  return {
    ...product,
    images,
    cover: images.some(({ id }) => id === cover) ? cover : null,
    updatedAt: at,
    ...(product.face ? { face: { ...product.face, updatedAt: at } } : {}),
  };
};

const unknownImage = (pointer: string): Fault => brokenRule(pointer, 'unknown_image', messages.unknownImage);

const refuse = (faults: Fault[]): void => {
  if (faults.length > 0) throw new Problem('rule_violated', undefined, { faults });
};

const isOver = (image: ProductImage, now: Date): boolean => ['refused', 'failed'].includes(imageState(image, now));

/** What came to nothing is kept to be read, the latest dozen of it. */
const withoutOldFailures = (images: readonly ProductImage[], now: Date): ProductImage[] => {
  const failures = images.filter((image) => isOver(image, now));
  const dropped = new Set(failures.slice(0, Math.max(0, failures.length - IMAGES_MAX + 1)));
  return images.filter((image) => !dropped.has(image));
};

/** Adds an image that waits for its upload. A later replacement of one image takes the place of an earlier one that waits. */
export const requestImage = (product: Product, id: string, input: RequestImage, now: Date): Product => {
  allow(product, TRANSITIONS.changeImages);
  const { contentType, cover, ...change } = input;
  const images = product.images.filter(
    ({ replaces, photo }) => replaces === undefined || photo !== null || replaces !== change.replaces,
  );
  const filled = images.filter((image) => image.replaces === undefined && !isOver(image, now));
  refuse([
    ...(change.replaces !== undefined && !images.some((image) => image.id === change.replaces && image.photo)
      ? [unknownImage('/replaces')]
      : []),
    ...(change.replaces === undefined && filled.length >= IMAGES_MAX
      ? [brokenRule('', 'images_max', messages.imagesMaxReached(IMAGES_MAX))]
      : []),
  ]);
  const image: ProductImage = {
    id,
    type: contentType,
    requestedAt: now.toISOString(),
    ...(change.alt === undefined ? {} : { alt: change.alt }),
    ...(change.altEn === undefined ? {} : { altEn: change.altEn }),
    ...(change.replaces === undefined ? {} : { replaces: change.replaces }),
    ...(cover ? { cover } : {}),
    photo: null,
    refusal: null,
  };
  return { ...product, images: [...withoutOldFailures(images, now), image], updatedAt: now.toISOString() };
};

/**
 * Makes the image a photo; the one that it replaces goes, and it takes over its place, its texts where it has none, and
 * the cover. It is refused where others have filled the product meanwhile: the form of an image that came to nothing stays
 * good for a while. An image that is no longer there, or is a photo already, leaves the product as it is.
 */
export const publishImage = (product: Product, id: string, photo: Photo, now: Date): Product => {
  const image = product.images.find((each) => each.id === id);
  if (!image || image.photo) return product;
  const { replaces, cover: chosen, ...own } = image;
  const former = product.images.find((each) => each.id === replaces);
  if (!former && product.images.filter(isVisible).length >= IMAGES_MAX)
    return rejectImage(product, id, 'images_max', now);
  const ready: ProductImage = {
    ...own,
    ...(own.alt === undefined && former?.alt !== undefined ? { alt: former.alt } : {}),
    ...(own.altEn === undefined && former?.altEn !== undefined ? { altEn: former.altEn } : {}),
    photo,
    refusal: null,
  };
  const images = former
    ? product.images.filter((each) => each !== image).map((each) => (each === former ? ready : each))
    : product.images.map((each) => (each === image ? ready : each));
  const cover = chosen || (former && product.cover === former.id) ? id : product.cover;
  return withGallery(product, { images, cover }, now);
};

/** Records why the upload was refused. */
export const rejectImage = (product: Product, id: string, code: RejectionCode, now: Date): Product => {
  const image = product.images.find((each) => each.id === id);
  if (!image || image.photo || image.refusal === code) return product;
  const images = product.images.map((each) => (each === image ? { ...image, refusal: code } : each));
  return { ...product, images, updatedAt: now.toISOString() };
};

type ImageChange = ArrangeImages['images'][number];

/** An image with its texts as told: what was left out stays, `null` clears. */
const withChange = ({ alt, altEn, ...image }: ProductImage, change: ImageChange): ProductImage => {
  const texts = {
    alt: change.alt === undefined ? alt : (change.alt ?? undefined),
    altEn: change.altEn === undefined ? altEn : (change.altEn ?? undefined),
  };
  return {
    ...image,
    ...(texts.alt === undefined ? {} : { alt: texts.alt }),
    ...(texts.altEn === undefined ? {} : { altEn: texts.altEn }),
  };
};

/**
 * The order, the texts and the cover, as told. What waits or is shown has to be named, so that nothing is lost to a list
 * that was read before it came; what came to nothing may be left out and is then gone.
 */
export const arrangeImages = (product: Product, input: ArrangeImages, now: Date): Product => {
  allow(product, TRANSITIONS.changeImages);
  const ids = input.images.map(({ id }) => id);
  const left = product.images.filter((image) => !ids.includes(image.id) && !isOver(image, now));
  refuse([
    ...ids.flatMap((id, index) =>
      product.images.some((image) => image.id === id) ? [] : [unknownImage(`/images/${index}/id`)],
    ),
    ...ids.flatMap((id, index) =>
      ids.indexOf(id) === index ? [] : [brokenRule(`/images/${index}/id`, 'repeated', messages.imageRepeated)],
    ),
    ...left.map(({ id }) => brokenRule('/images', 'image_missing', messages.imageMissing(id))),
    ...(input.cover && !ids.includes(input.cover) ? [unknownImage('/cover')] : []),
  ]);
  const images = input.images.flatMap((change) => {
    const image = product.images.find(({ id }) => id === change.id);
    return image ? [withChange(image, change)] : [];
  });
  return withGallery(product, { images, cover: input.cover === undefined ? product.cover : input.cover }, now);
};

/** Takes an image out, and what waits to replace it; 404 where the product has none of that id. */
export const removeImage = (product: Product, id: string, now: Date): Product => {
  if (!product.images.some((image) => image.id === id)) throw notFound();
  const images = product.images.filter((image) => image.id !== id && image.replaces !== id);
  return withGallery(product, { images, cover: product.cover }, now);
};
