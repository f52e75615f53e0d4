import { describeOperations } from '#shared/contract/operation.ts';
import { AssignedBooth } from '#shared/contract/registrations.ts';
import { boothRoutes } from './booths.routes.ts';

export const boothContract = describeOperations(boothRoutes, {
  giveBooth: {
    tag: 'Officers',
    summary: 'Assign a booth of the plan',
    description: 'To a confirmed and admitted registration without a booth.',
    problems: [403, 409],
    responses: { 200: { description: 'Given', schema: AssignedBooth } },
  },
  takeBooth: {
    tag: 'Officers',
    summary: 'Release a booth',
    problems: [403],
    responses: { 204: { description: 'Free' } },
  },
});
