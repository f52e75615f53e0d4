import { EditSalesPoint } from '#shared/domain/sales-points/sales-point-input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { editSalesPoint as verb } from '#shared/services/sales-points/edit-sales-point.ts';

export const editSalesPoint = signedInRoute({
  method: 'PATCH',
  path: '/v1/sales-points/{id}',
  operationId: 'editSalesPoint',
  ifMatch: true,
  body: EditSalesPoint,
  run: (context, { id, body }) => verb(context, id, body),
  answer: working,
});
