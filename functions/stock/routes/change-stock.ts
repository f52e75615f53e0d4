import { stockAnswer } from '#functions/stock/stock-answer.ts';
import { ChangeStock } from '#shared/domain/stock/stock-input.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { changeStock as verb } from '#shared/services/stock/change-stock.ts';

export const changeStock = signedInRoute({
  method: 'POST',
  path: '/v1/sales-points/{id}/stock-changes',
  operationId: 'changeStock',
  rateLimit: 'report',
  keptInLedger: true,
  body: ChangeStock,
  run: (context, { id, body }) => verb(context, id, body),
  answer: stockAnswer,
});
