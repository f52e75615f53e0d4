import { WorkingProducer } from '#shared/contract/answers.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { producerRoutes } from './producers.routes.ts';

export const producerContract = describeOperations(producerRoutes, {
  registerProducer: {
    tag: 'Producers',
    summary: 'Register a producer',
    description: 'The caller becomes its first member. Nothing of it is public before an officer has verified it.',
    problems: [],
    responses: { 201: { description: 'Registered', schema: WorkingProducer } },
  },
  editProducer: {
    tag: 'Producers',
    summary: 'Change a producer',
    description: 'Members change contact and story; what was verified only an officer changes.',
    problems: [403, 409, 412, 422],
    responses: { 200: { description: 'Changed', schema: WorkingProducer } },
  },
  getOwnProducer: {
    tag: 'Producers',
    summary: 'The producer as its members work on it',
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: WorkingProducer } },
  },
  addProducerMember: {
    tag: 'Producers',
    summary: 'Add a member',
    problems: [403, 409],
    responses: { 200: { description: 'The producer with its members', schema: WorkingProducer } },
  },
  removeProducerMember: {
    tag: 'Producers',
    summary: 'Remove a member',
    description: 'The last member cannot leave.',
    problems: [403, 409],
    responses: { 204: { description: 'Removed' } },
  },
  verifyProducer: {
    tag: 'Officers',
    summary: 'Verify a producer, or lift its suspension',
    problems: [403, 409, 412],
    responses: { 200: { description: 'Verified', schema: WorkingProducer } },
  },
  suspendProducer: {
    tag: 'Officers',
    summary: 'Suspend a producer and hide its products',
    problems: [403, 409, 412],
    responses: { 200: { description: 'Suspended', schema: WorkingProducer } },
  },
});
