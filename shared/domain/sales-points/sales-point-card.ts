// The card of a sales point for lists and buyers. In the table it is one string of positional fields, already escaped
// for JSON, so that many rows can hold it and a page is built by concatenation.

import type { LatLng } from '#shared/domain/places/geo.ts';
import { province } from '#shared/domain/places/provinces.ts';
import { jsonText } from '#shared/platform/text.ts';
import { decodeHours, encodeHours, isOpenAt, type OpeningHours } from './opening-hours.ts';
import type { SalesPoint } from './sales-point.ts';

const SEPARATOR = '\u001f';

/** Empty text means known hours without any opening, so unknown hours need another value. */
const UNKNOWN_HOURS = '-';

const FIELDS = [
  'id',
  'slug',
  'name',
  'siteType',
  'province',
  'commune',
  'communeName',
  'addressLine',
  'lat',
  'lng',
  'hours',
  'phone',
  'operatorName',
] as const;

/** A parsed card: every field as JSON text without quotes, empty if it has no value; `hours` is the text of `encodeHours`. */
export type PointCard = Record<(typeof FIELDS)[number], string>;

/** The stored text of a sales point's card. */
export const encodePointCard = (point: SalesPoint): string => {
  const card: PointCard = {
    id: point.id,
    slug: point.slug,
    name: jsonText(point.name),
    siteType: point.siteType,
    province: point.province.code,
    commune: point.commune.code,
    communeName: jsonText(point.commune.name),
    addressLine: jsonText(point.addressLine),
    lat: String(point.lat),
    lng: String(point.lng),
    hours: point.openingHours === null ? UNKNOWN_HOURS : encodeHours(point.openingHours),
    phone: point.phone ?? '',
    operatorName: jsonText(point.operator.name),
  };
  return FIELDS.map((field) => card[field]).join(SEPARATOR);
};

type TextsOf<T extends readonly unknown[]> = { [I in keyof T]: string };

/** Parses a stored card; throws if the number of fields is wrong, which is a bug. */
export const decodePointCard = (text: string): PointCard => {
  const values = text.split(SEPARATOR);
  if (values.length !== FIELDS.length) throw new Error('stored card of a sales point is corrupt');
  const [id, slug, name, siteType, province, commune, communeName, addressLine, lat, lng, hours, phone, operatorName] =
    values as unknown as TextsOf<typeof FIELDS>;
  return {
    id,
    slug,
    name,
    siteType,
    province,
    commune,
    communeName,
    addressLine,
    lat,
    lng,
    hours,
    phone,
    operatorName,
  };
};

/** The coordinates of a card's sales point, in degrees. */
export const placeOf = ({ lat, lng }: PointCard): LatLng => ({ lat: Number(lat), lng: Number(lng) });

const hoursOf = ({ hours }: PointCard): OpeningHours | null => (hours === UNKNOWN_HOURS ? null : decodeHours(hours));

/** Whether a card's sales point is open; null if its opening hours are unknown. */
export const isCardOpen = (card: PointCard, now: Date): boolean | null => isOpenAt(hoursOf(card), now);

/**
 * A sales point as JSON text of the contract, with its opening state at `now`. `distanceMetres` is rounded; without a
 * status the sales point is active.
 */
export const pointCardJson = (
  card: PointCard,
  now: Date,
  { status = 'active', distanceMetres }: { status?: SalesPoint['status']; distanceMetres?: number } = {},
): string =>
  `{"id":"${card.id}","slug":"${card.slug}","name":"${card.name}","siteType":"${card.siteType}","operator":{"name":"${
    card.operatorName
  }"},"province":${JSON.stringify({ code: card.province, name: province(card.province)?.name })},"commune":{"code":"${
    card.commune
  }","name":"${card.communeName}"},"addressLine":"${card.addressLine}","lat":${card.lat},"lng":${card.lng},"openingHours":${JSON.stringify(
    hoursOf(card),
  )},"openNow":${status === 'active' ? isCardOpen(card, now) : false}${card.phone === '' ? '' : `,"phone":"${card.phone}"`},"status":"${status}"${
    distanceMetres === undefined ? '' : `,"distanceMetres":${Math.round(distanceMetres)}`
  }}`;
