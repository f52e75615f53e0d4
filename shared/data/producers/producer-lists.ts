import type { Row } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { nameSortKey, readPageByName } from '#shared/data/table/name-order.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { cardBy, type Page, type Walk } from '#shared/data/table/rows.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import { PublicProducerRow, publicProducerRow } from '#shared/domain/producers/producer-views.ts';

/** The maximum size of a row: key, and a card whose name is at its maximum, in UTF-8 and escaped. */
const ROW_MAX_BYTES = 2_000;

const decode = cardBy(PublicProducerRow);
const listOf = (territory: string, kind?: Producer['kind']): string =>
  kind === undefined ? territory : `${territory}#${kind}`;

/** The rows of a verified producer in the public lists: of the country and its province, with and without its kind. */
export const publicProducerRows = (producer: Producer): Row[] => {
  if (producer.status !== 'verified') return [];
  const card = JSON.stringify(publicProducerRow(producer));
  const { province, kind } = producer;
  return [COUNTRY, province.code]
    .flatMap((territory) => [listOf(territory), listOf(territory, kind)])
    .map((list) => ({ ...keys.producerByName(list, nameSortKey(producer.name, producer.id)), card }));
};

/** A page of a territory's verified producers by name. */
export const readProducersByName = (
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
  const pk = keys.producerByName.partition(listOf(territory, kind));
  return readPageByName(reader, { pk, rowMaxBytes: ROW_MAX_BYTES, decode, keep }, walk);
};
