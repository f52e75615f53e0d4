import * as z from 'zod';
import { SilentDays } from '#shared/domain/stock/stock-input.ts';
import { linked, pageAnswer, pageQuery, positionOf, withCursor } from '#shared/http/page.ts';
import { provinceCode } from '#shared/http/province-parameter.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { listSilentPoints as verb } from '#shared/services/stock/list-silent-points.ts';

export const listSilentPoints = signedInRoute({
  method: 'GET',
  path: '/v1/sales-points/silent',
  operationId: 'listSilentPoints',
  query: z.strictObject({ days: SilentDays, province: provinceCode.optional(), ...pageQuery }),
  run: async (context, { query }) => {
    const { days, province, limit, cursor } = query;
    const scope = JSON.stringify(['silent', days, province]);
    const page = await verb(context, { days, province, limit, after: positionOf(scope, cursor) });
    return linked('/v1/sales-points/silent', query, withCursor(scope, page));
  },
  answer: pageAnswer,
});
