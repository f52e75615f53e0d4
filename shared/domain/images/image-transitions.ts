// Transitions of a product's images. Officers do not review images: the bytes are checked by machine, and an officer
// can remove an inappropriate image.

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

/** Failed images stay visible to their producer; only the latest dozen is stored. */
const withoutOldFailures = (images: readonly ProductImage[], now: Date): ProductImage[] => {
  const failures = images.filter((image) => isOver(image, now));
  const dropped = new Set(failures.slice(0, Math.max(0, failures.length - IMAGES_MAX + 1)));
  return images.filter((image) => !dropped.has(image));
};

/** Adds an image that waits for its upload. A later replacement of the same image supersedes an earlier waiting one. */
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
 * Publishes a photo for the image. It takes the position and cover role of the image that it replaces, and that image's
 * texts if it has none. It is refused if the product has reached its maximum of images meanwhile, because the form of a
 * failed image stays valid for a while. If the image is gone or already published, the product stays unchanged.
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

/** Applies texts to an image: missing ones stay unchanged, `null` clears. */
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
 * Sets order, texts and cover. All waiting and ready images must be listed, so that a list from before an image was
 * added does not remove it. Failed images can be left out and are then removed.
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

/** Removes an image and its waiting replacements; 404 if the product has no image of that id. */
export const removeImage = (product: Product, id: string, now: Date): Product => {
  if (!product.images.some((image) => image.id === id)) throw notFound();
  const images = product.images.filter((image) => image.id !== id && image.replaces !== id);
  return withGallery(product, { images, cover: product.cover }, now);
};
