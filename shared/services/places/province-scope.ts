import { loadCommunes } from '#shared/data/places/communes-reference.ts';
import type { KnownProvince } from '#shared/domain/places/communes.ts';
import { formerProvince } from '#shared/domain/places/provinces.ts';

/**
 * Where to look for what lies in a province, current or former: `territory` is the code of the current province, and
 * `holds` tells whether a current commune lies in it. A commune that was formed from several former provinces, and what
 * has no commune, lies in none of them.
 */
export type ProvinceScope = { territory: string; holds?: (communeCode: string | undefined) => boolean };

/** The scope of a province; the communes are read for a former one only. */
export const provinceScopeOf = async (asked: KnownProvince): Promise<ProvinceScope> => {
  if (asked.kind === 'current') return { territory: asked.code };
  const territory = formerProvince(asked.code)?.currentCode ?? asked.code;
  const directory = await loadCommunes();
  const inside = new Set(
    directory
      .communesOf(territory)
      .filter(({ code }) => directory.origin({ code, list: 'current' })?.formerProvince?.code === asked.code)
      .map(({ code }) => code),
  );
  return { territory, holds: (code) => code !== undefined && inside.has(code) };
};
