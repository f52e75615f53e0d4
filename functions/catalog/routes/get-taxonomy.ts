import { REGIMES } from '../../../shared/domain/recognition/regimes.ts';
import { publicJson } from '../../../shared/http/answer.ts';
import { publicRoute } from '../../../shared/http/route.ts';
import { REFERENCE_CACHE_SECONDS } from './list-provinces.ts';

export const getTaxonomy = publicRoute({
  method: 'GET',
  path: '/v1/taxonomy',
  operationId: 'getTaxonomy',
  handle: async (context) => {
    const { GROUPS, CRITERIA_SETS } = await import('../../../shared/domain/taxonomy/taxonomy.ts');
    return publicJson(context.now, JSON.stringify({ groups: GROUPS, criteriaSets: CRITERIA_SETS, regimes: REGIMES }), {
      cacheSeconds: REFERENCE_CACHE_SECONDS,
    });
  },
});
