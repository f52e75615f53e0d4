import { UPLOAD_MINUTES } from '#shared/platform/limits.ts';
import { imageState, isVisible, type ProductImage, type VisibleImage } from './image.ts';
import * as messages from './messages.ts';
import { REJECTIONS } from './messages.ts';
import { FORMATS, mediaKey, privateKey, type Rendition, renditionsOf, SOCIAL_CARD, sizesOf } from './renditions.ts';

/** The preferred width of a cover in lists, in pixels. */
const COVER_WIDTH = 640;
/** The format of a cover, supported by all current browsers. */
const COVER_FORMAT = FORMATS[1];

/** The origin of media without a trailing slash, and default texts for images without their own. */
export type MediaContext = { mediaUrl: string };
type Names = { name: string; nameEn?: string | undefined };

/** How to address the files of an image, and which formats to list. */
export type Addresses = { urlOf: (contentHash: string, name: string) => string; formats: readonly string[] };

/** Addresses of the files of a public product at the edge. */
export const publicAddresses = ({ mediaUrl }: MediaContext): Addresses => ({
  urlOf: (contentHash, name) => `${mediaUrl}/${mediaKey(contentHash, name)}`,
  formats: FORMATS.map(({ type }) => type),
});

/**
 * Keys of the private files of a product. The last step of the response replaces each key by a signed address. Only one
 * format is listed, because a signed address has about two kilobytes.
 */
export const PRIVATE_ADDRESSES: Addresses = { urlOf: privateKey, formats: [FORMATS[1].type] };

const sized = ({ urlOf }: Addresses, contentHash: string, { name, width, height, type }: Rendition) => ({
  url: urlOf(contentHash, name),
  width,
  height,
  type,
});

/** An image with every size in every format for `srcset`, and the card for shared links. */
export const imageView = (addresses: Addresses, names: Names, { id, alt, altEn, photo }: VisibleImage) => {
  const english = altEn ?? names.nameEn;
  return {
    id,
    alt: alt ?? names.name,
    ...(english === undefined ? {} : { altEn: english }),
    width: photo.width,
    height: photo.height,
    placeholder: photo.placeholder,
    sizes: renditionsOf(photo)
      .filter(({ type }) => addresses.formats.includes(type))
      .map((rendition) => sized(addresses, photo.digest, rendition)),
    socialCard: sized(addresses, photo.digest, SOCIAL_CARD),
  };
};

/** The file of an image for lists: the size nearest to the preferred width. */
export const coverFileOf = (photo: { width: number; height: number }): Rendition => {
  const sizes = sizesOf(photo);
  const size = sizes.find(({ width }) => width >= COVER_WIDTH) ?? (sizes.at(-1) as (typeof sizes)[number]);
  return { ...size, name: `${size.width}.${COVER_FORMAT.extension}`, type: COVER_FORMAT.type };
};

/** The address of a cover from the fields of a card. */
export const coverUrl = (media: MediaContext, contentHash: string, width: string): string =>
  publicAddresses(media).urlOf(contentHash, `${width}.${COVER_FORMAT.extension}`);

/** The cover in lists; null without one. */
export const coverView = (addresses: Addresses, names: Names, cover: VisibleImage | undefined) => {
  if (!cover) return null;
  const { name, width, height } = coverFileOf(cover.photo);
  return { url: addresses.urlOf(cover.photo.digest, name), width, height, alt: cover.alt ?? names.name };
};

const TIMED_OUT = {
  code: 'not_processed',
  ...messages.notProcessed,
} as const;

const reasonOf = (image: ProductImage, now: Date) => {
  if (image.refusal) return { code: image.refusal, ...REJECTIONS[image.refusal] };
  return imageState(image, now) === 'failed' ? TIMED_OUT : null;
};

/** The expiry of the upload form. */
export const uploadUntil = ({ requestedAt }: ProductImage): Date =>
  new Date(Date.parse(requestedAt) + UPLOAD_MINUTES * 60_000);

/** The image for its producer, with its state and the reason of a refusal. */
export const workingImage = (addresses: Addresses, now: Date, names: Names, image: ProductImage) => ({
  ...(isVisible(image)
    ? imageView(addresses, names, image)
    : {
        id: image.id,
        alt: image.alt ?? names.name,
        ...(image.altEn === undefined ? {} : { altEn: image.altEn }),
        width: null,
        height: null,
        placeholder: null,
        sizes: [],
        socialCard: null,
      }),
  state: imageState(image, now),
  reason: reasonOf(image, now),
  requestedAt: image.requestedAt,
  replaces: image.replaces ?? null,
});
