import { readOwnProducts } from '#shared/data/products/product-store.ts';
import type { ProductState } from '#shared/domain/products/product.ts';
import { certificateOn } from '#shared/domain/recognition/star.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { producersOf } from '#shared/services/me/internal/memberships.ts';

/**
 * The products of the caller's producers in every state, producer by producer, oldest first. `after` is the producer
 * and product to continue after.
 */
export const listOwnProducts = async (
  context: Context,
  asked: { status?: ProductState | undefined; limit: number; after?: [producer: string, product: string] | undefined },
) => {
  const producers = new Map((await producersOf(context)).map((producer) => [producer.id, producer]));
  const { rows, ...rest } = await readOwnProducts(context.reader, [...producers.keys()], asked, asked.status);
  const items = rows.flatMap(({ owner, row: { certificate, ...row } }) => {
    const active = certificateOn(certificate ? [certificate] : [], context.today);
    const producer = producers.get(owner);
    return producer
      ? [{ ...row, stars: active?.stars ?? null, starsValidTo: active?.effectiveTo ?? null, producer }]
      : [];
  });
  return { items, ...rest };
};
