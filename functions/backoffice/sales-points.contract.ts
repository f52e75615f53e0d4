import { describeOperations } from '#shared/contract/operation.ts';
import { WorkingSalesPoint } from '#shared/contract/sales-points.ts';
import { salesPointRoutes } from './sales-points.routes.ts';

const TAG = 'Sales points';

export const salesPointContract = describeOperations(salesPointRoutes, {
  getOwnSalesPoint: {
    tag: TAG,
    summary: 'The sales point as its members work on it',
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: WorkingSalesPoint } },
  },
  editSalesPoint: {
    tag: TAG,
    summary: 'Change the profile',
    description: 'Members and officers of its territory. Once approved it stays in its province.',
    problems: [403, 422],
    responses: { 200: { description: 'Changed', schema: WorkingSalesPoint } },
  },
  addSalesPointMember: {
    tag: TAG,
    summary: 'Add a member',
    description: 'Members add members, officers of its territory too: they name the first one.',
    problems: [403, 409],
    responses: { 200: { description: 'The sales point with its members', schema: WorkingSalesPoint } },
  },
  removeSalesPointMember: {
    tag: TAG,
    summary: 'Remove a member',
    description: 'Members and officers of its territory remove members. The last member cannot leave.',
    problems: [403, 409],
    responses: { 204: { description: 'Removed' } },
  },
  createSalesPoint: {
    tag: 'Officers',
    summary: 'Take up a sales point',
    description:
      'Nothing of it is public before it is approved. The coordinates must lie in Vietnam. Without an `operator` it is run under its own name.',
    problems: [403],
    responses: { 201: { description: 'Proposed', schema: WorkingSalesPoint } },
  },
  approveSalesPoint: {
    tag: 'Officers',
    summary: 'Put a sales point on the lists',
    description: 'The ETag is that of `/v1/reviews/{id}`.',
    problems: [403, 409],
    responses: { 200: { description: 'Active', schema: WorkingSalesPoint } },
  },
  pauseSalesPoint: {
    tag: 'Officers',
    summary: 'Take a sales point off the lists',
    description: 'Buyers find it no more; its members go on reporting. The ETag is that of `/v1/reviews/{id}`.',
    problems: [403, 409],
    responses: { 200: { description: 'Paused', schema: WorkingSalesPoint } },
  },
});
