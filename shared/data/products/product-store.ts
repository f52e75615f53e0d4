import { reviewRows } from '#shared/data/reviews/review-store.ts';
import { type DocumentKind, loadDocument, type Row } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { nameSortKey } from '#shared/data/table/name-order.ts';
import { type Item, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { cardBy, hasRows, type OwnerPosition, pagesOf, readPageOfOwners, sortKeyOf } from '#shared/data/table/rows.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import { gtin14 } from '#shared/domain/products/gtin.ts';
import { awaitsReview, isPublic, OwnProductRow, Product, provinceInCharge } from '#shared/domain/products/product.ts';
import { decodeCard, encodeCard, instantKey } from '#shared/domain/products/product-card.ts';
import { headOf, ProductHead, PublishedProduct, publishedProductOf } from '#shared/domain/products/product-head.ts';
import { decidingCertificate } from '#shared/domain/recognition/star.ts';
import { groupOf } from '#shared/domain/taxonomy/groups.ts';

/**
 * The partitions of buyers' lists. By star: the sort key begins with the star and its last day, so the products that
 * hold a star on a given day are one contiguous range, without any job. By day of publication and by name: two scopes
 * each; narrower filters read and skip rows or sort a small partition.
 */
export const lists = {
  byStars: {
    country: () => keys.productByStars.partition(COUNTRY),
    countryGroup: (group: string) => keys.productByStars.partition(`${COUNTRY}#${group}`),
    countrySet: (set: number) => keys.productByStars.partition(`${COUNTRY}#${set}`),
    province: (code: string) => keys.productByStars.partition(code),
    provinceGroup: (code: string, group: string) => keys.productByStars.partition(`${code}#${group}`),
    formerProvince: (code: string) => keys.productByStars.partition(`former#${code}`),
    commune: (code: string) => keys.productByStars.partition(`commune#${code}`),
    producer: (id: string) => keys.productByStars.partition(id),
    gtin: (digits: string) => keys.productByStars.partition(`gtin#${digits}`),
  },
  byNewest: {
    country: () => keys.productByNewest.partition(COUNTRY),
    province: (code: string) => keys.productByNewest.partition(code),
  },
  byName: {
    country: () => keys.productByName.partition(COUNTRY),
    province: (code: string) => keys.productByName.partition(code),
  },
} as const;

/** Sort key of the lists by star: the digit, the last day of the star, the id. Without any star: digit 0 and no day. */
export const starsSortKey = (certificate: { stars: number; effectiveTo: string } | null, id: string): string =>
  certificate ? `${certificate.stars}${certificate.effectiveTo}#${id}` : `0#${id}`;

/** `published` is the card's own field: an instant as text that sorts as time does. */
export const newestSortKey = (published: string, id: string): string => `${published}#${id}`;

const publicRows = (product: Product): Row[] => {
  if (!isPublic(product)) return [];
  const card = encodeCard(product);
  const { content, origin, publishedAt } = product.face;
  const group = groupOf(content.criteriaSet);
  const { byStars, byNewest, byName } = lists;
  const inStarLists = [
    byStars.country(),
    byStars.countryGroup(group),
    byStars.countrySet(content.criteriaSet),
    byStars.province(origin.province.code),
    byStars.provinceGroup(origin.province.code, group),
    byStars.producer(product.producer.id),
    ...(origin.formerProvince ? [byStars.formerProvince(origin.formerProvince.code)] : []),
    ...(origin.commune ? [byStars.commune(origin.commune.code)] : []),
    ...(content.gtin ? [byStars.gtin(gtin14(content.gtin))] : []),
  ];
  const stars = starsSortKey(decidingCertificate(product.certificates), product.id);
  const newest = newestSortKey(instantKey(publishedAt), product.id);
  const name = nameSortKey(content.name, product.id);
  return [
    ...inStarLists.map((pk) => ({ pk, sk: stars, card })),
    ...[byNewest.country(), byNewest.province(origin.province.code)].map((pk) => ({ pk, sk: newest, card })),
    ...[byName.country(), byName.province(origin.province.code)].map((pk) => ({ pk, sk: name, card })),
  ];
};

const waitingRows = (product: Product): Row[] =>
  awaitsReview(product) && product.submittedAt !== null
    ? reviewRows(provinceInCharge(product), {
        id: product.id,
        kind: 'product',
        name: product.content.name,
        producer: { id: product.producer.id, name: product.producer.name },
        change: product.face ? 'edit' : 'first',
        since: product.submittedAt,
      })
    : [];

const ownerRow = (product: Product): Row => ({
  ...keys.productOf(product.producer.id, product.id),
  card: JSON.stringify({
    id: product.id,
    slug: product.slug,
    name: product.content.name,
    status: product.status,
    proposal: product.proposal,
    criteriaSet: product.content.criteriaSet,
    certificate: decidingCertificate(product.certificates),
    updatedAt: product.updatedAt,
  } satisfies OwnProductRow),
});

/** A product that no other page can show has no head. */
const pageRows = (product: Product): Row[] => [
  ...(product.face || product.certificates.length > 0
    ? [{ ...keys.head(product.id), card: JSON.stringify(headOf(product)) }]
    : []),
  ...(isPublic(product) ? [{ ...keys.published(product.id), card: JSON.stringify(publishedProductOf(product)) }] : []),
];

/** How products are stored. At most 12 rows of a public product belong to buyers' lists. */
export const productKind: DocumentKind<Product> = {
  kind: 'product',
  schema: Product,
  rows: (product) => [...publicRows(product), ...pageRows(product), ...waitingRows(product), ownerRow(product)],
};

const decodeHead = cardBy(ProductHead);
const decodePublished = cardBy(PublishedProduct);

const loadHeadRow = async (reader: Reader, id: string, consistent = false): Promise<ProductHead | undefined> => {
  const item = await reader.get(keys.head(id), { consistent });
  return item && decodeHead(item);
};

/** The recall of a product, strongly consistent; undefined if it is on sale. */
export const loadRecall = async (reader: Reader, id: string): Promise<Product['recall']> => {
  const head = await loadHeadRow(reader, id, true);
  if (!head?.recalled) return undefined;
  return (await loadDocument(reader, productKind, id, { consistent: true }))?.value.recall;
};

/**
 * The head of a product in any state, eventually consistent; undefined if it does not exist. The head of a product of
 * an earlier release is read from its document.
 */
export const loadProductHead = async (reader: Reader, id: string): Promise<ProductHead | undefined> => {
  const head = await loadHeadRow(reader, id);
  if (head) return head;
  const stored = await loadDocument(reader, productKind, id, { consistent: false });
  return stored && headOf(stored.value);
};

/**
 * The data of a product's page, eventually consistent; undefined unless it is public. The data of a product of an
 * earlier release is read from its document.
 */
export const loadPublishedProduct = async (reader: Reader, id: string): Promise<PublishedProduct | undefined> => {
  const item = await reader.get(keys.published(id));
  if (item) return decodePublished(item);
  if (await loadHeadRow(reader, id)) return undefined;
  const stored = await loadDocument(reader, productKind, id, { consistent: false });
  return stored && isPublic(stored.value) ? publishedProductOf(stored.value) : undefined;
};

/** A page of the products of several producers in every state, producer by producer, oldest first. */
export const readOwnProducts = (
  reader: Reader,
  producers: readonly string[],
  walk: { limit: number; after?: OwnerPosition | undefined },
  status: Product['status'] | undefined,
): Promise<{ rows: { owner: string; row: OwnProductRow }[]; next?: OwnerPosition }> =>
  readPageOfOwners(
    reader,
    producers.map((name) => ({ name, pk: keys.productOf.partition(name) })),
    walk,
    cardBy(OwnProductRow),
    status === undefined ? undefined : (row) => row.status === status,
  );

/** Whether a producer has any product, in any state. */
export const hasProducts = (reader: Reader, producer: string): Promise<boolean> =>
  hasRows(reader, keys.productOf.partition(producer));

const decodeId = (item: Item): string => decodeCard(stringOf(item, 'card')).id;

/** The ids of a producer's products, one page at a time: public ones, or all. */
export const productIdsOf = (reader: Reader, producer: string, which: 'all' | 'public'): AsyncGenerator<string[]> =>
  which === 'public'
    ? pagesOf(reader, { pk: lists.byStars.producer(producer) }, decodeId)
    : pagesOf(reader, { pk: keys.productOf.partition(producer) }, sortKeyOf);

/** The ids of all public products, one page at a time. */
export const publicProductIds = (reader: Reader): AsyncGenerator<string[]> =>
  pagesOf(reader, { pk: lists.byStars.country() }, decodeId);
