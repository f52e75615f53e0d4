import * as z from 'zod';
import { malformed } from '#shared/domain/input.ts';
import { type ProvinceFilter, resolveProvinceFilter } from '#shared/domain/places/province-filter.ts';

type Known = Exclude<ProvinceFilter, { kind: 'unknown' }>;
type Meant<K extends Known['kind']> = Extract<Known, { kind: K }> & { text: string };

const NOT_CURRENT = malformed(
  'province_unknown',
  'Danh mục hiện hành không có tỉnh, thành phố này.',
  'The current list has no such province.',
);
const UNKNOWN = malformed('province_unknown', 'Không có tỉnh, thành phố này.', 'There is no such province.');
const codeOfFormer = (code: string) =>
  malformed(
    'province_code_former',
    `Mã ${code} chỉ có trong danh mục trước ngày 01/7/2025; dùng formerProvince=${code}.`,
    `Only the list before 2025-07-01 has the code ${code}; use formerProvince=${code}.`,
  );

/** What a caller may write for a province; blank text names none. */
export const provinceText = z.string().min(1).max(100).meta({ pattern: '\\S' });

const provinceOf = <K extends Known['kind']>(kinds: readonly K[]) =>
  provinceText.transform((text, context): Meant<K> => {
    const meant = resolveProvinceFilter(text);
    if (kinds.some((kind) => kind === meant.kind)) return { ...meant, text } as Meant<K>;
    const isCurrentOnly = !kinds.some((kind) => kind === 'former');
    const hint = meant.kind === 'unknown' ? meant.hint : undefined;
    context.addIssue({ code: 'custom', ...(isCurrentOnly ? NOT_CURRENT : hint ? codeOfFormer(hint.code) : UNKNOWN) });
    return z.NEVER;
  });

/**
 * A province by current code, name or slug, or by the name or slug of a former province that no current one bears: its
 * list, its code there, and the text that was sent.
 */
export const anyProvince = provinceOf(['current', 'former']);

/** A current province by code, name or slug; its code. */
export const provinceCode = provinceOf(['current']).transform(({ code }) => code);
