import { OwnProduct, OwnProductSummary, WorkingProduct } from '#shared/contract/answers.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { productRoutes } from './products.routes.ts';

export const productContract = describeOperations(productRoutes, {
  listOwnProducts: {
    tag: 'Producers',
    summary: 'My products in every state',
    problems: [],
    responses: { 200: { description: 'A page', schema: pageOf(OwnProductSummary) } },
  },
  getOwnProduct: {
    tag: 'Producers',
    summary: 'The working copy with its ETag, proposal and history',
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: OwnProduct } },
  },
  createProduct: {
    tag: 'Producers',
    summary: 'Make a draft',
    problems: [403, 404],
    responses: { 201: { description: 'The draft', schema: WorkingProduct } },
  },
  editProduct: {
    tag: 'Producers',
    summary: 'Change a draft, or propose a change of a published product',
    description: 'The face stays public until an officer approves.',
    problems: [403, 409, 422],
    responses: { 200: { description: 'The working copy', schema: WorkingProduct } },
  },
  submitProduct: {
    tag: 'Producers',
    summary: 'Hand to the officers',
    problems: [403, 409],
    responses: { 200: { description: 'Submitted', schema: WorkingProduct } },
  },
  withdrawProduct: {
    tag: 'Producers',
    summary: 'Take back from review',
    problems: [403, 409],
    responses: { 200: { description: 'Withdrawn', schema: WorkingProduct } },
  },
  archiveProduct: {
    tag: 'Producers',
    summary: 'Take off the lists',
    problems: [403, 409],
    responses: { 200: { description: 'Archived', schema: WorkingProduct } },
  },
  restoreProduct: {
    tag: 'Producers',
    summary: 'Bring back',
    problems: [403, 409],
    responses: { 200: { description: 'Restored', schema: WorkingProduct } },
  },
  approveProduct: {
    tag: 'Officers',
    summary: 'Publish what was submitted',
    problems: [403, 409],
    responses: { 200: { description: 'Published', schema: WorkingProduct } },
  },
  requestProductChanges: {
    tag: 'Officers',
    summary: 'Send back with a reason',
    problems: [403, 409],
    responses: { 200: { description: 'Sent back', schema: WorkingProduct } },
  },
  suspendProduct: {
    tag: 'Officers',
    summary: 'Hide a published product',
    problems: [403, 409],
    responses: { 200: { description: 'Suspended', schema: WorkingProduct } },
  },
  reinstateProduct: {
    tag: 'Officers',
    summary: 'Show a suspended product again',
    problems: [403, 409],
    responses: { 200: { description: 'Published', schema: WorkingProduct } },
  },
});
