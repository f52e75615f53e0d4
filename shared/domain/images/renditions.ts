// What is made of a photo: the sizes that pages choose from, and the card that is shown where a link is shared. Names and
// sizes follow from the photo's own size alone, so that the function that writes them, the pages that show them and
// the verb that deletes them cannot disagree.

import { isId } from '#shared/platform/ids.ts';

/** The types of upload that are taken. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** An upload has at most so many bytes. */
export const UPLOAD_MAX_BYTES = 15_000_000;

/** A photo has at most so many pixels: what the largest phone cameras of four by three take at 50 megapixels. */
export const MAX_PIXELS = 8192 * 6144;

/** The widths that are made, in pixels; a photo that is narrower than one of them is made in its own width instead. */
export const WIDTHS = [320, 640, 1280] as const;

/** How many times as high as wide a rendition may be: taller photos become narrower, so that formats and pages bear them. */
export const TALLEST = 4;

/** The card for shared links, in pixels: the size that social networks and chat applications ask for. */
export const SOCIAL_CARD = { name: 'card.jpg', type: 'image/jpeg', width: 1200, height: 630 } as const;

export const FORMATS = [
  { extension: 'avif', type: 'image/avif' },
  { extension: 'webp', type: 'image/webp' },
] as const;

export type Size = { width: number; height: number };
export type Rendition = Size & { name: string; type: string };

/** The sizes that a photo of `original` pixels, upright, is shown in, smallest first; never larger than it is. */
export const sizesOf = ({ width, height }: Size): Size[] => {
  const widest = Math.min(WIDTHS[WIDTHS.length - 1] as number, width);
  const sizes = [...WIDTHS.filter((each) => each < widest), widest].map((box): Size => {
    const scale = Math.min(box / width, (box * TALLEST) / height);
    return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  });
  return sizes.filter((size, index) => sizes.findIndex((other) => other.width === size.width) === index);
};

/** The pictures that pages choose from: every size in every format, smallest first. */
export const renditionsOf = (original: Size): Rendition[] =>
  sizesOf(original).flatMap((size) =>
    FORMATS.map(({ extension, type }) => ({ ...size, type, name: `${size.width}.${extension}` })),
  );

/** Every file that is kept of a photo, with the card. */
export const filesOf = (original: Size): Rendition[] => [...renditionsOf(original), SOCIAL_CARD];

/**
 * The media bucket has two prefixes. Below the first lie the files of public products, which the edge serves; below the second
 * every file of every photo, which only a signed address reads.
 */
export const MEDIA_PREFIX = 'media/';
export const PRIVATE_PREFIX = 'private/';
/** Keys of the uploads bucket begin so. */
export const UPLOADS_PREFIX = 'uploads/';

/** The key of a public file in the media bucket, which is also its path at the edge. `digest` names the photo. */
export const mediaKey = (contentHash: string, name: string): string => `${MEDIA_PREFIX}${contentHash}/${name}`;

/** The key of the private copy of the same file. */
export const privateKey = (contentHash: string, name: string): string => `${PRIVATE_PREFIX}${contentHash}/${name}`;

/** The key of an upload in the uploads bucket: bound to one image of one product. */
export const uploadKey = (product: string, image: string): string => `${UPLOADS_PREFIX}${product}/${image}`;

/** The product and the image that an upload's key names; undefined for any other key. */
export const uploadOf = (key: string): { product: string; image: string } | undefined => {
  const [, product, image] = /^uploads\/([^/]+)\/([^/]+)$/.exec(key) ?? [];
  return product !== undefined && image !== undefined && isId('product', product) && isId('image', image)
    ? { product, image }
    : undefined;
};
