import * as z from 'zod';
import { IMAGE_STATES } from '#shared/domain/images/image.ts';
import { Instant } from './parts.ts';

const sized = z.strictObject({ url: z.string(), width: z.int(), height: z.int(), type: z.string() });

/** The cover of a product in lists. */
export const Cover = z.strictObject({ url: z.string(), width: z.int(), height: z.int(), alt: z.string() });

const Alt = z
  .string()
  .describe("What it shows, for those who cannot see it; the product's name where nothing else was told.");
const AltEn = z.string().optional();
const Sizes = z
  .array(sized)
  .describe(
    'Every width in AVIF and in WebP, smallest first: the entries of `srcset`. What an address shows never changes. In WebP alone while the product is not public.',
  );
const Placeholder = z.string().describe('A tiny picture as a data URI, to be shown until the photo is there.');
const SocialCard = sized.describe('1200×630 pixels as JPEG, for the preview of a shared link.');

/** An image as pages need it. */
export const Image = z
  .strictObject({
    id: z.string(),
    alt: Alt,
    altEn: AltEn,
    width: z.int().describe("The upright original's, in pixels."),
    height: z.int(),
    placeholder: Placeholder,
    sizes: Sizes,
    socialCard: SocialCard,
  })
  .meta({ id: 'Image' });

const working = {
  id: z.string(),
  alt: Alt,
  altEn: AltEn,
  width: z.int().nullable(),
  height: z.int().nullable(),
  placeholder: Placeholder.nullable(),
  sizes: Sizes,
  socialCard: SocialCard.nullable(),
  state: z
    .enum(IMAGE_STATES)
    .describe(
      '`waiting` for the upload or for being taken in; `ready` and shown; `refused`, or `failed`, for a reason.',
    ),
  reason: z.strictObject({ code: z.string(), vi: z.string(), en: z.string() }).nullable(),
  requestedAt: Instant,
  replaces: z.string().nullable().describe('The image whose place it takes once it is ready.'),
};

/** An image as its producer sees it. */
export const WorkingImage = z.strictObject(working).meta({ id: 'WorkingImage' });

/** An image that waits, with the form that uploads it. */
export const RequestedImage = z
  .strictObject({
    product: z.string(),
    ...working,
    url: z.string().describe('Where the form is posted to.'),
    fields: z.record(z.string(), z.string()).describe('Every field of the form but `file`, which comes last.'),
    maxBytes: z.int(),
    expiresAt: Instant.describe('Until when the form is taken.'),
  })
  .meta({ id: 'RequestedImage' });
