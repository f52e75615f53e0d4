// Provinces in a buyer's notation: current codes, names and slugs, and names of merged provinces. Codes of the former
// list are accepted only by the parameter for them.
import { formerProvince, formerProvinceNamed, province, provinceNamed } from './provinces.ts';

/** `current` and `former` hold codes of their own lists; a hint names the parameter that accepts the code. */
export type ProvinceFilter =
  | { kind: 'current'; code: string }
  | { kind: 'former'; code: string }
  | { kind: 'unknown'; hint?: { parameter: 'formerProvince'; code: string } };

const isCode = (text: string): boolean => /^\d+$/.test(text);

/**
 * The meaning of `province=`: a current code, name or slug, or the name or slug of a former province that no current
 * one has. A code of the former list alone is unknown, with a hint.
 */
export const resolveProvinceFilter = (text: string): ProvinceFilter => {
  const asked = text.trim();
  const current = isCode(asked) ? province(asked) : provinceNamed(asked);
  if (current !== undefined) return { kind: 'current', code: current.code };
  if (isCode(asked)) {
    return formerProvince(asked) === undefined
      ? { kind: 'unknown' }
      : { kind: 'unknown', hint: { parameter: 'formerProvince', code: asked } };
  }
  const former = formerProvinceNamed(asked);
  return former === undefined ? { kind: 'unknown' } : { kind: 'former', code: former.code };
};

/** The meaning of `formerProvince=`: a code, name or slug of the list in force until 30 June 2025. */
export const resolveFormerProvinceFilter = (text: string): { code: string } | undefined => {
  const asked = text.trim();
  const former = isCode(asked) ? formerProvince(asked) : formerProvinceNamed(asked);
  return former && { code: former.code };
};
