import { loadCommunes } from '#shared/data/places/communes-reference.ts';
import * as messages from '#shared/domain/places/messages.ts';
import type { Origin, ProductContent } from '#shared/domain/products/product.ts';
import { brokenRule, type Fault, Problem } from '#shared/platform/problem.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';

/** The origin of a commune code; 422 for a code that its list does not have, together with `others`. */
export const originOf = async (commune: ProductContent['originCommune'], others: Fault[]): Promise<Origin> => {
  const origin = (await loadCommunes()).origin(commune);
  if (origin) {
    requireRules(others);
    return origin;
  }
  throw new Problem('rule_violated', undefined, {
    faults: [...others, brokenRule('/originCommune/code', 'commune_unknown', messages.originCommuneUnknown)],
  });
};

type Placed = { commune: { code: string; name: string }; province: { code: string; name: string } };

const COMMUNE_UNKNOWN = brokenRule('/commune', 'commune_unknown', messages.communeUnknown);

/**
 * The current commune of a code with its province; 422 for an unknown code, together with `others`, which can depend on
 * the province.
 */
export const communeOf = async (code: string, others: Fault[] | ((placed?: Placed) => Fault[])): Promise<Placed> => {
  const found = (await loadCommunes()).commune(code);
  const placed = found && { commune: { code: found.code, name: found.name }, province: found.province };
  const faults = typeof others === 'function' ? others(placed) : others;
  if (!placed) throw new Problem('rule_violated', undefined, { faults: [...faults, COMMUNE_UNKNOWN] });
  requireRules(faults);
  return placed;
};
