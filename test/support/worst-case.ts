import { randomUUID } from 'node:crypto';
import { eventKind } from '#shared/data/events/event-store.ts';
import { producerKind } from '#shared/data/producers/producer-store.ts';
import { promotionKind } from '#shared/data/promotions/promotion-store.ts';
import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { levelActions } from '#shared/data/stock/level-store.ts';
import { newShelfAction } from '#shared/data/stock/shelf-row.ts';
import { saveActions } from '#shared/data/table/document.ts';
import { type Action, createWriter } from '#shared/data/table/writer.ts';
import type { Event } from '#shared/domain/events/event.ts';
import { EVENT_KINDS } from '#shared/domain/events/event.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { PROMOTION_PLACES_MAX, type Promotion } from '#shared/domain/promotions/promotion.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { emptyLevel, type StockLevel } from '#shared/domain/stock/stock-level.ts';
import { GROUP_CODES } from '#shared/domain/taxonomy/groups.ts';
import {
  ALT_MAX,
  EVENT_MAX,
  HOLIDAYS_MAX,
  IMAGES_MAX,
  LOTS_MAX,
  TEXT_MAX,
  TITLES_MAX,
  WEEKLY_HOURS_MAX,
} from '#shared/platform/limits.ts';
import { addDays } from '#shared/platform/vietnam-day.ts';
import { type Api, OWNER } from './api.ts';
import { idOf, productActions, storedProduct } from './catalogue.ts';

/** The longest text of so many UTF-16 units: letters of three bytes each. */
export const wide = (length: number, tail = ''): string => 'ế'.repeat(length - tail.length) + tail;

const AT = '2026-11-20T03:00:00.000Z';
const PLACE = { code: '37', name: 'Ninh Bình' };
const COMMUNE = { code: '14329', name: 'Phường Hoa Lư' };

const write = async (api: Api, documents: readonly Action[][]): Promise<void> => {
  const writer = createWriter(api.settings);
  for (const actions of documents) await writer.transact(actions, randomUUID());
};

/** An event in which everything is as long as it may be; a tour with the most stops. */
export const longestEvent = (number: number, over: Partial<Event> = {}): Event => ({
  id: idOf('evt', number),
  status: 'published',
  kind: EVENT_KINDS.toSorted((a, b) => b.length - a.length)[0] ?? 'fair',
  title: wide(TEXT_MAX.name, String(number)),
  titleEn: wide(TEXT_MAX.name),
  description: wide(TEXT_MAX.description),
  audience: wide(TEXT_MAX.name),
  legalBasis: { number: wide(100), date: '2026-10-01' },
  organizer: { office: 'off_ministry', name: wide(TEXT_MAX.name) },
  provinces: ['37', '38', '40', '42', '44', '46', '48', '51'].map((code) => ({ code, name: 'Thành phố Hồ Chí Minh' })),
  venue: {
    name: wide(TEXT_MAX.name),
    addressLine: wide(TEXT_MAX.addressLine),
    commune: { code: '14329', name: wide(40) },
    lat: 20.12345678901234,
    lng: 105.12345678901234,
  },
  stops: Array.from({ length: EVENT_MAX.stops }, (_, stop) => ({
    name: wide(TEXT_MAX.name),
    producer: idOf('pdc', stop),
    arrivesAt: '2026-12-01T03:00:00.000Z',
  })),
  startDate: '2026-12-01',
  endDate: addDays('2026-12-01', EVENT_MAX.days - 1),
  startTime: '08:00',
  endTime: '24:00',
  days: Array.from({ length: EVENT_MAX.dayHours }, (_, index) => ({
    date: '2026-12-01',
    from: `${String(Math.floor(index / 6)).padStart(2, '0')}:${index % 6}0`,
    to: `${String(Math.floor(index / 6)).padStart(2, '0')}:${index % 6}9`,
    note: wide(EVENT_MAX.dayNote),
  })),
  closedDates: Array.from({ length: EVENT_MAX.days - 2 }, (_, day) => addDays('2026-12-02', day)),
  registration: {
    audience: 'products',
    from: '2026-11-01',
    to: '2026-12-05',
    capacity: EVENT_MAX.capacity,
    minStars: 5,
    groups: [...GROUP_CODES],
    provinces: Array.from({ length: 34 }, (_, code) => String(10 + code)),
    approval: false,
  },
  booths: Array.from({ length: EVENT_MAX.booths }, (_, booth) => ({
    id: `A-${String(booth).padStart(10, '0')}`,
    widthMetres: 99.99,
    depthMetres: 99.99,
    zone: wide(50),
    x: 1_999.99,
    y: 1_999.99,
  })),
  alcoholBasis: { number: wide(100), date: '2026-10-01' },
  sequence: 999_999,
  cancellation: null,
  createdAt: AT,
  updatedAt: AT,
  publishedAt: AT,
  ...over,
});

/** Puts producers into the table past the verbs. */
export const givenProducers = (api: Api, producers: readonly Producer[]): Promise<void> =>
  write(
    api,
    producers.map((after) => saveActions({ kind: producerKind, after })),
  );

/** Puts events into the table past the verbs. */
export const givenEvents = (api: Api, events: readonly Event[]): Promise<void> =>
  write(
    api,
    events.map((after) => saveActions({ kind: eventKind, after })),
  );

/** A published product with the longest texts, names and lists. */
export const longestProduct = async (number: number): Promise<Product> => {
  const product = await storedProduct({
    number,
    name: wide(TEXT_MAX.name, String(number)),
    criteriaSet: 14,
    place: { code: '14329', list: 'former' },
    producer: 1,
    status: 'published',
    visible: true,
    publishedAt: AT,
    certificates: [{ stars: 5, issuedOn: '2026-01-01', validTo: '2028-12-31' }],
  });
  const content: Product['content'] = {
    ...product.content,
    nameEn: wide(TEXT_MAX.name),
    description: wide(TEXT_MAX.description),
    story: wide(TEXT_MAX.story),
    ingredients: wide(TEXT_MAX.ingredients),
    storage: wide(TEXT_MAX.storage),
    unit: wide(TEXT_MAX.unit),
    priceVnd: 10_000_000_000,
    titles: Array.from({ length: TITLES_MAX }, () => ({
      name: wide(TEXT_MAX.name),
      by: wide(TEXT_MAX.name),
      year: 2026,
    })),
  };
  return {
    ...product,
    content,
    producer: { id: idOf('pdc', 1), name: wide(TEXT_MAX.name), visible: true },
    face: { content, origin: product.origin, publishedAt: AT, updatedAt: AT },
    images: Array.from({ length: IMAGES_MAX }, (_, image) => ({
      id: idOf('img', number * 100 + image),
      type: 'image/jpeg',
      alt: wide(ALT_MAX),
      altEn: wide(ALT_MAX),
      requestedAt: AT,
      photo: {
        digest: 'd'.repeat(43),
        width: 12_000,
        height: 9_000,
        placeholder: `data:image/webp;base64,${'A'.repeat(400)}`,
      },
      refusal: null,
    })),
  };
};

export const givenProducts = (api: Api, products: readonly Product[]): Promise<void> =>
  write(
    api,
    products.map((after) => productActions({ after })),
  );

/** An active sales point with the longest opening hours. */
export const longestPoint = (number: number, over: Partial<SalesPoint> = {}): SalesPoint => ({
  id: idOf('spt', number),
  slug: `${'diem-ban-'.repeat(9)}${number}`,
  status: 'active',
  name: wide(TEXT_MAX.name, String(number)),
  siteType: 'commercial-centre',
  operator: { name: wide(TEXT_MAX.name) },
  province: PLACE,
  commune: COMMUNE,
  addressLine: wide(TEXT_MAX.addressLine),
  lat: 20.25 + number / 10_000,
  lng: 105.97123456789012,
  openingHours: {
    weekly: Array.from({ length: WEEKLY_HOURS_MAX }, () => ({
      days: [1, 2, 3, 4, 5, 6, 7],
      opens: '08:00',
      closes: '21:30',
    })),
    holidays: Array.from({ length: HOLIDAYS_MAX }, () => ({
      from: '2027-01-01',
      to: '2027-01-01',
      opens: '08:00',
      closes: '21:30',
      name: wide(100),
    })),
  },
  phone: '+84912345678',
  members: [{ subject: OWNER, addedAt: AT }],
  note: null,
  unfinished: false,
  createdAt: AT,
  updatedAt: AT,
  approvedAt: AT,
  ...over,
});

export const givenPoints = (api: Api, points: readonly SalesPoint[]): Promise<void> =>
  write(
    api,
    points.map((after) => saveActions({ kind: salesPointKind, after })),
  );

/** What a point has of a product in the most lots with the longest names. */
const longestLevel = (point: SalesPoint, product: Product): StockLevel => ({
  ...emptyLevel(point.id, product.id, wide(TEXT_MAX.unit)),
  lots: Array.from({ length: LOTS_MAX }, (_, lot) => ({
    lot: wide(60, String(lot)),
    useBy: addDays('2027-01-01', lot),
    quantity: 999_999_999,
    countedAt: AT,
  })),
  countedAt: AT,
  settings: { priceVnd: 9_999_999_999, lowStockThreshold: null, show: 'number', producerMayRestock: false },
});

/** Points that have the most of a product. */
export const givenLevels = (api: Api, stocked: readonly { point: SalesPoint; product: Product }[]): Promise<void> =>
  write(
    api,
    stocked.map(({ point, product }) => {
      const level = longestLevel(point, product);
      return [
        ...levelActions({ value: point, version: 1 }, undefined, level),
        newShelfAction({ value: product, version: 1 }, level),
      ];
    }),
  );

/** A promotion with the longest note and the most places. */
export const longestPromotion = (number: number, event: Event, product: Product): Promotion => ({
  id: idOf('prm', number),
  status: 'active',
  event: event.id,
  product: product.id,
  priceVnd: 1_000,
  unit: wide(TEXT_MAX.unit),
  from: '2026-12-01T00:00:00.000Z',
  to: '2026-12-31T00:00:00.000Z',
  salesPoints: Array.from({ length: PROMOTION_PLACES_MAX }, (_, point) => idOf('spt', point)),
  booths: [],
  limits: { total: 999_999_999, perBuyer: 999_999_999 },
  sold: 0,
  note: wide(TEXT_MAX.reason),
  ended: null,
  createdAt: AT,
  updatedAt: AT,
});

export const givenPromotions = (api: Api, promotions: readonly Promotion[]): Promise<void> =>
  write(
    api,
    promotions.map((after) => saveActions({ kind: promotionKind, after })),
  );
