import { describeOperations } from '#shared/contract/operation.ts';
import { Grant } from '#shared/contract/stock.ts';
import { grantRoutes } from './grants.routes.ts';

const TAG = 'Sales points';

export const grantContract = describeOperations(grantRoutes, {
  grantRestocking: {
    tag: TAG,
    summary: "Allow a product's producer to restock it here",
    description:
      'For members of the sales point. The producer can then report `receive` changes only, and no response shows it the stock.',
    problems: [403, 409],
    responses: { 200: { description: 'Granted', schema: Grant } },
  },
  withdrawRestocking: {
    tag: TAG,
    summary: "End a producer's right to restock",
    problems: [403, 409],
    responses: { 204: { description: 'Withdrawn' } },
  },
});
