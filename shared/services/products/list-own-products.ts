import { keys } from '#shared/data/table/keys.ts';
import { stringOf } from '#shared/data/table/reader.ts';
import type { CertificateMark, ProductState } from '#shared/domain/products/product.ts';
import { certificateOn } from '#shared/domain/recognition/star.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { producersOf } from '#shared/services/me/internal/memberships.ts';

type OwnerRow = {
  id: string;
  slug: string;
  name: string;
  status: ProductState;
  proposal: string | null;
  criteriaSet: number;
  certificate: CertificateMark | null;
  updatedAt: string;
};

/**
 * The products of the caller's producers in every state, producer by producer, oldest first. `after` is the producer and
 * product to go on behind.
 */
export const listOwnProducts = async (
  context: Context,
  asked: { status?: ProductState | undefined; limit: number; after?: [producer: string, product: string] | undefined },
) => {
  const producers = await producersOf(context);
  const items: object[] = [];
  for (const producer of producers) {
    if (asked.after && producer.id < asked.after[0]) continue;
    let after = asked.after?.[0] === producer.id ? asked.after[1] || undefined : undefined;
    for (let more = true; more; ) {
      const pk = keys.productOf.partition(producer.id);
      const page = await context.reader.query({ pk, consistent: true, ...(after === undefined ? {} : { after }) });
      for (const item of page.items) {
        const { certificate, ...row } = JSON.parse(stringOf(item, 'card')) as OwnerRow;
        if (asked.status !== undefined && row.status !== asked.status) continue;
        if (items.length === asked.limit) return { items, next: [producer.id, after ?? ''] as const };
        const active = certificateOn(certificate ? [certificate] : [], context.today);
        items.push({ ...row, stars: active?.stars ?? null, starsValidTo: active?.effectiveTo ?? null, producer });
        after = row.id;
      }
      const last = page.items.at(-1);
      if (last) after = stringOf(last, 'sk');
      more = page.more;
    }
  }
  return { items };
};
