import { publicJson } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';
import { getPublicProducer } from '#shared/services/producers/get-public-producer.ts';

export const getProducer = publicRoute({
  method: 'GET',
  path: '/v1/producers/{id}',
  operationId: 'getProducer',
  handle: async (context, { id }) => {
    const { body } = await getPublicProducer(context, id);
    return publicJson(context.now, JSON.stringify(body));
  },
});
