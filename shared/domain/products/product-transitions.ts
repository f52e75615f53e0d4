// The states of a product: draft → submitted → published → archived. The stored state is part of every write's
// condition, and the text of a 409 is built from the same value.

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
  recall: { verb: messages.PRODUCT_VERBS.recall, from: ['published', 'suspended'], to: ['suspended'] },
  reinstate: { verb: messages.PRODUCT_VERBS.reinstate, from: ['suspended'], to: ['published'] },
  archive: { verb: messages.PRODUCT_VERBS.archive, from: ['draft', 'submitted', 'published'], to: ['archived'] },
  restore: { verb: messages.PRODUCT_VERBS.restore, from: ['archived'], to: ['draft', 'published'] },
} as const satisfies Record<string, Transition<ProductState>>;

const conflictText = namingStates<ProductState>(messages.productNoun, messages.PRODUCT_STATES_VI);

/** Throws 409 if the product's state does not allow the transition. */
export const allow = (product: Product, transition: Transition<ProductState>): void =>
  requireState(conflictText, product.status, transition);

const needRevision = (product: Product, revisions: readonly Product['proposal'][]): void => {
  if (product.status === 'submitted' || product.status === 'draft' || revisions.includes(product.proposal)) return;
  throw new Problem('state_conflict', messages.nothingInReview);
};

/**
 * Sets new content: of a draft before the first approval; afterwards as a pending revision, which is in review at once
 * while the published version stays.
 */
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

/** Submits a draft, or a pending revision after requested changes. A revision in review stays there. */
export const submit = (product: Product, { at }: Attribution): Product => {
  allow(product, TRANSITIONS.submit);
  if (product.status === 'draft')
    return { ...product, status: 'submitted', submittedAt: at, updatedAt: at, note: null };
  needRevision(product, ['in-review', 'changes-requested']);
  return product.proposal === 'in-review'
    ? product
    : { ...product, proposal: 'in-review', submittedAt: at, updatedAt: at, note: lastingNote(product) };
};

/** Withdraws a draft from review, or drops the pending revision and resets the working copy to the published version. */
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

/** The note to retain: the reason of a suspension, as long as it lasts. */
const lastingNote = (product: Product): Product['note'] => (product.status === 'suspended' ? product.note : null);

const publishedAsContent = (product: Product): Pick<Product, 'content' | 'origin'> =>
  product.face
    ? { content: product.face.content, origin: product.face.origin }
    : { content: product.content, origin: product.origin };

/** Approves the working copy as the published version. The first approval publishes the product. */
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

/** Requests changes of the working copy, with a reason. */
export const requestChanges = (product: Product, { at, by, reason }: Attribution & { reason: string }): Product => {
  allow(product, TRANSITIONS.requestChanges);
  needRevision(product, ['in-review']);
  const back = { note: { at, by, reason }, submittedAt: null, updatedAt: at };
  return product.status === 'submitted'
    ? { ...product, ...back, status: 'draft' }
    : { ...product, ...back, proposal: 'changes-requested' };
};

/** Suspends a published product, which hides it. A recall also ends its sale; a suspended product can be recalled later. */
export const suspend = (
  product: Product,
  { at, by, reason, recall = false }: Attribution & { reason: string; recall?: boolean | undefined },
): Product => {
  allow(product, recall && !product.recall ? TRANSITIONS.recall : TRANSITIONS.suspend);
  const note = { at, by, reason };
  return { ...product, status: 'suspended', note, ...(recall ? { recall: note } : {}), updatedAt: at };
};

/** Ends the suspension. */
export const reinstate = (product: Product, { at }: Attribution): Product => {
  allow(product, TRANSITIONS.reinstate);
  const { recall: _, ...rest } = product;
  return { ...rest, status: 'published', note: null, updatedAt: at };
};

/** Archives the product; drops its pending revision and its images. */
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

/** Restores an archived product without its images: published in its approved version, or as a draft. */
export const restore = (product: Product, { at }: Attribution): Product => {
  allow(product, TRANSITIONS.restore);
  return { ...product, status: product.face ? 'published' : 'draft', updatedAt: at };
};
