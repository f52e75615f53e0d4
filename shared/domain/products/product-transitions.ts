// The life of a product: draft → submitted → published → archived. The stored state is part of every write's condition,
// and the sentence of a refusal is made from the same value.

import type { Attribution } from '#shared/domain/access/attribution.ts';
import { namingStates, requireState, type Transition } from '#shared/domain/transition.ts';
import { Problem } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';
import type { Origin, Product, ProductContent, ProductState } from './product.ts';

/** Every change of a product's state. */
export const TRANSITIONS = {
  edit: {
    verb: messages.PRODUCT_VERBS.edit,
    from: ['draft', 'published', 'suspended'],
    to: ['draft', 'published', 'suspended'],
  },
  changeImages: {
    verb: messages.PRODUCT_VERBS.changeImages,
    from: ['draft', 'submitted', 'published', 'suspended'],
    to: ['draft', 'submitted', 'published', 'suspended'],
  },
  submit: {
    verb: messages.PRODUCT_VERBS.submit,
    from: ['draft', 'published', 'suspended'],
    to: ['submitted', 'published', 'suspended'],
  },
  withdraw: {
    verb: messages.PRODUCT_VERBS.withdraw,
    from: ['submitted', 'published', 'suspended'],
    to: ['draft', 'published', 'suspended'],
  },
  approve: {
    verb: messages.PRODUCT_VERBS.approve,
    from: ['submitted', 'published', 'suspended'],
    to: ['published', 'suspended'],
  },
  requestChanges: {
    verb: messages.PRODUCT_VERBS.requestChanges,
    from: ['submitted', 'published', 'suspended'],
    to: ['draft', 'published', 'suspended'],
  },
  suspend: { verb: messages.PRODUCT_VERBS.suspend, from: ['published'], to: ['suspended'] },
  reinstate: { verb: messages.PRODUCT_VERBS.reinstate, from: ['suspended'], to: ['published'] },
  archive: { verb: messages.PRODUCT_VERBS.archive, from: ['draft', 'submitted', 'published'], to: ['archived'] },
  restore: { verb: messages.PRODUCT_VERBS.restore, from: ['archived'], to: ['draft', 'published'] },
} as const satisfies Record<string, Transition<ProductState>>;

const conflictText = namingStates<ProductState>(messages.productNoun, messages.PRODUCT_STATES_VI);

/** Throws 409 where the product's state does not allow a change. */
export const allow = (product: Product, transition: Transition<ProductState>): void =>
  requireState(conflictText, product.status, transition);

const needRevision = (product: Product, revisions: readonly Product['proposal'][]): void => {
  if (product.status === 'submitted' || product.status === 'draft' || revisions.includes(product.proposal)) return;
  throw new Problem('state_conflict', messages.nothingInReview);
};

/** New content. Without a face it is a draft's; with one it is a proposal, in review at once while the face stays. */
export const edit = (product: Product, content: ProductContent, origin: Origin, { at }: Attribution): Product => {
  allow(product, TRANSITIONS.edit);
  const proposed = product.face !== null && product.status !== 'draft';
  return {
    ...product,
    content,
    origin,
    updatedAt: at,
    ...(proposed ? { proposal: 'in-review' as const, submittedAt: at, note: lastingNote(product) } : {}),
  };
};

/** Hands a draft, or a proposal that was sent back, to the officers. A proposal that is in review stays there. */
export const submit = (product: Product, { at }: Attribution): Product => {
  allow(product, TRANSITIONS.submit);
  if (product.status === 'draft')
    return { ...product, status: 'submitted', submittedAt: at, updatedAt: at, note: null };
  needRevision(product, ['in-review', 'changes-requested']);
  return product.proposal === 'in-review'
    ? product
    : { ...product, proposal: 'in-review', submittedAt: at, updatedAt: at, note: lastingNote(product) };
};

/** Takes a draft back from review, or drops a proposal: the working copy is the face again. */
export const withdraw = (product: Product, { at }: Attribution): Product => {
  allow(product, TRANSITIONS.withdraw);
  if (product.status === 'submitted') return { ...product, status: 'draft', submittedAt: null, updatedAt: at };
  needRevision(product, ['in-review', 'changes-requested']);
  return {
    ...product,
    ...publishedAsContent(product),
    proposal: null,
    note: lastingNote(product),
    submittedAt: null,
    updatedAt: at,
  };
};

/** The note that stays: why a product is suspended, as long as it is. */
const lastingNote = (product: Product): Product['note'] => (product.status === 'suspended' ? product.note : null);

const publishedAsContent = (product: Product): Pick<Product, 'content' | 'origin'> =>
  product.face
    ? { content: product.face.content, origin: product.face.origin }
    : { content: product.content, origin: product.origin };

/** An officer takes the working copy as the face. The first approval publishes. */
export const approve = (product: Product, { at }: Attribution): Product => {
  allow(product, TRANSITIONS.approve);
  needRevision(product, ['in-review']);
  return {
    ...product,
    status: product.status === 'suspended' ? 'suspended' : 'published',
    face: {
      content: product.content,
      origin: product.origin,
      publishedAt: product.face?.publishedAt ?? at,
      updatedAt: at,
    },
    proposal: null,
    note: lastingNote(product),
    submittedAt: null,
    updatedAt: at,
  };
};

/** An officer sends the working copy back with a reason. */
export const requestChanges = (product: Product, { at, by, reason }: Attribution & { reason: string }): Product => {
  allow(product, TRANSITIONS.requestChanges);
  needRevision(product, ['in-review']);
  const back = { note: { at, by, reason }, submittedAt: null, updatedAt: at };
  return product.status === 'submitted'
    ? { ...product, ...back, status: 'draft' }
    : { ...product, ...back, proposal: 'changes-requested' };
};

/** An officer hides a published product. */
export const suspend = (product: Product, { at, by, reason }: Attribution & { reason: string }): Product => {
  allow(product, TRANSITIONS.suspend);
  return { ...product, status: 'suspended', note: { at, by, reason }, updatedAt: at };
};

/** An officer shows it again. */
export const reinstate = (product: Product, { at }: Attribution): Product => {
  allow(product, TRANSITIONS.reinstate);
  return { ...product, status: 'published', note: null, updatedAt: at };
};

/** The owner takes it off the shelves; a proposal and the images are dropped with it. */
export const archive = (product: Product, { at }: Attribution): Product => {
  allow(product, TRANSITIONS.archive);
  return {
    ...product,
    ...publishedAsContent(product),
    status: 'archived',
    proposal: null,
    note: null,
    submittedAt: null,
    images: [],
    cover: null,
    updatedAt: at,
  };
};

/** The owner brings it back, without its images: published with the face that was approved, or as the draft it was. */
export const restore = (product: Product, { at }: Attribution): Product => {
  allow(product, TRANSITIONS.restore);
  return { ...product, status: product.face ? 'published' : 'draft', updatedAt: at };
};
