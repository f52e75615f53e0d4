import * as z from 'zod';
import { UPLOAD_TIMEOUT_MINUTES } from '#shared/platform/limits.ts';
import { REJECTION_CODES } from './messages.ts';
import { IMAGE_TYPES } from './renditions.ts';

/** A processed photo: `digest` names its files; the size is that of the upright original, in pixels. */
export const Photo = z.object({
  digest: z.string(),
  width: z.int(),
  height: z.int(),
  /** A data URI of a few hundred characters, shown blurred while the photo loads. */
  placeholder: z.string(),
});
export type Photo = z.infer<typeof Photo>;

/**
 * An image of a product: requested, then either a photo or refused with a reason. `alt` is the alternative text; the
 * default is the product's name. `replaces` is the image to replace when the photo is ready; with `cover` it then
 * becomes the cover.
 */
export const ProductImage = z.object({
  id: z.string(),
  type: z.enum(IMAGE_TYPES),
  alt: z.string().optional(),
  altEn: z.string().optional(),
  requestedAt: z.string(),
  replaces: z.string().optional(),
  cover: z.literal(true).optional(),
  photo: Photo.nullable(),
  refusal: z.enum(REJECTION_CODES).nullable(),
});
export type ProductImage = z.infer<typeof ProductImage>;

/** An image that buyers see. */
export type VisibleImage = ProductImage & { photo: Photo };

export const isVisible = (image: ProductImage): image is VisibleImage => image.photo !== null;

/** States of an image; a `failed` image was requested and never became a photo. */
export const IMAGE_STATES = ['waiting', 'ready', 'refused', 'failed'] as const;
export type ImageState = (typeof IMAGE_STATES)[number];

export const imageState = (image: ProductImage, now: Date): ImageState => {
  if (image.photo) return 'ready';
  if (image.refusal) return 'refused';
  return now.getTime() - Date.parse(image.requestedAt) > UPLOAD_TIMEOUT_MINUTES * 60_000 ? 'failed' : 'waiting';
};

/** The cover of the product: the chosen image, otherwise the first photo. */
export const coverOf = (product: {
  images: readonly ProductImage[];
  cover: string | null;
}): VisibleImage | undefined => {
  const visible = product.images.filter(isVisible);
  return visible.find(({ id }) => id === product.cover) ?? visible[0];
};

/** The images whose files are unused once `after` replaces `before`. */
export const photosDropped = (before: { images: readonly ProductImage[] }, after: typeof before): VisibleImage[] =>
  before.images.filter(isVisible).filter(({ id }) => !after.images.some((image) => image.id === id));
