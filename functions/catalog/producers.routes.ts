import * as z from 'zod';
import { PRODUCER_KINDS } from '#shared/domain/producers/producer.ts';
import { encodeCursor } from '#shared/http/cursor.ts';
import { nextLink, pageQuery, positionOf, withinBytes } from '#shared/http/page.ts';
import { anyProvince, formerProvince, provinceKey, provincesAgree } from '#shared/http/province-parameter.ts';
import { publicJson } from '#shared/http/response.ts';
import { defineRoutes, publicRoute } from '#shared/http/route.ts';
import { getPublicProducer } from '#shared/services/producers/get-public-producer.ts';
import { listProducers } from '#shared/services/producers/list-producers.ts';

const ListProducersQuery = z
  .strictObject({
    province: anyProvince.optional(),
    formerProvince: formerProvince.optional(),
    kind: z.enum(PRODUCER_KINDS).optional(),
    ...pageQuery,
  })
  .refine(...provincesAgree);

export const producerRoutes = defineRoutes({
  getProducer: publicRoute({
    method: 'GET',
    path: '/v1/producers/{id}',
    handle: async (context, { id }) => {
      const { body } = await getPublicProducer(context, id);
      return publicJson(context.now, body);
    },
  }),
  listProducers: publicRoute({
    method: 'GET',
    path: '/v1/producers',
    query: ListProducersQuery,
    handle: async (context, { query }) => {
      const { kind, limit, cursor } = query;
      const places = { province: query.province, formerProvince: query.formerProvince };
      const scope = JSON.stringify(['producers', provinceKey(query.province), query.formerProvince?.code, kind]);
      const after = positionOf(scope, cursor);
      const { items, next } = await withinBytes(limit, (most) =>
        listProducers(context, { ...places, kind }, { limit: most, after }),
      );
      if (next === undefined) return publicJson(context.now, { items });
      const page = { items, next: encodeCursor(scope, [next]) };
      const asked = { ...query, province: query.province?.text, formerProvince: query.formerProvince?.text };
      return publicJson(context.now, page, { link: nextLink('/v1/producers', asked, page.next) });
    },
  }),
});
