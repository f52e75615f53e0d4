import { UPLOAD_MINUTES } from '#shared/platform/limits.ts';
import { imageState, isVisible, type ProductImage, type VisibleImage } from './image.ts';
import * as messages from './messages.ts';
import { REJECTIONS } from './messages.ts';
import { FORMATS, mediaKey, privateKey, type Rendition, renditionsOf, SOCIAL_CARD, sizesOf } from './renditions.ts';

/** The width that lists show a cover in, in pixels. */
const COVER_WIDTH = 640;
/** The format of a cover: what every browser of the last years shows. */
const COVER_FORMAT = FORMATS[1];

/** Where media are read, without a slash at the end; and the names that stand in for texts that an image lacks. */
export type MediaContext = { mediaUrl: string };
type Names = { name: string; nameEn?: string | undefined };

/** Where the files of an image are read, and the formats that are told. */
export type Addresses = { urlOf: (contentHash: string, name: string) => string; formats: readonly string[] };

/** The files of a public product, at the edge. */
export const publicAddresses = ({ mediaUrl }: MediaContext): Addresses => ({
  urlOf: (contentHash, name) => `${mediaUrl}/${mediaKey(contentHash, name)}`,
  formats: FORMATS.map(({ type }) => type),
});

/**
 * The files of a product that is not public, by their keys: the answer's last step replaces a key by a signed address. One
 * format, because a signed address has about two kilobytes.
 */
export const PRIVATE_ADDRESSES: Addresses = { urlOf: privateKey, formats: [FORMATS[1].type] };

const sized = ({ urlOf }: Addresses, contentHash: string, { name, width, height, type }: Rendition) => ({
  url: urlOf(contentHash, name),
  width,
  height,
  type,
});

/** An image as pages need it: every size in every format, ready for `srcset`, and the card for shared links. */
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

/** The file that stands for an image in lists: the size nearest to what a list shows. */
export const coverFileOf = (photo: { width: number; height: number }): Rendition => {
  const sizes = sizesOf(photo);
  const size = sizes.find(({ width }) => width >= COVER_WIDTH) ?? (sizes.at(-1) as (typeof sizes)[number]);
  return { ...size, name: `${size.width}.${COVER_FORMAT.extension}`, type: COVER_FORMAT.type };
};

/** The address of a cover by the parts that a card keeps. */
export const coverUrl = (media: MediaContext, contentHash: string, width: string): string =>
  publicAddresses(media).urlOf(contentHash, `${width}.${COVER_FORMAT.extension}`);

/** The cover as lists show it; null without one. */
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

/** Until when its form may be posted. */
export const uploadUntil = ({ requestedAt }: ProductImage): Date =>
  new Date(Date.parse(requestedAt) + UPLOAD_MINUTES * 60_000);

/** An image as its producer sees it, with where it stands and why it was refused. */
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
