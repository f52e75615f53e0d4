import { SetStockSettings } from '#shared/domain/stock/stock-input.ts';
import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { setStockSettings as verb } from '#shared/services/stock/set-stock-settings.ts';

export const setStockSettings = signedInRoute({
  method: 'PUT',
  path: '/v1/sales-points/{id}/stock/{product}/settings',
  operationId: 'setStockSettings',
  body: SetStockSettings,
  run: (context, { id, params, body }) => verb(context, { salesPoint: id, product: params.product ?? '' }, body),
  answer: (level) => json(200, level),
});
