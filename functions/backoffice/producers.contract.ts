import { WorkingProducer } from '#shared/contract/answers.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { producerRoutes } from './producers.routes.ts';

export const producerContract = describeOperations(producerRoutes, {
  registerProducer: {
    tag: 'Producers',
    summary: 'Register a producer',
    description: 'The caller becomes its first member. Nothing of it is public before an officer has verified it.',
    responses: { 201: { description: 'Registered', schema: WorkingProducer } },
  },
  editProducer: {
    tag: 'Producers',
    summary: 'Change a producer',
    description: 'Members change contact and story; what was verified only an officer changes.',
    responses: { 200: { description: 'Changed', schema: WorkingProducer } },
  },
  getOwnProducer: {
    tag: 'Producers',
    summary: 'The producer as its members work on it',
    responses: { 200: { description: 'The working copy', schema: WorkingProducer } },
  },
  addProducerMember: {
    tag: 'Producers',
    summary: 'Add a member',
    responses: { 200: { description: 'The producer with its members', schema: WorkingProducer } },
  },
  removeProducerMember: {
    tag: 'Producers',
    summary: 'Remove a member',
    description: 'The last member cannot leave.',
    responses: { 204: { description: 'Removed' } },
  },
  verifyProducer: {
    tag: 'Officers',
    summary: 'Verify a producer, or lift its suspension',
    responses: { 200: { description: 'Verified', schema: WorkingProducer } },
  },
  suspendProducer: {
    tag: 'Officers',
    summary: 'Suspend a producer and hide its products',
    responses: { 200: { description: 'Suspended', schema: WorkingProducer } },
  },
});
