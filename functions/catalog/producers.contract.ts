import { describeOperations } from '#shared/contract/operation.ts';
import { PublicProducer } from '#shared/contract/responses.ts';
import { producerRoutes } from './producers.routes.ts';

export const producerContract = describeOperations(producerRoutes, {
  getProducer: {
    tag: 'Buyers',
    summary: 'A producer',
    problems: [],
    responses: { 200: { description: 'The verified producer', schema: PublicProducer } },
  },
});
