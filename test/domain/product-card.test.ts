import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProductImage } from '#shared/domain/images/image.ts';
import { isPublic, type Product } from '#shared/domain/products/product.ts';
import { cardJson, decodeCard, encodeCard, instantKey, starOfCard } from '#shared/domain/products/product-card.ts';
import { publicProduct } from '#shared/domain/products/product-views.ts';
import { storedProduct } from '#test/support/catalogue.ts';

const DAYS = ['2025-07-31', '2025-08-01', '2026-11-23', '2028-08-01', '2028-08-02'];

const base = await storedProduct({
  number: 1,
  name: 'Thịt chưng mắm tép',
  criteriaSet: 8,
  place: { code: '14347', list: 'former' },
  producer: 1,
  status: 'published',
  visible: true,
  publishedAt: '2026-01-01T00:00:00.000Z',
  certificates: [{ stars: 4, issuedOn: '2025-08-01', validTo: '2028-08-01' }],
});

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
const nasty = fc.oneof(
  text,
  fc.constantFrom('"', '\\', '\u001f', 'a\u001fb', '\n\t', '\u2028', '</script>', '🐟', 'Ốc "đá" \\ núi'),
);

const image = fc
  .record({
    number: fc.nat({ max: 9 }),
    alt: fc.option(nasty, { nil: undefined }),
    width: fc.integer({ min: 1, max: 20_000 }),
    height: fc.integer({ min: 1, max: 20_000 }),
    ready: fc.boolean(),
  })
  .map(
    ({ number, alt, width, height, ready }): ProductImage => ({
      id: `img_${number}`,
      type: 'image/jpeg',
      ...(alt === undefined ? {} : { alt }),
      requestedAt: base.createdAt,
      photo: ready ? { digest: 'Z9x-_q0123456789abcdef', width, height, placeholder: 'data:,' } : null,
      refusal: null,
    }),
  );

const published = fc
  .record({
    name: nasty,
    nameEn: fc.option(nasty, { nil: undefined }),
    unit: nasty,
    producerName: nasty,
    priceVnd: fc.option(fc.integer({ min: 0, max: 10_000_000_000 }), { nil: undefined }),
    criteriaSet: fc.integer({ min: 1, max: 26 }),
    somewhere: fc.boolean(),
    certified: fc.boolean(),
    images: fc.uniqueArray(image, { selector: ({ id }) => id, maxLength: 3 }),
    cover: fc.option(fc.constantFrom('img_0', 'img_1', 'img_2')),
  })
  .map(({ name, nameEn, unit, producerName, priceVnd, criteriaSet, somewhere, certified, images, cover }): Product => {
    const { content, origin } = base;
    const written = {
      ...content,
      name,
      unit,
      criteriaSet,
      ...(nameEn === undefined ? {} : { nameEn }),
      ...(priceVnd === undefined ? {} : { priceVnd }),
    };
    const place = somewhere ? origin : { ...origin, commune: null, formerProvince: null };
    return {
      ...base,
      producer: { ...base.producer, name: producerName },
      certificates: certified ? base.certificates : [],
      content: written,
      images,
      cover,
      origin: place,
      face: { content: written, origin: place, publishedAt: base.createdAt, updatedAt: base.createdAt },
    };
  });

describe('a card', () => {
  it('that was written before products had images has no cover', () => {
    if (!isPublic(base)) throw new Error('not public');
    const before = encodeCard(base).split('\u001f').slice(0, -4).join('\u001f');
    const visible = { mediaUrl: 'https://media.example' };
    expect(JSON.parse(cardJson(decodeCard(before), '2026-11-23', visible))).toEqual(
      JSON.parse(cardJson(decodeCard(encodeCard(base)), '2026-11-23', visible)),
    );
    expect(() => decodeCard(before.split('\u001f').slice(0, -1).join('\u001f'))).toThrow('corrupt');
  });

  it('says in a list what the page of the product says, on every day and whatever the names hold', () => {
    fc.assert(
      fc.property(published, fc.constantFrom(...DAYS), (product, day) => {
        if (!isPublic(product)) throw new Error('not public');
        const visible = { mediaUrl: 'https://media.example' };
        const card = JSON.parse(cardJson(decodeCard(encodeCard(product)), day, visible));
        const page = publicProduct(product, { today: day, ...visible }) as Record<string, unknown>;
        expect(card).toEqual(Object.fromEntries(Object.keys(card).map((field) => [field, page[field]])));
        expect(Object.keys(card).filter((field) => field !== 'nameEn')).toEqual([
          ...['id', 'slug', 'name', 'stars', 'starsValidTo', 'group', 'criteriaSet', 'province', 'formerProvince'],
          ...['commune', 'producer', 'priceVnd', 'unit', 'alcohol', 'cover'],
        ]);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each([
    ['2025-07-31', ''],
    ['2025-08-01', '4'],
    ['2028-08-01', '4'],
    ['2028-08-02', ''],
  ])('on %s shows the star %j', (day, star) => {
    if (!isPublic(base)) throw new Error('not public');
    expect(starOfCard(decodeCard(encodeCard(base)), day)).toBe(star);
  });

  it('of another number of fields is taken for a fault, not for a product', () => {
    expect(() => decodeCard('')).toThrow('corrupt');
    expect(() => decodeCard('a\u001fb')).toThrow('corrupt');
  });

  it('is about 300 bytes', () => {
    if (!isPublic(base)) throw new Error('not public');
    expect(Buffer.byteLength(encodeCard(base))).toBeLessThan(300);
  });

  it('sorts instants as time does', () => {
    const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2900-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        expect(instantKey(a.toISOString()) < instantKey(b.toISOString())).toBe(a < b);
      }),
      { seed: 2 },
    );
  });
});
