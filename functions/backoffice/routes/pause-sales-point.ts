import { NeededReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { pauseSalesPoint as verb } from '#shared/services/sales-points/pause-sales-point.ts';

export const pauseSalesPoint = signedInRoute({
  method: 'POST',
  path: '/v1/sales-points/{id}/pause',
  operationId: 'pauseSalesPoint',
  ifMatch: true,
  body: NeededReason,
  run: (context, { id, body }) => verb(context, id, body.reason),
  answer: working,
});
