import { reserveSlug, type SlugKind, slugOwner } from '#shared/data/slugs/slug-store.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { isId } from '#shared/platform/ids.ts';
import { notFound } from '#shared/platform/problem.ts';
import { slugify } from '#shared/platform/text.ts';
import type { Context } from './context.ts';

const SLUG_MAX = 80;
const TAIL_LENGTH = 10;
const ENDS_AS_A_TAIL = new RegExp(`(?:^|-)[0-9a-hjkmnp-tv-z]{${TAIL_LENGTH}}$`);
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * The slug of a resource that becomes public, and the action that reserves it: that of the name if it is free,
 * otherwise with the tail of the id. A slug that ends with a tail belongs to that id alone: such a name gets its own
 * id's tail at once, so the second attempt is always free. Before that the id is used, so that a draft neither reserves
 * a name nor reveals names of drafts.
 */
export const publicSlug = async (
  context: Context,
  kind: SlugKind,
  name: string,
  id: string,
): Promise<{ slug: string; also: Action[] }> => {
  const plain = slugify(name).slice(0, SLUG_MAX).replace(/-$/, '') || kind.toLowerCase();
  const taken =
    ENDS_AS_A_TAIL.test(plain) || (await slugOwner(context.reader, kind, plain, { consistent: true })) !== undefined;
  const slug = taken ? `${plain}-${id.slice(-TAIL_LENGTH).toLowerCase()}` : plain;
  return { slug, also: [reserveSlug(kind, slug, id)] };
};

/** The id of a path's `{id}`, which can be a slug; 404 for an invalid text or an unknown slug. */
export const idOf = async (reader: Reader, kind: SlugKind, idOrSlug: string): Promise<string> => {
  if (isId(kind, idOrSlug)) return idOrSlug;
  if (!SLUG.test(idOrSlug) || idOrSlug.length > SLUG_MAX + 20) throw notFound();
  const id = await slugOwner(reader, kind, idOrSlug, { consistent: false });
  if (id === undefined) throw notFound();
  return id;
};
