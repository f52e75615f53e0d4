import { describeOperations } from '#shared/contract/operation.ts';
import { WorkingSalesPoint } from '#shared/contract/sales-points.ts';
import { salesPointRoutes } from './sales-points.routes.ts';

const TAG = 'Sales points';

export const salesPointContract = describeOperations(salesPointRoutes, {
  getOwnSalesPoint: {
    tag: TAG,
    summary: 'The working copy of a sales point',
    description: 'Exact values that public pages leave out.',
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: WorkingSalesPoint } },
  },
  editSalesPoint: {
    tag: TAG,
    summary: 'Change the profile',
    description:
      'For members and officers of its territory, also after approval. An approved sales point stays in its province.',
    problems: [403, 422],
    responses: { 200: { description: 'Changed', schema: WorkingSalesPoint } },
  },
  addSalesPointMember: {
    tag: TAG,
    summary: 'Add a member',
    description: 'Members add members. Officers of the territory name the first member and can add others.',
    problems: [403, 409],
    responses: { 200: { description: 'The sales point with its members', schema: WorkingSalesPoint } },
  },
  removeSalesPointMember: {
    tag: TAG,
    summary: 'Remove a member',
    description: 'Members and officers of its territory remove members. The last member cannot be removed.',
    problems: [403, 409],
    responses: { 204: { description: 'Removed' } },
  },
  createSalesPoint: {
    tag: 'Officers',
    summary: 'Create a sales point',
    description:
      'For an officer of the territory. The sales point is `proposed` and not public until it is approved. The coordinates must be in Vietnam. Without an `operator` the sales point operates under its own name.',
    problems: [403],
    responses: { 201: { description: 'Proposed', schema: WorkingSalesPoint } },
  },
  approveSalesPoint: {
    tag: 'Officers',
    summary: 'Approve a sales point',
    description: 'Activates a proposed or paused sales point. The ETag is that of `/v1/reviews/{id}`.',
    problems: [403, 409],
    responses: { 200: { description: 'Active', schema: WorkingSalesPoint } },
  },
  pauseSalesPoint: {
    tag: TAG,
    summary: 'Pause a sales point',
    description:
      'For members and officers of the territory. A paused sales point is not in the default list; it can be found by its id and with `status=paused`, shows no stock and is closed. Its members continue to report stock, and it can be resumed. The ETag is that of `/v1/me/sales-points/{id}`, for officers that of `/v1/reviews/{id}`.',
    problems: [403, 409],
    responses: { 200: { description: 'Paused', schema: WorkingSalesPoint } },
  },
  resumeSalesPoint: {
    tag: TAG,
    summary: 'Resume a paused sales point',
    description:
      'For officers of the territory, and for members if the sales point was paused by its members. The ETag is that of `/v1/me/sales-points/{id}`, for officers that of `/v1/reviews/{id}`.',
    problems: [403, 409],
    responses: { 200: { description: 'Resumed', schema: WorkingSalesPoint } },
  },
});
