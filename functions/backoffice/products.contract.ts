import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { OwnProduct, OwnProductSummary, WorkingProduct } from '#shared/contract/responses.ts';
import { productRoutes } from './products.routes.ts';

export const productContract = describeOperations(productRoutes, {
  listOwnProducts: {
    tag: 'Producers',
    summary: "Products of the caller's producers in every state",
    problems: [],
    responses: { 200: { description: 'A page', schema: pageOf(OwnProductSummary) } },
  },
  getOwnProduct: {
    tag: 'Producers',
    summary: 'The working copy of a product with its ETag, pending revision and history',
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: OwnProduct } },
  },
  createProduct: {
    tag: 'Producers',
    summary: 'Create a draft',
    description:
      'The product has an id and no slug until its first approval. `originCommune` can be a former commune; if its successor is unknown, the product keeps the former name and its current commune is null. A unit that names a package (`hũ 500 g`) is counted in whole pieces; measures (kg, kilôgam, ký, lít, m) have decimals. `unitKind` in the response says which was understood.',
    problems: [403, 404],
    responses: { 201: { description: 'The draft', schema: WorkingProduct } },
  },
  editProduct: {
    tag: 'Producers',
    summary: 'Change a draft, or propose a change of a published product',
    description:
      'A change of a published product enters review at once, and the approved version stays public until an officer approves the change. A submitted draft must be withdrawn before it can be changed. An approved or certified product cannot move to another province, because its office and its certificates depend on the province.',
    problems: [403, 409, 422],
    responses: { 200: { description: 'The working copy', schema: WorkingProduct } },
  },
  submitProduct: {
    tag: 'Producers',
    summary: 'Submit a draft for review',
    description: 'Also submits a change of a published product again after an officer has requested changes.',
    problems: [403, 409],
    responses: { 200: { description: 'Submitted', schema: WorkingProduct } },
  },
  withdrawProduct: {
    tag: 'Producers',
    summary: 'Withdraw from review',
    description: 'A submitted draft becomes a draft again. The pending change of a published product is discarded.',
    problems: [403, 409],
    responses: { 200: { description: 'Withdrawn', schema: WorkingProduct } },
  },
  archiveProduct: {
    tag: 'Producers',
    summary: 'Archive a product',
    description: 'Removes the product from all public lists and deletes its images.',
    problems: [403, 409],
    responses: { 200: { description: 'Archived', schema: WorkingProduct } },
  },
  restoreProduct: {
    tag: 'Producers',
    summary: 'Restore an archived product',
    description: 'The product returns to its earlier state: published with its approved version, or a draft.',
    problems: [403, 409],
    responses: { 200: { description: 'Restored', schema: WorkingProduct } },
  },
  approveProduct: {
    tag: 'Officers',
    summary: 'Publish a submitted product or change',
    description:
      'At the first approval the product gets its slug. If the slug of its name is taken, the last ten characters of the id are appended.',
    problems: [403, 409],
    responses: { 200: { description: 'Published', schema: WorkingProduct } },
  },
  requestProductChanges: {
    tag: 'Officers',
    summary: 'Request changes with a reason',
    problems: [403, 409],
    responses: { 200: { description: 'Sent back', schema: WorkingProduct } },
  },
  suspendProduct: {
    tag: 'Officers',
    summary: 'Hide a published product, or recall it from sale',
    description:
      'With `recall` sales points see the recall on their shelf and sales are refused with its reason; they can still count, write off, move and take back the goods. A sale from before the recall can be reported. A suspended product can be recalled as well. Reinstating ends the recall.',
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
