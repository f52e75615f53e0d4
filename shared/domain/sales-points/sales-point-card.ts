// What lists and buyers see of a sales point. In the table it is one string of positional fields, already escaped for JSON,
// so that it can stand in many rows and a page is made by joining pieces.

import type { LatLng } from '#shared/domain/places/geo.ts';
import { province } from '#shared/domain/places/provinces.ts';
import { jsonText } from '#shared/platform/text.ts';
import { decodeHours, encodeHours, isOpenAt, type OpeningHours } from './opening-hours.ts';
import type { SalesPoint } from './sales-point.ts';

const SEPARATOR = '\u001f';

/** Hours of no weekday and no holiday are the empty text: always closed. */
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

/** A card taken apart: every field as JSON text without quotes, empty where there is none; `hours` is as `encodeHours` has it. */
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

/** Takes a stored card apart; text with another number of fields is corrupt, which is a bug. */
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

/** Where a card's sales point stands, in degrees. */
export const placeOf = ({ lat, lng }: PointCard): LatLng => ({ lat: Number(lat), lng: Number(lng) });

const hoursOf = ({ hours }: PointCard): OpeningHours | null => (hours === UNKNOWN_HOURS ? null : decodeHours(hours));

/** Whether a card's sales point is open; null where its opening hours are unknown. */
export const isCardOpen = (card: PointCard, now: Date): boolean | null => isOpenAt(hoursOf(card), now);

/**
 * A sales point as the contract's JSON text, with whether it is open at `now`. `distanceMetres` is rounded; without a status
 * the sales point is active, as those in lists of active ones are.
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
