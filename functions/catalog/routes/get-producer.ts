import { documentEtag, publicJson } from '../../../shared/http/answer.ts';
import { publicRoute } from '../../../shared/http/route.ts';
import { getPublicProducer } from '../../../shared/services/producers/get-public-producer.ts';

export const getProducer = publicRoute({
  method: 'GET',
  path: '/v1/producers/{id}',
  operationId: 'getProducer',
  handle: async (context, { id }) => {
    const { body, version } = await getPublicProducer(context, id);
    const text = JSON.stringify(body);
    return publicJson(context.now, text, { etag: documentEtag(version, text) });
  },
});
