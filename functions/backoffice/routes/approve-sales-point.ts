import { OptionalReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { approveSalesPoint as verb } from '#shared/services/sales-points/approve-sales-point.ts';

export const approveSalesPoint = signedInRoute({
  method: 'POST',
  path: '/v1/sales-points/{id}/approve',
  operationId: 'approveSalesPoint',
  ifMatch: true,
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: working,
});
