import { describeOperations } from '#shared/contract/operation.ts';
import { Taxonomy } from '#shared/contract/responses.ts';
import { taxonomyRoutes } from './taxonomy.routes.ts';

export const taxonomyContract = describeOperations(taxonomyRoutes, {
  getTaxonomy: {
    tag: 'Places',
    summary: 'Groups, criteria sets and regimes',
    problems: [],
    needsNoStore: true,
    responses: { 200: { description: 'The taxonomy', schema: Taxonomy } },
  },
});
