import { PRIVATE_PREFIX } from '#shared/domain/images/renditions.ts';
import type { WorkingProduct } from '#shared/domain/products/product-views.ts';
import { PRIVATE_IMAGE_MINUTES } from '#shared/platform/limits.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** Period in which addresses stay the same, so that a repeated read shows images from the browser's cache. */
const STEP_MS = (PRIVATE_IMAGE_MINUTES / 2) * 60_000;

type Address = { url: string };
type Addressed = { cover: Address | null; images: readonly { sizes: Address[]; socialCard: Address | null }[] };

const isWorkingProduct = (body: unknown): body is WorkingProduct =>
  typeof body === 'object' && body !== null && 'imagesExpireAt' in body && 'images' in body;

const addressesOf = ({ cover, images }: Addressed): Address[] => [
  ...(cover ? [cover] : []),
  ...images.flatMap(({ sizes, socialCard }) => [...sizes, ...(socialCard ? [socialCard] : [])]),
];

/**
 * The result of a verb with signed addresses in place of the keys of private files, where it is the working copy of a product that
 * is not public; anything else as it is. Last of all, so that a kept answer has no signature in it and is never given again
 * with one that has ended.
 */
export const signPrivateImages = <R>({ storage, now }: Pick<Context, 'storage' | 'now'>, result: R): R => {
  const { body } = (result ?? {}) as { body?: unknown };
  if (!isWorkingProduct(body)) return result;
  const from = new Date(Math.floor(now.getTime() / STEP_MS) * STEP_MS);
  const expiresAt = new Date(from.getTime() + PRIVATE_IMAGE_MINUTES * 60_000 + STEP_MS);
  const copy = structuredClone(body);
  const views: Addressed[] = [copy, ...(copy.face ? [copy.face] : [])];
  const unsigned = views.flatMap(addressesOf).filter(({ url }) => url.startsWith(PRIVATE_PREFIX));
  if (unsigned.length === 0) return result;
  for (const address of unsigned) address.url = storage.media.signedUrl(address.url, { from, expiresAt });
  copy.imagesExpireAt = expiresAt.toISOString();
  return { ...result, body: copy };
};
