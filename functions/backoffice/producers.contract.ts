import { describeOperations } from '#shared/contract/operation.ts';
import { WorkingProducer } from '#shared/contract/responses.ts';
import { producerRoutes } from './producers.routes.ts';

export const producerContract = describeOperations(producerRoutes, {
  registerProducer: {
    tag: 'Producers',
    summary: 'Register a producer',
    description:
      'The caller becomes its first member. The producer is not public until an officer has verified it, so `Location` is the address of its working copy.',
    problems: [],
    responses: { 201: { description: 'Registered', schema: WorkingProducer } },
  },
  editProducer: {
    tag: 'Producers',
    summary: 'Change a producer',
    description:
      'Members change the contact data and the story. Until verification members also change the identity fields (name, commune, tax code, personal number); after it only an officer does. The address of a household is a home and is not public. A personal number is stored separately and is part of no response.',
    problems: [403, 409, 412, 422],
    responses: { 200: { description: 'Changed', schema: WorkingProducer } },
  },
  getOwnProducer: {
    tag: 'Producers',
    summary: 'The working copy of a producer',
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
    description: 'The last member cannot be removed.',
    problems: [403, 409],
    responses: { 204: { description: 'Removed' } },
  },
  verifyProducer: {
    tag: 'Officers',
    summary: 'Verify a producer, or lift its suspension',
    description: 'The producer gets its slug at the first verification.',
    problems: [403, 409, 412],
    responses: { 200: { description: 'Verified', schema: WorkingProducer } },
  },
  suspendProducer: {
    tag: 'Officers',
    summary: 'Suspend a producer and hide its products',
    description:
      '`productsUpdated` is false while some of its products are still being hidden; the service completes this by itself.',
    problems: [403, 409, 412],
    responses: { 200: { description: 'Suspended', schema: WorkingProducer } },
  },
});
