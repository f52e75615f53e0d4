// A card is a product in lists. In the table it is one string of positional fields, already escaped for JSON, so that a
// page is built by concatenation without parsing or serialising cards.

import { coverOf } from '#shared/domain/images/image.ts';
import { coverFileOf, coverUrl, type MediaContext } from '#shared/domain/images/image-views.ts';
import { formerProvince, province } from '#shared/domain/places/provinces.ts';
import { decidingCertificate } from '#shared/domain/recognition/star.ts';
import { isAlcoholic } from '#shared/domain/taxonomy/alcohol.ts';
import { groupOf } from '#shared/domain/taxonomy/groups.ts';
import { jsonText } from '#shared/platform/text.ts';
import type { Product } from './product.ts';

const SEPARATOR = '\u001f';

const FIELDS = [
  'id',
  'slug',
  'name',
  'nameEn',
  'stars',
  'issuedOn',
  'effectiveTo',
  'criteriaSet',
  'province',
  'formerProvince',
  'commune',
  'communeName',
  'producer',
  'producerName',
  'priceVnd',
  'unit',
  'published',
  'coverHash',
  'coverWidth',
  'coverHeight',
  'coverAlt',
] as const;

type Field = (typeof FIELDS)[number];
type TextsOf<T extends readonly unknown[]> = { [I in keyof T]: string };

/** A parsed card: every field as text, empty if it has no value. */
export type Card = Record<Field, string>;

/** An instant as nine characters that sort as time does. */
export const instantKey = (instant: string): string => Date.parse(instant).toString(36).padStart(9, '0');

/** The stored text of a public product's card. */
export const encodeCard = (product: Product & { face: NonNullable<Product['face']> }): string => {
  const { content, origin } = product.face;
  const certificate = decidingCertificate(product.certificates);
  const cover = coverOf(product);
  const coverFile = cover && coverFileOf(cover.photo);
  const card: Card = {
    id: product.id,
    slug: product.slug,
    name: jsonText(content.name),
    nameEn: jsonText(content.nameEn ?? ''),
    stars: certificate ? String(certificate.stars) : '',
    issuedOn: certificate?.issuedOn ?? '',
    effectiveTo: certificate?.effectiveTo ?? '',
    criteriaSet: String(content.criteriaSet),
    province: origin.province.code,
    formerProvince: origin.formerProvince?.code ?? '',
    commune: origin.commune?.code ?? '',
    communeName: jsonText(origin.commune?.name ?? ''),
    producer: product.producer.id,
    producerName: jsonText(product.producer.name),
    priceVnd: content.priceVnd === undefined ? '' : String(content.priceVnd),
    unit: jsonText(content.unit),
    published: instantKey(product.face.publishedAt),
    coverHash: cover?.photo.digest ?? '',
    coverWidth: String(coverFile?.width ?? ''),
    coverHeight: String(coverFile?.height ?? ''),
    coverAlt: jsonText(cover?.alt ?? ''),
  };
  return FIELDS.map((field) => card[field]).join(SEPARATOR);
};

/** Parses a stored card; throws if the number of fields is wrong, which is a bug. */
export const decodeCard = (text: string): Card => {
  const values = text.split(SEPARATOR);
  // Cards from before products had images end here.
  if (values.length === FIELDS.indexOf('coverHash')) values.push('', '', '', '');
  if (values.length !== FIELDS.length) throw new Error('stored card is corrupt');
  // Spelt out, because an object literal is several times faster than an object that grows field by field.
  const [
    id,
    slug,
    name,
    nameEn,
    stars,
    issuedOn,
    effectiveTo,
    criteriaSet,
    province,
    formerProvince,
    commune,
    communeName,
    producer,
    producerName,
    priceVnd,
    unit,
    published,
    coverHash,
    coverWidth,
    coverHeight,
    coverAlt,
  ] = values as unknown as TextsOf<typeof FIELDS>;
  return {
    id,
    slug,
    name,
    nameEn,
    stars,
    issuedOn,
    effectiveTo,
    criteriaSet,
    province,
    formerProvince,
    commune,
    communeName,
    producer,
    producerName,
    priceVnd,
    unit,
    published,
    coverHash,
    coverWidth,
    coverHeight,
    coverAlt,
  };
};

/** The star of a card on a day, as text: '3', '4', '5', or '' without a valid certificate. */
export const starOfCard = (card: Card, day: string): string =>
  card.stars !== '' && card.issuedOn <= day && day <= card.effectiveTo ? card.stars : '';

const placeJson = (unit: { code: string; name: string } | undefined): string =>
  unit ? `{"code":"${unit.code}","name":"${unit.name}"}` : 'null';

const memo = (find: (code: string) => { code: string; name: string } | undefined) => {
  const known = new Map<string, string>();
  return (code: string): string => {
    let json = known.get(code);
    if (json === undefined) {
      json = placeJson(find(code));
      known.set(code, json);
    }
    return json;
  };
};
const provinceJson = memo(province);
const formerProvinceJson = memo(formerProvince);

const coverJson = (media: MediaContext, { coverHash, coverWidth, coverHeight, coverAlt, name }: Card): string =>
  coverHash === ''
    ? 'null'
    : `{"url":"${coverUrl(media, coverHash, coverWidth)}","width":${coverWidth},"height":${coverHeight},"alt":"${
        coverAlt === '' ? name : coverAlt
      }"}`;

/** The card as JSON text of the contract, with the star on `day` and a cover address from `shown`. */
export const cardJson = (card: Card, day: string, media: MediaContext): string => {
  const stars = starOfCard(card, day);
  const set = Number(card.criteriaSet);
  return `{"id":"${card.id}","slug":"${card.slug}","name":"${card.name}"${
    card.nameEn === '' ? '' : `,"nameEn":"${card.nameEn}"`
  },"stars":${stars === '' ? 'null' : stars},"starsValidTo":${stars === '' ? 'null' : `"${card.effectiveTo}"`},"group":"${groupOf(
    set,
  )}","criteriaSet":${card.criteriaSet},"province":${provinceJson(card.province)},"formerProvince":${
    card.formerProvince === '' ? 'null' : formerProvinceJson(card.formerProvince)
  },"commune":${card.commune === '' ? 'null' : `{"code":"${card.commune}","name":"${card.communeName}"}`},"producer":{"id":"${
    card.producer
  }","name":"${card.producerName}"},"priceVnd":${card.priceVnd === '' ? 'null' : card.priceVnd},"unit":"${
    card.unit
  }","alcohol":${isAlcoholic(set)},"cover":${coverJson(media, card)}}`;
};
