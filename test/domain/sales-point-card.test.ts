import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SalesPoint, SITE_TYPES } from '#shared/domain/sales-points/sales-point.ts';
import {
  decodePointCard,
  encodePointCard,
  placeOf,
  pointCardJson,
} from '#shared/domain/sales-points/sales-point-card.ts';

const NOW = new Date('2026-11-23T03:00:00Z');

const point = (over: Partial<SalesPoint> = {}): SalesPoint => ({
  id: 'spt_01JD0000000000000000000001',
  slug: 'diem-ban',
  status: 'active',
  name: 'Điểm bán',
  siteType: 'rest-stop',
  operator: { name: 'HTX', taxCode: '0100109106' },
  province: { code: '37', name: 'Ninh Bình' },
  commune: { code: '14329', name: 'Hoa Lư' },
  addressLine: 'Số 1',
  lat: 20.261,
  lng: 105.965,
  openingHours: null,
  members: [{ subject: 'someone', addedAt: '2026-11-23T03:00:00.000Z' }],
  note: null,
  unfinished: false,
  createdAt: '2026-11-23T03:00:00.000Z',
  updatedAt: '2026-11-23T03:00:00.000Z',
  approvedAt: '2026-11-23T03:00:00.000Z',
  ...over,
});

/** Texts with whatever could break a card or its JSON. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(fc.constantFrom('\u001f', '\u001e', '"', '\\', '\n', 'Đ', '💩', '}', '\u2028'), { maxLength: 8 })
    .map((parts) => parts.join('')),
);

describe('the card of a sales point', () => {
  it('tells of any sales point what its document holds, whatever its texts are made of, and nothing private', () => {
    fc.assert(
      fc.property(
        fc.record({ name: text, addressLine: text, operator: text, commune: text, holiday: text }),
        fc.constantFrom(...SITE_TYPES),
        fc.double({ min: 6, max: 24, noNaN: true }),
        fc.double({ min: 101, max: 119, noNaN: true }),
        (texts, siteType, lat, lng) => {
          const given = point({
            name: texts.name,
            addressLine: texts.addressLine,
            operator: { name: texts.operator, taxCode: '0100109106' },
            commune: { code: '14329', name: texts.commune },
            siteType,
            lat,
            lng,
            openingHours: { weekly: [], holidays: [{ from: '2026-11-23', to: '2026-11-23', name: texts.holiday }] },
            phone: '+84912345678',
          });
          const stored = encodePointCard(given);
          expect(stored).not.toContain('\u001e');
          const card = decodePointCard(stored);
          expect(placeOf(card)).toEqual({ lat, lng });
          const { id, slug, name, province, commune, addressLine, openingHours, phone } = given;
          expect(JSON.parse(pointCardJson(card, NOW, { status: 'paused', distanceMetres: 12.5 }))).toEqual({
            ...{
              id,
              slug,
              name,
              siteType,
              operator: { name: texts.operator },
              province,
              commune,
              addressLine,
              lat,
              lng,
            },
            ...{ openingHours, openNow: false, phone, status: 'paused', distanceMetres: 13 },
          });
        },
      ),
      { seed: 950, numRuns: 300 },
    );
  });

  it('leaves out a phone and a distance that are not there, and says null of unknown hours', () => {
    const seen = JSON.parse(pointCardJson(decodePointCard(encodePointCard(point())), NOW));
    expect('phone' in seen || 'distanceMetres' in seen).toBe(false);
    expect([seen.openingHours, seen.openNow, seen.status]).toEqual([null, null, 'active']);
  });

  it('is corrupt with a field too many or too few', () => {
    const stored = encodePointCard(point());
    expect(() => decodePointCard(`${stored}\u001f`)).toThrow('corrupt');
    expect(() => decodePointCard(stored.slice(stored.indexOf('\u001f') + 1))).toThrow('corrupt');
  });
});
