import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { PublicProducer, PublicProducerRow } from '#shared/contract/responses.ts';
import { producerRoutes } from './producers.routes.ts';

export const producerContract = describeOperations(producerRoutes, {
  listProducers: {
    tag: 'Buyers',
    summary: 'Verified producers',
    description:
      'By Vietnamese name. `province` is a current one, or the name of a former one that no current one bears; `formerProvince` also takes old codes. In a former province a page can be short or empty while `next` continues.',
    problems: [],
    responses: { 200: { description: 'A page of producers', schema: pageOf(PublicProducerRow) } },
  },
  getProducer: {
    tag: 'Buyers',
    summary: 'A producer',
    problems: [],
    responses: { 200: { description: 'The verified producer', schema: PublicProducer } },
  },
});
