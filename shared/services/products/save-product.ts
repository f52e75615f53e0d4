import { type Stored, unchanged } from '../../data/document.ts';
import { productKind } from '../../data/product-kind.ts';
import type { Action } from '../../data/writer.ts';
import { photosDropped } from '../../domain/images/image.ts';
import type { Producer } from '../../domain/producers/producer.ts';
import type { Product } from '../../domain/products/product.ts';
import type { Deed } from '../../domain/products/product-transitions.ts';
import { type WorkingProduct, workingProduct } from '../../domain/products/product-views.ts';
import { type Deed as AuditDeed, commit, deedOf } from '../commit.ts';
import type { Context, Working } from '../context.ts';
import { filesOfImages, marking, removeDropped } from '../images/discard.ts';
import { registrationsFollow } from '../registrations/registrations-follow.ts';

/** The working copy of a stored product. */
export const workingCopy = (
  context: Pick<Context, 'today' | 'now' | 'mediaUrl'>,
  { value, version }: Stored<Product>,
): Working<WorkingProduct> => ({
  body: workingProduct(value, context),
  version,
});

/** Who does it, now, and why. */
export const deed = <R extends string | undefined>(context: Context, reason: R): Deed & { reason: R } => ({
  at: context.now.toISOString(),
  by: context.caller.subject,
  reason,
});

/**
 * Writes a decided change of a product with its audit entry, and returns the new working copy. A decision that changed
 * nothing writes nothing but the kept answer of an idempotency key. `producer` lets the write pass only while the producer stays as it was read.
 * Files of images that the change drops are removed afterwards; passes for events follow when buyers no longer, or again, see it.
 */
export const saveProduct = async (
  context: Context,
  before: Stored<Product>,
  after: Product,
  told: Omit<AuditDeed, 'subject' | 'from' | 'to'> & { producer?: Stored<Producer>; also?: Action[] },
): Promise<Working<WorkingProduct>> => {
  if (after === before.value) return commit(context, { saves: [], deeds: [] }, workingCopy(context, before));
  const { producer, also = [] } = told;
  const dropped = filesOfImages(after.id, photosDropped(before.value, after));
  const registrations = await registrationsFollow(context, before.value, after);
  const saved = await commit(
    context,
    {
      saves: [{ kind: productKind, before, after }],
      also: [
        ...also,
        ...dropped.map((files) => marking(files, context.now)),
        ...(producer ? [unchanged(producer)] : []),
        ...registrations.also,
      ],
      deeds: [deedOf(before, after, told), ...registrations.deeds],
    },
    workingCopy(context, { value: after, version: before.version + 1 }),
  );
  await removeDropped(context, dropped);
  return saved;
};
