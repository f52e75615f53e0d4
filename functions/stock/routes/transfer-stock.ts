import { stockAnswer } from '#functions/stock/stock-answer.ts';
import { TransferStock } from '#shared/domain/stock/stock-input.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { transferStock as verb } from '#shared/services/stock/transfer-stock.ts';

export const transferStock = signedInRoute({
  method: 'POST',
  path: '/v1/stock-transfers',
  operationId: 'transferStock',
  rateLimit: 'report',
  keptInLedger: true,
  body: TransferStock,
  run: (context, { body }) => verb(context, body),
  answer: stockAnswer,
});
