import { publicJson } from '#shared/http/response.ts';
import { defineRoutes, publicRoute } from '#shared/http/route.ts';
import { getPublicProducer } from '#shared/services/producers/get-public-producer.ts';

export const producerRoutes = defineRoutes({
  getProducer: publicRoute({
    method: 'GET',
    path: '/v1/producers/{id}',
    handle: async (context, { id }) => {
      const { body } = await getPublicProducer(context, id);
      return publicJson(context.now, body);
    },
  }),
});
