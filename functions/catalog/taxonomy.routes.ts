import { DISQUALIFIERS, RE_EVALUATION, REGIMES, SCORING_STOPS } from '#shared/domain/recognition/regimes.ts';
import { publicJson } from '#shared/http/response.ts';
import { defineRoutes, publicRoute } from '#shared/http/route.ts';
import { REFERENCE_CACHE_SECONDS } from './cache-seconds.ts';

const RULES = { disqualifiers: DISQUALIFIERS, scoringStops: SCORING_STOPS, reEvaluation: RE_EVALUATION };

export const taxonomyRoutes = defineRoutes({
  getTaxonomy: publicRoute({
    method: 'GET',
    path: '/v1/taxonomy',
    handle: async (context) => {
      const { GROUPS, CRITERIA_SETS } = await import('#shared/domain/taxonomy/taxonomy.ts');
      return publicJson(
        context.now,
        { groups: GROUPS, criteriaSets: CRITERIA_SETS, regimes: REGIMES, ...RULES },
        {
          cacheSeconds: REFERENCE_CACHE_SECONDS,
        },
      );
    },
  }),
});
