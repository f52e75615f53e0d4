import * as z from 'zod';
import { ruleError, singleLineText } from '#shared/domain/input.ts';
import { ALT_MAX, IMAGES_MAX } from '#shared/platform/limits.ts';
import * as messages from './messages.ts';
import { REJECTIONS } from './messages.ts';
import { IMAGE_TYPES } from './renditions.ts';

const imageId = z
  .string()
  .max(64)
  .regex(/^img_[0-9A-Z]{26}$/);

const isOneOf = (types: readonly string[], type: string): boolean => types.includes(type);
const HEIC_TYPES = ['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'];

const ContentType = z
  .string()
  .max(100)
  .transform((type) => type.toLowerCase())
  .refine((type) => !isOneOf(HEIC_TYPES, type), ruleError('heic_unsupported', REJECTIONS.heic_unsupported))
  .refine(
    (type) => isOneOf(HEIC_TYPES, type) || isOneOf(IMAGE_TYPES, type),
    ruleError('image_type_unsupported', messages.imageTypeUnsupported(IMAGE_TYPES.join(', '))),
  )
  .transform((type) => type as (typeof IMAGE_TYPES)[number])
  .meta({ enum: [...IMAGE_TYPES] });

const alt = singleLineText(ALT_MAX);

/** An upload request. `replaces` names an existing image to replace; `cover` makes the new image the product's cover. */
export const RequestImage = z.strictObject({
  contentType: ContentType,
  alt: alt.optional(),
  altEn: alt.optional(),
  replaces: imageId.optional(),
  cover: z.boolean().optional(),
});
export type RequestImage = z.infer<typeof RequestImage>;

/**
 * The images in display order with their texts: a missing text stays unchanged, `null` clears it. A missing `cover`
 * stays unchanged; `null` resets it to the first ready image.
 */
export const ArrangeImages = z.strictObject({
  images: z
    .array(z.strictObject({ id: imageId, alt: alt.nullable().optional(), altEn: alt.nullable().optional() }))
    .max(IMAGES_MAX * 3),
  cover: imageId.nullable().optional(),
});
export type ArrangeImages = z.infer<typeof ArrangeImages>;
