import { describeOperations } from '#shared/contract/operation.ts';
import { Me } from '#shared/contract/responses.ts';
import { meRoutes } from './me.routes.ts';

export const meContract = describeOperations(meRoutes, {
  getMe: {
    tag: 'Producers',
    summary: 'The caller and its memberships',
    problems: [],
    responses: { 200: { description: 'The caller and what the caller belongs to', schema: Me } },
  },
});
