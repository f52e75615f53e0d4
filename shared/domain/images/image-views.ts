import { UPLOAD_MINUTES } from '../../platform/limits.ts';
import { imageState, isShown, type ProductImage, type ShownImage } from './image.ts';
import { REFUSALS } from './refusals.ts';
import { FORMATS, mediaKey, type Rendition, renditionsOf, SOCIAL_CARD, sizesOf } from './renditions.ts';

/** The width that lists show a cover in, in pixels. */
const COVER_WIDTH = 640;
/** The format of a cover: what every browser of the last years shows. */
const COVER_FORMAT = FORMATS[1];

/** Where media are read, without a slash at the end; and the names that stand in for texts that an image lacks. */
export type Shown = { mediaUrl: string };
type Names = { name: string; nameEn?: string | undefined };

const urlOf = (shown: Shown, digest: string, name: string): string => `${shown.mediaUrl}/${mediaKey(digest, name)}`;

const sized = (shown: Shown, digest: string, { name, width, height, type }: Rendition) => ({
  url: urlOf(shown, digest, name),
  width,
  height,
  type,
});

/** An image as pages need it: every size in every format, ready for `srcset`, and the card for shared links. */
export const imageView = (shown: Shown, names: Names, { id, alt, altEn, photo }: ShownImage) => {
  const english = altEn ?? names.nameEn;
  return {
    id,
    alt: alt ?? names.name,
    ...(english === undefined ? {} : { altEn: english }),
    width: photo.width,
    height: photo.height,
    placeholder: photo.placeholder,
    sizes: renditionsOf(photo).map((rendition) => sized(shown, photo.digest, rendition)),
    socialCard: sized(shown, photo.digest, SOCIAL_CARD),
  };
};

/** The file that stands for an image in lists: the size nearest to what a list shows. */
export const coverFileOf = (photo: { width: number; height: number }): Rendition => {
  const sizes = sizesOf(photo);
  const size = sizes.find(({ width }) => width >= COVER_WIDTH) ?? (sizes.at(-1) as (typeof sizes)[number]);
  return { ...size, name: `${size.width}.${COVER_FORMAT.extension}`, type: COVER_FORMAT.type };
};

/** The address of a cover by the parts that a card keeps. */
export const coverUrl = (shown: Shown, digest: string, width: string): string =>
  urlOf(shown, digest, `${width}.${COVER_FORMAT.extension}`);

/** The cover as lists show it; null without one. */
export const coverView = (shown: Shown, names: Names, cover: ShownImage | undefined) => {
  if (!cover) return null;
  const { name, width, height } = coverFileOf(cover.photo);
  return { url: urlOf(shown, cover.photo.digest, name), width, height, alt: cover.alt ?? names.name };
};

const GIVEN_UP = {
  code: 'not_processed',
  vi: 'Ảnh không đến nơi hoặc không xử lý được; hãy tải lên lại.',
  en: 'The photo did not arrive or could not be processed; upload it again.',
} as const;

const reasonOf = (image: ProductImage, now: Date) => {
  if (image.refusal) return { code: image.refusal, ...REFUSALS[image.refusal] };
  return imageState(image, now) === 'failed' ? GIVEN_UP : null;
};

/** Until when its form may be posted. */
export const uploadUntil = ({ requestedAt }: ProductImage): Date =>
  new Date(Date.parse(requestedAt) + UPLOAD_MINUTES * 60_000);

/** An image as its producer sees it, with where it stands and why it was refused. */
export const workingImage = (shown: Shown & { now: Date }, names: Names, image: ProductImage) => ({
  ...(isShown(image)
    ? imageView(shown, names, image)
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
  state: imageState(image, shown.now),
  reason: reasonOf(image, shown.now),
  requestedAt: image.requestedAt,
  replaces: image.replaces ?? null,
});
