import * as z from 'zod';
import { shapeError } from '#shared/domain/input.ts';
import {
  type ProvinceFilter,
  resolveFormerProvinceFilter,
  resolveProvinceFilter,
} from '#shared/domain/places/province-filter.ts';
import { whenRight } from './faults.ts';
import * as messages from './messages.ts';

type Known = Exclude<ProvinceFilter, { kind: 'unknown' }>;
type Meant<K extends Known['kind']> = Extract<Known, { kind: K }> & { text: string };

const NOT_CURRENT = shapeError('province_unknown', messages.provinceNotCurrent);
const UNKNOWN = shapeError('province_unknown', messages.provinceUnknown);
const codeOfFormer = (code: string) => shapeError('province_code_former', messages.provinceCodeFormer(code));

/** A province in a caller's notation; blank text names none. */
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
 * A province by current code, name or slug, or by the name or slug of a former province that no current one has: its
 * list, its code there, and the text that was sent.
 */
export const anyProvince = provinceOf(['current', 'former']);

/** What a cursor remembers of a province: the code of a current one, the code and list of a former one. */
export const provinceKey = (province: Known | undefined): string | undefined =>
  province?.kind === 'former' ? `former ${province.code}` : province?.code;

/** A current province by code, name or slug; its code. */
export const provinceCode = provinceOf(['current']).transform(({ code }) => code);

/** A former province by its old code, name or slug. */
export const formerProvince = provinceText.transform((text, context) => {
  const meant = resolveFormerProvinceFilter(text);
  if (meant) return { ...meant, text };
  context.addIssue({ code: 'custom', ...shapeError('province_unknown', messages.formerProvinceUnknown) });
  return z.NEVER;
});

type Provinces = { province?: Known | undefined; formerProvince?: { code: string } | undefined };

/** The check that `province`, where it names a former one, names the same as `formerProvince`. */
export const provincesAgree: [(query: Provinces) => boolean, Parameters<z.ZodType['refine']>[1]] = [
  ({ province, formerProvince: former }) =>
    province?.kind !== 'former' || former === undefined || province.code === former.code,
  {
    ...shapeError('provinces_contradict', messages.provincesContradict),
    path: ['formerProvince'],
    ...whenRight('province', 'formerProvince'),
  },
];
