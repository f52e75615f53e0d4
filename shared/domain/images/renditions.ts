// The renditions of a photo: sizes for pages, and the card for shared links. Names and sizes follow from the photo's
// size alone, so the function that writes them, the pages that show them and the verb that deletes them agree.

import { isId } from '#shared/platform/ids.ts';

/** Accepted types of uploads. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** Maximum size of an upload. */
export const UPLOAD_MAX_BYTES = 15_000_000;

/** Maximum number of pixels of a photo: that of 50-megapixel phone cameras in 4:3. */
export const MAX_PIXELS = 8192 * 6144;

/** Widths of renditions in pixels; a photo that is narrower than a width is rendered in its own width. */
export const WIDTHS = [320, 640, 1280] as const;

/** Maximum ratio of height to width; taller photos become narrower, because formats and pages limit the height. */
export const TALLEST = 4;

/** The card for shared links, in the size that social networks and chat applications expect. */
export const SOCIAL_CARD = { name: 'card.jpg', type: 'image/jpeg', width: 1200, height: 630 } as const;

export const FORMATS = [
  { extension: 'avif', type: 'image/avif' },
  { extension: 'webp', type: 'image/webp' },
] as const;

export type Size = { width: number; height: number };
export type Rendition = Size & { name: string; type: string };

/** The sizes of the renditions of an upright photo of `original` pixels, smallest first; never larger than the photo. */
export const sizesOf = ({ width, height }: Size): Size[] => {
  const widest = Math.min(WIDTHS[WIDTHS.length - 1] as number, width);
  const sizes = [...WIDTHS.filter((each) => each < widest), widest].map((box): Size => {
    const scale = Math.min(box / width, (box * TALLEST) / height);
    return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  });
  return sizes.filter((size, index) => sizes.findIndex((other) => other.width === size.width) === index);
};

/** The renditions for pages: every size in every format, smallest first. */
export const renditionsOf = (original: Size): Rendition[] =>
  sizesOf(original).flatMap((size) =>
    FORMATS.map(({ extension, type }) => ({ ...size, type, name: `${size.width}.${extension}` })),
  );

/** All stored files of a photo, including the card. */
export const filesOf = (original: Size): Rendition[] => [...renditionsOf(original), SOCIAL_CARD];

/**
 * The media bucket has two prefixes: the first for files of public products, served by the edge; the second for all
 * files of all photos, readable by signed addresses only.
 */
export const MEDIA_PREFIX = 'media/';
export const PRIVATE_PREFIX = 'private/';
/** The prefix of keys in the uploads bucket. */
export const UPLOADS_PREFIX = 'uploads/';

/** The key of a public file in the media bucket, which is also its path at the edge. `digest` names the photo. */
export const mediaKey = (contentHash: string, name: string): string => `${MEDIA_PREFIX}${contentHash}/${name}`;

/** The key of the private copy of the same file. */
export const privateKey = (contentHash: string, name: string): string => `${PRIVATE_PREFIX}${contentHash}/${name}`;

/** The key of an upload in the uploads bucket: bound to one image of one product. */
export const uploadKey = (product: string, image: string): string => `${UPLOADS_PREFIX}${product}/${image}`;

/** The product and image of an upload's key; undefined for any other key. */
export const uploadOf = (key: string): { product: string; image: string } | undefined => {
  const [, product, image] = /^uploads\/([^/]+)\/([^/]+)$/.exec(key) ?? [];
  return product !== undefined && image !== undefined && isId('product', product) && isId('image', image)
    ? { product, image }
    : undefined;
};
