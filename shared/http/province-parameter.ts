import * as z from 'zod';
import { malformed } from '#shared/domain/input.ts';
import { resolveProvinceFilter } from '#shared/domain/places/province-filter.ts';

/** A current province by code, name or slug; its code. */
export const provinceCode = z
  .string()
  .min(1)
  .max(100)
  .refine(
    (text) => resolveProvinceFilter(text).kind === 'current',
    malformed(
      'province_unknown',
      'Danh mục hiện hành không có tỉnh, thành phố này.',
      'The current list has no such province.',
    ),
  )
  .transform((text) => {
    const meant = resolveProvinceFilter(text);
    return meant.kind === 'current' ? meant.code : text;
  });
