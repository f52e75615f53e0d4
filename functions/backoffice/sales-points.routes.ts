import { NeededReason, OptionalReason } from '#shared/domain/input.ts';
import { CreateSalesPoint, EditSalesPoint } from '#shared/domain/sales-points/sales-point-input.ts';
import { memberSubject } from '#shared/http/member-subject.ts';
import { created, noContent, working } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { addSalesPointMember } from '#shared/services/sales-points/add-sales-point-member.ts';
import { approveSalesPoint } from '#shared/services/sales-points/approve-sales-point.ts';
import { createSalesPoint } from '#shared/services/sales-points/create-sales-point.ts';
import { editSalesPoint } from '#shared/services/sales-points/edit-sales-point.ts';
import { getOwnSalesPoint } from '#shared/services/sales-points/get-own-sales-point.ts';
import { pauseSalesPoint } from '#shared/services/sales-points/pause-sales-point.ts';
import { removeSalesPointMember } from '#shared/services/sales-points/remove-sales-point-member.ts';
import { resumeSalesPoint } from '#shared/services/sales-points/resume-sales-point.ts';

export const salesPointRoutes = defineRoutes({
  addSalesPointMember: signedInRoute({
    method: 'PUT',
    path: '/v1/sales-points/{id}/members/{subject}',
    run: (context, { id, params }) => addSalesPointMember(context, id, memberSubject(params)),
    respond: working,
  }),
  approveSalesPoint: signedInRoute({
    method: 'POST',
    path: '/v1/sales-points/{id}/approve',
    ifMatch: true,
    body: OptionalReason,
    run: (context, { id, body }) => approveSalesPoint(context, id, body?.reason),
    respond: working,
  }),
  createSalesPoint: signedInRoute({
    method: 'POST',
    path: '/v1/sales-points',
    body: CreateSalesPoint,
    run: (context, { body }) => createSalesPoint(context, body),
    respond: (made) => created(made, `/v1/reviews/${made.body.id}`),
  }),
  editSalesPoint: signedInRoute({
    method: 'PATCH',
    path: '/v1/sales-points/{id}',
    ifMatch: true,
    body: EditSalesPoint,
    run: (context, { id, body }) => editSalesPoint(context, id, body),
    respond: working,
  }),
  getOwnSalesPoint: signedInRoute({
    method: 'GET',
    path: '/v1/me/sales-points/{id}',
    run: (context, { id }) => getOwnSalesPoint(context, id),
    respond: working,
  }),
  pauseSalesPoint: signedInRoute({
    method: 'POST',
    path: '/v1/sales-points/{id}/pause',
    ifMatch: true,
    body: NeededReason,
    run: (context, { id, body }) => pauseSalesPoint(context, id, body.reason),
    respond: working,
  }),
  removeSalesPointMember: signedInRoute({
    method: 'DELETE',
    path: '/v1/sales-points/{id}/members/{subject}',
    run: (context, { id, params }) => removeSalesPointMember(context, id, memberSubject(params)),
    respond: noContent,
  }),
  resumeSalesPoint: signedInRoute({
    method: 'POST',
    path: '/v1/sales-points/{id}/resume',
    ifMatch: true,
    body: OptionalReason,
    run: (context, { id, body }) => resumeSalesPoint(context, id, body?.reason),
    respond: working,
  }),
});
