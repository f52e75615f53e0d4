// A table of the longest things that can be stored: every text as long as its limit, in letters of three bytes, every list full.

import { eventKind } from '#shared/data/events/event-store.ts';
import { producerKind } from '#shared/data/producers/producer-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { promotionKind } from '#shared/data/promotions/promotion-store.ts';
import { certificateKind } from '#shared/data/recognition/certificate-store.ts';
import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { levelActions } from '#shared/data/stock/level-store.ts';
import { headPart, shelfAction, stockPart } from '#shared/data/stock/shelf-row.ts';
import { saveActions } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { MEMBERS_MAX } from '#shared/domain/access/members.ts';
import type { Event } from '#shared/domain/events/event.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import type { CertificateSnapshot, Product } from '#shared/domain/products/product.ts';
import { LIVE_PROMOTIONS_MAX, PROMOTION_PLACES_MAX, type Promotion } from '#shared/domain/promotions/promotion.ts';
import type { Certificate, Recognition } from '#shared/domain/recognition/certificate.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import type { Lot, StockLevel } from '#shared/domain/stock/stock-level.ts';
import {
  ALT_MAX,
  CORRECTIONS_MAX,
  EVENT_MAX,
  HOLIDAYS_MAX,
  IMAGES_MAX,
  LOTS_MAX,
  TEXT_MAX,
  TITLES_MAX,
  WEEKLY_HOURS_MAX,
} from '#shared/platform/limits.ts';
import { addDays } from '#shared/platform/vietnam-day.ts';
import type { Api } from './api.ts';
import { idOf, writeAll } from './catalogue.ts';

/** So many things stand in every list. */
export const MANY = 110;

const AT = '2026-11-20T03:00:00.000Z';
const LOT_MAX = 60;
const CERTIFICATE_NUMBER_MAX = 100;
const ZONE_MAX = 50;
const HOLIDAY_NAME_MAX = 100;

/** A text of so many letters of three bytes that ends in a number. */
const long = (length: number, number = 0): string => `${'ộ'.repeat(length - 6)} ${String(number).padStart(5, '0')}`;
const each = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => one(index));
const members = () => each(MEMBERS_MAX, (index) => ({ subject: String(index).padEnd(128, 'm'), addedAt: AT }));

const PROVINCE = { code: '37', name: 'Ninh Bình' };
const COMMUNE = { code: '14329', name: long(30) };
const slugOf = (number: number): string => `${'s'.repeat(70)}-${String(number).padStart(10, '0')}`;

/** A producer that is the longest. */
export const longestProducer = (number = 1): Producer => ({
  id: idOf('pdc', number),
  slug: slugOf(number),
  status: 'verified',
  name: long(TEXT_MAX.name, number),
  kind: 'cooperative',
  hasPersonalNumber: false,
  phone: '+84912345678',
  email: `${'e'.repeat(240)}@example.vn`,
  province: PROVINCE,
  commune: COMMUNE,
  addressLine: long(TEXT_MAX.addressLine),
  story: long(TEXT_MAX.story),
  members: members(),
  note: { at: AT, by: 'officer', reason: long(TEXT_MAX.reason) },
  unfinished: false,
  createdAt: AT,
  updatedAt: AT,
  verifiedAt: AT,
});

const mark = (number: number): CertificateSnapshot => ({
  id: idOf('crt', number),
  number: long(CERTIFICATE_NUMBER_MAX, number),
  stars: 4,
  issuedOn: '2025-01-01',
  enteredAt: AT,
  validTo: '2028-01-01',
  effectiveTo: '2028-01-01',
  revoked: false,
});

/** A product whose rows of lists are the longest; with `texts` also its page. */
const longestProduct = (number: number, texts: boolean): Product => {
  const content: Product['content'] = {
    name: long(TEXT_MAX.name, number),
    nameEn: long(TEXT_MAX.name, number),
    criteriaSet: 14,
    description: texts ? long(TEXT_MAX.description) : 'Mô tả',
    unit: long(TEXT_MAX.unit),
    priceVnd: 10_000_000_000,
    gtin: '08934567890123',
    abvPercent: 29.99,
    shelfLifeDays: 36_500,
    originCommune: { code: COMMUNE.code, list: 'current' },
    titles: texts ? each(TITLES_MAX, (index) => ({ name: long(200, index), by: long(200, index), year: 2021 })) : [],
    ...(texts
      ? {
          story: long(TEXT_MAX.story),
          ingredients: long(TEXT_MAX.ingredients),
          storage: long(TEXT_MAX.storage),
        }
      : {}),
  };
  const origin: Product['origin'] = {
    asCertified: long(TEXT_MAX.name),
    former: { commune: COMMUNE, district: long(30), province: PROVINCE },
    province: PROVINCE,
    commune: COMMUNE,
    formerProvince: PROVINCE,
  };
  return {
    id: idOf('prd', number),
    slug: slugOf(number),
    status: 'published',
    producer: { id: idOf('pdc', 1), name: long(TEXT_MAX.name), visible: true },
    content,
    origin,
    face: { content, origin, publishedAt: AT, updatedAt: AT },
    proposal: 'in-review',
    note: { at: AT, by: 'officer', reason: long(TEXT_MAX.reason) },
    certificates: [mark(number)],
    images: each(texts ? IMAGES_MAX : 1, (index) => ({
      id: idOf('img', number * 100 + index),
      type: 'image/jpeg',
      alt: long(ALT_MAX, index),
      altEn: long(ALT_MAX, index),
      requestedAt: AT,
      photo: { digest: 'd'.repeat(64), width: 9_999, height: 9_999, placeholder: `data:${'p'.repeat(800)}` },
      refusal: null,
    })),
    cover: null,
    createdAt: AT,
    updatedAt: AT,
    submittedAt: AT,
  };
};

const recognition = (number: number): Recognition => ({
  number: long(CERTIFICATE_NUMBER_MAX, number),
  decisionNumber: long(CERTIFICATE_NUMBER_MAX),
  decisionDate: '2025-01-01',
  issuer: { name: long(200), level: 'province' },
  regime: '148',
  criteriaSet: 14,
  scores: { a: 35, b: 25, c: 40 },
  stars: 4,
  issuedOn: '2025-01-01',
  evidence: long(TEXT_MAX.evidence),
});

const longestCertificate = (number: number): Certificate => ({
  id: idOf('crt', number),
  status: 'revoked',
  product: { id: idOf('prd', number), name: long(TEXT_MAX.name) },
  province: '37',
  recognition: recognition(number),
  validTo: '2028-01-01',
  extension: { effectiveTo: '2028-12-31', basis: long(300), at: AT, by: 'officer' },
  revocation: {
    decisionNumber: long(CERTIFICATE_NUMBER_MAX),
    decisionDate: '2026-01-01',
    ground: 'a',
    reason: long(TEXT_MAX.reason),
    at: AT,
    by: 'officer',
  },
  reversedRevocations: [],
  enteredAt: AT,
  enteredBy: 'officer',
  history: each(CORRECTIONS_MAX, (index) => ({
    at: AT,
    by: 'officer',
    reason: long(TEXT_MAX.reason),
    before: recognition(index),
  })),
});

const longestPoint = (number: number): SalesPoint => ({
  id: idOf('spt', number),
  slug: slugOf(number),
  status: 'active',
  name: long(TEXT_MAX.name, number),
  siteType: 'commercial-centre',
  operator: { name: long(TEXT_MAX.name), taxCode: '0101234567' },
  province: PROVINCE,
  commune: COMMUNE,
  addressLine: long(TEXT_MAX.addressLine),
  lat: 20.25 + number / 10_000,
  lng: 105.97,
  openingHours: {
    weekly: each(WEEKLY_HOURS_MAX, () => ({ days: [1, 2, 3, 4, 5, 6, 7], opens: '08:00', closes: '21:30' })),
    holidays: each(HOLIDAYS_MAX, (index) => ({
      from: '2027-01-01',
      to: '2027-01-02',
      opens: '08:00',
      closes: '21:30',
      name: long(HOLIDAY_NAME_MAX, index),
    })),
  },
  phone: '+84912345678',
  members: members(),
  note: { at: AT, by: 'officer', reason: long(TEXT_MAX.reason) },
  unfinished: false,
  createdAt: AT,
  updatedAt: AT,
  approvedAt: AT,
});

const lot = (name: string | null, index: number, quantity: number): Lot => ({
  lot: name,
  useBy: addDays('2026-12-01', index),
  quantity,
  countedAt: AT,
});

/** A level whose row is the longest that holds its stock, or one that is the longest itself. */
const longestLevel = (salesPoint: string, product: string, inRow: boolean): StockLevel => ({
  salesPoint,
  product,
  unit: long(TEXT_MAX.unit),
  lots: inRow
    ? each(23, (index) => lot(null, index, 999_999_999_999))
    : [
        ...each(LOTS_MAX, (index) => lot(long(LOT_MAX, index), index, 999_999_999_999)),
        ...each(LOTS_MAX + 3, (index) => lot(long(LOT_MAX, 100 + index), index, 0)),
      ],
  countedAt: AT,
  changedAt: AT,
  reportedAt: AT,
  lines: 99_999,
  settings: { priceVnd: 10_000_000_000, lowStockThreshold: 1_000, show: 'number', producerMayRestock: true },
});

const longestEvent = (number: number): Event => ({
  id: idOf('evt', number),
  status: 'published',
  kind: 'study-tour',
  title: long(TEXT_MAX.name, number),
  titleEn: long(TEXT_MAX.name, number),
  description: long(TEXT_MAX.description),
  audience: long(TEXT_MAX.name),
  legalBasis: { number: long(CERTIFICATE_NUMBER_MAX), date: '2026-01-01' },
  organizer: { office: 'off_37', name: long(TEXT_MAX.name) },
  provinces: [PROVINCE],
  venue: {
    name: long(TEXT_MAX.name),
    addressLine: long(TEXT_MAX.addressLine),
    commune: COMMUNE,
    lat: 20.123456,
    lng: 105.123456,
  },
  stops: each(EVENT_MAX.stops, (index) => ({
    name: long(TEXT_MAX.name, index),
    producer: idOf('pdc', 1),
    arrivesAt: AT,
  })),
  startDate: '2026-11-21',
  endDate: addDays('2026-11-21', EVENT_MAX.days - 1),
  startTime: '08:00',
  endTime: '24:00',
  days: Array.from({ length: EVENT_MAX.dayHours }, (_, index) => ({
    date: '2026-11-21',
    from: `${String(Math.floor(index / 6)).padStart(2, '0')}:${index % 6}0`,
    to: `${String(Math.floor(index / 6)).padStart(2, '0')}:${index % 6}9`,
    note: long(EVENT_MAX.dayNote),
  })),
  closedDates: each(EVENT_MAX.days - 2, (index) => addDays('2026-11-22', index)),
  registration: {
    audience: 'products',
    from: '2026-11-01',
    to: '2026-12-05',
    capacity: EVENT_MAX.capacity,
    minStars: 3,
    groups: ['food', 'beverages', 'herbal', 'handicraft', 'ornamental', 'community-tourism'],
    provinces: each(34, (index) => String(index + 1).padStart(2, '0')),
    approval: true,
  },
  booths: each(EVENT_MAX.booths, (index) => ({
    id: `BOOTH-${String(index).padStart(6, '0')}`,
    widthMetres: 99.99,
    depthMetres: 99.99,
    zone: long(ZONE_MAX, index),
    x: 1_999.99,
    y: 1_999.99,
  })),
  alcoholBasis: { number: long(CERTIFICATE_NUMBER_MAX), date: '2026-01-01' },
  sequence: 9,
  cancellation: null,
  createdAt: AT,
  updatedAt: AT,
  publishedAt: AT,
});

const longestPromotion = (number: number, event: number, product: number): Promotion => ({
  id: idOf('prm', number),
  status: 'active',
  event: idOf('evt', event),
  product: idOf('prd', product),
  priceVnd: 1_000 + number,
  unit: long(TEXT_MAX.unit),
  from: '2026-11-20T17:00:00.000Z',
  to: '2027-02-01T00:00:00.000Z',
  salesPoints: each(PROMOTION_PLACES_MAX, (index) => idOf('spt', index)),
  booths: [],
  limits: { total: 999_999_999_999, perBuyer: 999_999_999_999 },
  sold: 999,
  note: long(TEXT_MAX.reason),
  ended: null,
  createdAt: AT,
  updatedAt: AT,
});

/** What stands in the table: one product, point, certificate, event and promotion that is the longest, among many that are as long in lists. */
export const LONGEST = {
  producer: idOf('pdc', 1),
  product: idOf('prd', 0),
  productSlug: slugOf(0),
  certificate: idOf('crt', 0),
  point: idOf('spt', 0),
  pointSlug: slugOf(0),
  event: idOf('evt', 0),
  promotion: idOf('prm', 0),
  commune: COMMUNE.code,
};

const claim = (kind: string, name: string, owner: string): Action => ({
  kind: 'put',
  item: { pk: { S: `claim#${kind}#${name}` }, sk: { S: 'A' }, owner: { S: owner } },
});

/** Fills the table of an api. */
export const writeLongest = async ({ settings }: Api): Promise<void> => {
  const point = { value: longestPoint(0), version: 1 };
  const actions: Action[] = [
    ...each(MANY, (number) => saveActions({ kind: producerKind, after: longestProducer(number + 1) })).flat(),
    ...saveActions({ kind: certificateKind, after: longestCertificate(0) }),
    claim('product', LONGEST.productSlug, LONGEST.product),
    claim('salesPoint', LONGEST.pointSlug, LONGEST.point),
    ...each(MANY, (number) => {
      const product = longestProduct(number, number === 0);
      const level = { value: longestLevel(LONGEST.point, product.id, number % 3 > 0), version: 1 };
      return [
        ...saveActions({ kind: productKind, after: product }),
        ...levelActions(point, undefined, level.value),
        shelfAction(LONGEST.point, product.id, {
          head: headPart({ value: product, version: 1 }),
          stock: stockPart(level),
        }),
        ...(number === 0 ? [] : saveActions({ kind: promotionKind, after: longestPromotion(500 + number, 0, number) })),
      ];
    }).flat(),
    ...each(MANY, (number) => {
      const one = { value: longestPoint(number), version: 1 };
      const level = longestLevel(one.value.id, LONGEST.product, false);
      return [
        ...saveActions({ kind: salesPointKind, after: one.value }),
        ...(number === 0 ? [] : levelActions(one, undefined, level)),
      ];
    }).flat(),
    ...each(LIVE_PROMOTIONS_MAX * 2, (number) => saveActions({ kind: eventKind, after: longestEvent(number) })).flat(),
    ...each(LIVE_PROMOTIONS_MAX, (number) =>
      saveActions({ kind: promotionKind, after: longestPromotion(number, number, 0) }),
    ).flat(),
  ];
  await writeAll(settings, actions);
};
