import { loadCommunes } from '../data/communes-reference.ts';
import type { Origin, ProductContent } from '../domain/products/product.ts';
import { brokenRule, Problem } from '../platform/problem.ts';

/** The origin that a commune code names; 422 for a code that its list does not have. */
export const originOf = async (commune: ProductContent['originCommune']): Promise<Origin> => {
  const origin = (await loadCommunes()).origin(commune);
  if (origin) return origin;
  throw new Problem('rule_violated', undefined, {
    faults: [
      brokenRule(
        '/originCommune/code',
        'commune_unknown',
        'Danh mục này không có mã xã đó.',
        'This list has no such commune code.',
      ),
    ],
  });
};

/** The current commune of a code with its province; 422 for a code that the current list does not have. */
export const communeOf = async (code: string) => {
  const commune = (await loadCommunes()).commune(code);
  if (commune) return { commune: { code: commune.code, name: commune.name }, province: commune.province };
  throw new Problem('rule_violated', undefined, {
    faults: [
      brokenRule(
        '/commune',
        'commune_unknown',
        'Danh mục hiện hành không có mã xã này.',
        'The current list has no such commune code.',
      ),
    ],
  });
};
