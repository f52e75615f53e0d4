import { VERSION_GUARD } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Reader, stringOf } from '#shared/data/table/reader.ts';
import type { Action } from '#shared/data/table/writer.ts';

const SLUGS = { producer: keys.producerSlug, product: keys.productSlug, salesPoint: keys.salesPointSlug };

/** The kinds of resources with slugs. */
export type SlugKind = keyof typeof SLUGS;

/** The id of a slug; undefined if the slug is free. */
export const slugOwner = async (
  reader: Reader,
  kind: SlugKind,
  slug: string,
  options: { consistent: boolean },
): Promise<string | undefined> => {
  const item = await reader.get(SLUGS[kind](slug), options);
  return item && stringOf(item, 'owner');
};

/** The action that reserves a slug for an id; its condition fails if the slug is taken. */
export const reserveSlug = (kind: SlugKind, slug: string, id: string): Action => {
  const { pk, sk } = SLUGS[kind](slug);
  return {
    kind: 'put',
    item: { pk: { S: pk }, sk: { S: sk }, owner: { S: id } },
    condition: { expression: 'attribute_not_exists(pk)' },
    guard: VERSION_GUARD,
  };
};
