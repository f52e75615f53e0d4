import { NAME_KEY_MAX } from '#shared/data/products/product-store.ts';
import type { Row } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { PAGE_MAX_UNITS, readWithin } from '#shared/data/table/read-budget.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { cardBy, type Page, sortKeyOf, type Walk } from '#shared/data/table/rows.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import { PublicProducerRow, publicProducerRow } from '#shared/domain/producers/producer-views.ts';
import { isId } from '#shared/platform/ids.ts';
import { collationKey } from '#shared/platform/text.ts';

/** The maximum size of a row: key, and a card whose name is at its maximum, in UTF-8 and escaped. */
const ROW_MAX_BYTES = 2_000;
/** Maximum number of rows that a page examines when `keep` skips some of them. */
const LOOKED_AT = 200;

const decode = cardBy(PublicProducerRow);
const nameKey = ({ name, id }: Producer): string => `${collationKey(name).slice(0, NAME_KEY_MAX)} ${id}`;
const POSITION = new RegExp(`^[\\x20-\\x7e]{0,${NAME_KEY_MAX}} (.{30})$`);

/** Whether a text is a valid position in the lists of producers. */
export const isProducerPosition = (text: string): boolean => isId('producer', POSITION.exec(text)?.[1] ?? '');

const listOf = (territory: string, kind?: Producer['kind']): string =>
  kind === undefined ? territory : `${territory}#${kind}`;

/** The rows of a verified producer in the public lists: of the country and its province, with and without its kind. */
export const publicProducerRows = (producer: Producer): Row[] => {
  if (producer.status !== 'verified') return [];
  const card = JSON.stringify(publicProducerRow(producer));
  const { province, kind } = producer;
  return [COUNTRY, province.code]
    .flatMap((territory) => [listOf(territory), listOf(territory, kind)])
    .map((list) => ({ ...keys.producerByName(list, nameKey(producer)), card }));
};

/** A page of a territory's verified producers by name, within the read budget of a page; rows that `keep` skips make it short. */
export const readProducersByName = async (
  reader: Reader,
  {
    territory,
    kind,
    keep,
  }: {
    territory: string;
    kind?: Producer['kind'] | undefined;
    keep?: ((row: PublicProducerRow) => boolean) | undefined;
  },
  walk: Walk,
): Promise<Page<PublicProducerRow>> => {
  const range = {
    pk: keys.producerByName.partition(listOf(territory, kind)),
    limit: keep === undefined ? walk.limit + 1 : LOOKED_AT,
    ...(walk.after === undefined ? {} : { after: walk.after }),
  };
  const read = await readWithin(reader, range, { units: PAGE_MAX_UNITS, rowMaxBytes: ROW_MAX_BYTES });
  const found = read.items.map((item) => ({ item, row: decode(item) })).filter(({ row }) => keep?.(row) ?? true);
  const page = found.slice(0, walk.limit);
  const last = found.length > walk.limit ? page.at(-1)?.item : read.more ? read.items.at(-1) : undefined;
  return { items: page.map(({ row }) => row), ...(last === undefined ? {} : { next: sortKeyOf(last) }) };
};
