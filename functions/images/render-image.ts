import sharp, { type OutputInfo, type Sharp, type SharpOptions } from 'sharp';
import type { RejectionCode } from '#shared/domain/images/messages.ts';
import {
  MAX_PIXELS,
  type Rendition,
  renditionsOf,
  type Size,
  SOCIAL_CARD,
  sizesOf,
} from '#shared/domain/images/renditions.ts';
import { sniffImage } from '#shared/domain/images/sniff.ts';

// With several threads an AVIF is split into tiles, and the same photo would have other bytes on another machine.
sharp.concurrency(1);
// No step is repeated, so libvips' cache would only take memory from the next photo.
sharp.cache(false);

const WEBP = { quality: 80, effort: 4 };
const AVIF = { quality: 60, effort: 2, chromaSubsampling: '4:2:0' };
const CARD = { quality: 82, optimiseCoding: true };
const WHITE = '#ffffff';

const PLACEHOLDER_BOX = 16;
const PLACEHOLDER_CHARACTERS = 300;
const PLACEHOLDER_QUALITIES = [60, 40, 20, 1];

/** Maximum enlargement of a photo to fill the card, and maximum ratio of its sides for cropping. */
const CARD_ENLARGEMENT = 1.25;
const CARD_ELONGATION = 4;

/** Decoded pixels, 8 bits a channel in sRGB, upright and without any metadata. */
type Pixels = { data: Buffer; info: OutputInfo };

export type RenderedImage = {
  width: number;
  height: number;
  placeholder: string;
  files: { name: string; type: string; bytes: Buffer }[];
};

const pipe = ({ data, info: { width, height, channels } }: Pixels): Sharp =>
  sharp(data, { raw: { width, height, channels } });

const resized = async (pixels: Pixels, { width, height }: Size): Promise<Pixels> =>
  pixels.info.width === width && pixels.info.height === height
    ? pixels
    : pipe(pixels).resize(width, height, { fit: 'fill' }).raw().toBuffer({ resolveWithObject: true });

// Decoders describe errors only in texts. A broken interlaced PNG gives no text in libvips ("Unknown error").
const OF_THE_MACHINE = /memory|alloc|too many open|no space|time-?out/i;
const TOO_MANY_PIXELS = /pixel limit|too large|maximum supported image dimension/i;
const TRUNCATED = /premature end|truncated|end of stream/i;
const OF_THE_FILE = /^(?:Input (?:buffer|image)|VipsJpeg|VipsIcc|vipspng|webp|Unknown error)/i;

/** Why the file is to blame for what the decoder threw; undefined where it is not known to be. */
const rejectionOf = (message: string): RejectionCode | undefined => {
  if (OF_THE_MACHINE.test(message)) return undefined;
  if (TOO_MANY_PIXELS.test(message)) return 'too_many_pixels';
  if (!OF_THE_FILE.test(message)) return undefined;
  return TRUNCATED.test(message) ? 'truncated' : 'unreadable';
};

const isCropped = ({ width, height }: Size): boolean =>
  Math.max(width / height, height / width) <= CARD_ELONGATION &&
  Math.max(SOCIAL_CARD.width / width, SOCIAL_CARD.height / height) <= CARD_ENLARGEMENT;

/** The size to decode to: as small as the largest rendition and the cropped card allow. */
const decodedSizeOf = (original: Size): Size => {
  const largest = sizesOf(original).at(-1) as Size;
  const scale = isCropped(original)
    ? Math.min(1, Math.max(SOCIAL_CARD.width / original.width, SOCIAL_CARD.height / original.height))
    : 0;
  return original.width * scale > largest.width
    ? { width: Math.ceil(original.width * scale), height: Math.ceil(original.height * scale) }
    : largest;
};

type Decoded = { original: Size; pixels: Pixels };

// Operations that rotate a photo upright, by its EXIF orientation; mirrors come before rotations.
const UPRIGHT: Record<number, (stored: Sharp) => Sharp> = {
  2: (stored) => stored.flop(),
  3: (stored) => stored.rotate(180),
  4: (stored) => stored.flip(),
  5: (stored) => stored.flop().rotate(270),
  6: (stored) => stored.rotate(90),
  7: (stored) => stored.flop().rotate(90),
  8: (stored) => stored.rotate(270),
};

// Rotated after shrinking, because rotating all pixels costs twice the decode.
const decodeOnce = async (bytes: Buffer, lenience: Pick<SharpOptions, 'failOn' | 'ignoreIcc'>): Promise<Decoded> => {
  const photo = sharp(bytes, { ...lenience, limitInputPixels: MAX_PIXELS, sequentialRead: true });
  const { autoOrient: original, orientation = 1 } = await photo.metadata();
  const { width, height } = decodedSizeOf(original);
  const isSideways = orientation >= 5 && orientation <= 8;
  const stored = await photo
    .resize(isSideways ? height : width, isSideways ? width : height, { fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const turn = UPRIGHT[orientation];
  const pixels = turn ? await turn(pipe(stored)).raw().toBuffer({ resolveWithObject: true }) : stored;
  return { original, pixels };
};

// The decoder reports lost pixels as warnings only, like the harmless stray bytes and unusual profiles of phones.
const LOST_PIXELS = /premature end of data|bad Huffman code/i;
const BROKEN_PROFILE = /VipsIcc/;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** The photo in the size that everything is made of, or why it cannot be read. */
export const decode = async (bytes: Buffer): Promise<Decoded | { refused: RejectionCode }> => {
  const refuse = (error: unknown): { refused: RejectionCode } => {
    const refused = rejectionOf(messageOf(error));
    if (refused === undefined) throw error;
    return { refused };
  };
  try {
    return await decodeOnce(bytes, { failOn: 'warning' });
  } catch (fault) {
    const decoded = messageOf(fault);
    if (LOST_PIXELS.test(decoded)) return refuse(fault);
    return await decodeOnce(bytes, { failOn: 'error', ignoreIcc: BROKEN_PROFILE.test(decoded) }).catch(refuse);
  }
};

const isOpaque = ({ data, info: { channels } }: Pixels): boolean => {
  for (let at = 3; at < data.length; at += channels) if (data[at] !== 255) return false;
  return true;
};

// Drawings often have an unused alpha channel, which costs space in every format.
const withoutIdleAlpha = async (pixels: Pixels): Promise<Pixels> =>
  pixels.info.channels === 4 && isOpaque(pixels)
    ? pipe(pixels).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    : pixels;

/** Encodes the pixels of a rendition as a file. */
export const encode = (pixels: Pixels, type: Rendition['type']): Promise<Buffer> =>
  type === 'image/avif' ? pipe(pixels).avif(AVIF).toBuffer() : pipe(pixels).webp(WEBP).toBuffer();

/**
 * The card: the middle of the photo, or the whole of a small or long photo on a blurred copy of itself, never enlarged
 * beyond the limit.
 */
const cardOf = async (pixels: Pixels): Promise<Buffer> => {
  const { width, height } = SOCIAL_CARD;
  const flat = await pipe(pixels).flatten({ background: WHITE }).raw().toBuffer({ resolveWithObject: true });
  if (isCropped(flat.info)) return pipe(flat).resize(width, height, { fit: 'cover' }).jpeg(CARD).toBuffer();
  const blur = await pipe(flat).resize(12, 6, { fit: 'cover' }).raw().toBuffer({ resolveWithObject: true });
  const whole = await pipe(flat)
    .resize(width, height, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width: wide, height: high, channels } = whole.info;
  return pipe(blur)
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .composite([{ input: whole.data, raw: { width: wide, height: high, channels } }])
    .jpeg(CARD)
    .toBuffer();
};

const placeholderOf = async (pixels: Pixels): Promise<string> => {
  const tiny = await pipe(pixels)
    .flatten({ background: WHITE })
    .resize(PLACEHOLDER_BOX, PLACEHOLDER_BOX, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  let uri = '';
  for (const quality of PLACEHOLDER_QUALITIES) {
    const bytes = await pipe(tiny).webp({ quality, effort: 6 }).toBuffer();
    uri = `data:image/webp;base64,${bytes.toString('base64')}`;
    if (uri.length <= PLACEHOLDER_CHARACTERS) break;
  }
  return uri;
};

/** The pixels of every size, largest first, each made from the previous one. */
export const pixelsOfSizes = async (pixels: Pixels, original: Size): Promise<Pixels[]> => {
  const all: Pixels[] = [];
  for (const size of sizesOf(original).reverse()) all.push(await resized(all.at(-1) ?? pixels, size));
  return all;
};

/**
 * Creates all files of a photo of the `declared` type, or returns the reason of a refusal. Equal bytes give equal
 * files. Throws errors that are not caused by the file and can be retried.
 */
export const renderImage = async (
  bytes: Buffer,
  declared: string,
): Promise<RenderedImage | { refused: RejectionCode }> => {
  const sniffed = sniffImage(bytes, declared);
  if ('refused' in sniffed) return sniffed;
  const decoded = await decode(bytes);
  if ('refused' in decoded) return decoded;
  const { original } = decoded;
  const pixels = await withoutIdleAlpha(decoded.pixels);
  const sizes = await pixelsOfSizes(pixels, original);
  const renditions = renditionsOf(original).map(async ({ name, type, width }) => {
    const rendered = sizes.find(({ info }) => info.width === width);
    if (!rendered) throw new Error(`No pixels for ${name}`);
    return { name, type, bytes: await encode(rendered, type) };
  });
  const card = cardOf(pixels).then((file) => ({ name: SOCIAL_CARD.name, type: SOCIAL_CARD.type, bytes: file }));
  const [placeholder, ...files] = await Promise.all([placeholderOf(sizes.at(-1) ?? pixels), ...renditions, card]);
  return { ...original, placeholder, files };
};
