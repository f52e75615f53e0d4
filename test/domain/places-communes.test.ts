import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildCommuneReference } from '../../infra/reference/communes.ts';
import { EXPECTED_COUNTS } from '../../infra/reference/expected-counts.ts';
import { loadCommunes } from '../../shared/data/communes-reference.ts';
import { type CommuneDirectory, createCommuneDirectory, fullCommuneName } from '../../shared/domain/places/communes.ts';
import { formerProvince, provincesAt } from '../../shared/domain/places/provinces.ts';
import { fold, normaliseVietnamese } from '../../shared/platform/text.ts';

let directory: CommuneDirectory;
beforeAll(async () => {
  directory = await loadCommunes();
});

const codes = (units: readonly { code: string }[]): string[] => units.map(({ code }) => code);

describe('the generated reference', () => {
  test('is what the data sets give, with their known faults repaired', () => {
    const { reference, counts } = buildCommuneReference();
    const file = readFileSync(new URL('../../shared/data/reference/communes.json', import.meta.url), 'utf8');
    expect(file).toBe(`${JSON.stringify(reference, null, 1)}\n`);
    expect(counts).toEqual(EXPECTED_COUNTS);
    expect(counts).toMatchObject({
      currentCommunes: 3321,
      municipalitiesStillProvinces: 1,
      unknownTargetCodes: 169,
      duplicateMappings: 252,
    });
    expect(Buffer.byteLength(file)).toBeLessThan(700_000);
  });

  test('has 3,321 communes under 34 provinces, each with a former province it was certified in', () => {
    const all = directory.search({});
    expect(new Set(codes(all)).size).toBe(3321);
    expect(new Set(all.map(({ province }) => province.code)).size).toBe(34);
    for (const unit of all) {
      const origin = directory.origin({ code: unit.code, list: 'current' });
      expect(formerProvince(origin?.formerProvince?.code ?? '')?.currentCode).toBe(unit.province.code);
      expect(unit.name).toBe(normaliseVietnamese(unit.name));
    }
  });

  test.each([
    ['37', 129],
    ['38', 166],
    ['79', 168],
    ['01', 126],
    ['46', 40],
  ])('has the communes of %s', (code, count) => {
    expect(directory.communesOf(code)).toHaveLength(count);
  });

  test('leads from every former commune into the province that its own became', () => {
    let found = 0;
    for (let number = 0; number < 34_000; number += 1) {
      const code = String(number).padStart(5, '0');
      const unit = directory.formerCommune(code);
      if (unit === undefined) continue;
      found += 1;
      const origin = directory.origin({ code, list: 'former' });
      expect(origin?.province.code).toBe(formerProvince(unit.province.code)?.currentCode);
      if (origin?.commune) expect(directory.commune(origin.commune.code)?.province).toEqual(origin.province);
    }
    expect(found).toBe(EXPECTED_COUNTS.formerCommunesWithCode);
  });
});

describe('codes', () => {
  test('mean one unit in each list', () => {
    expect(directory.commune('14329')).toEqual({
      code: '14329',
      name: 'Hoa Lư',
      type: 'phường',
      province: { code: '37', name: 'Ninh Bình' },
    });
    expect(directory.formerCommune('14329')).toEqual({
      code: '14329',
      name: 'Vân Giang',
      type: 'phường',
      district: 'thành phố Ninh Bình',
      province: { code: '37', name: 'Ninh Bình' },
    });
  });

  test.each(['00000', '', 'constructor', '1432', '143290'])('give nothing for %s', (code) => {
    expect(directory.commune(code)).toBeUndefined();
    expect(directory.formerCommune(code)).toBeUndefined();
    expect(directory.communesOf(code)).toEqual([]);
    expect(directory.origin({ code, list: 'current' })).toBeUndefined();
    expect(directory.origin({ code, list: 'former' })).toBeUndefined();
  });

  test('are looked up in the list itself, in any order of calls', async () => {
    const { reference } = buildCommuneReference();
    const fresh = createCommuneDirectory(reference);
    expect(fresh.formerCommune('14347')?.name).toBe('Ninh Nhất');
    expect(fresh.origin({ code: '14347', list: 'former' })?.commune).toEqual({ code: '14329', name: 'Hoa Lư' });
    expect(await loadCommunes()).toBe(await loadCommunes());
  });
});

describe('a name', () => {
  test.each([
    ['xã Ninh Nhất', 'thành phố Ninh Bình', 'Ninh Bình'],
    ['Ninh Nhất', 'Ninh Bình', '37'],
    ['ninh nhat', 'tp ninh binh', 'ninh-binh'],
    ['Xã Ninh Nhất', 'thành phố Hoa Lư', 'tỉnh Ninh Bình'],
    ['xã Ninh Nhất', undefined, undefined],
    ['phường Hoa Lư', undefined, 'Ninh Bình'],
    ['phuong hoa lu', 'thành phố Ninh Bình', undefined],
  ])('%s (%s, %s) is phường Hoa Lư', (name, district, province) => {
    const asked = { name, ...(district && { district }), ...(province && { province }) };
    expect(directory.resolve(asked)).toEqual([
      { code: '14329', name: 'Hoa Lư', type: 'phường', province: { code: '37', name: 'Ninh Bình' } },
    ]);
  });

  test('keeps Hoằng Phụ and Hoằng Phú two communes, and gives both without accents', () => {
    const province = 'Thanh Hóa';
    const phu = directory.resolve({ name: 'xã Hoằng Phụ', district: 'Hoằng Hóa', province });
    const phus = directory.resolve({ name: 'xã Hoằng Phú', district: 'Hoằng Hóa', province });
    expect(codes(phu)).toEqual(['16000']);
    expect(codes(phus)).toEqual(['15889']);
    const both = directory.resolve({ name: 'Hoang Phu', district: 'Hoang Hoa', province });
    expect(codes(both).toSorted()).toEqual(['15889', '16000']);
    expect(both.every(({ note }) => note?.includes('huyện Hoằng Hóa'))).toBe(true);
  });

  test('of a commune that was split gives each part with the reason', () => {
    const candidates = directory.resolve({ name: 'Phường 13', district: 'Quận Gò Vấp', province: 'TP.HCM' });
    expect(candidates.map(({ type, name }) => `${type} ${name}`)).toEqual(['phường An Hội Đông', 'phường An Hội Tây']);
    for (const { note } of candidates) {
      expect(note).toContain('phường 13, quận Gò Vấp, thành phố Hồ Chí Minh');
      expect(note).toContain('phường An Hội Đông, phường An Hội Tây');
    }
  });

  test('that several communes bear gives each with where it was', () => {
    const candidates = directory.resolve({ name: 'Hoa Lư' });
    expect(codes(candidates)).toEqual(['14329', '23575']);
    expect(candidates[1]?.note).toContain('thành phố Pleiku');
    expect(codes(directory.resolve({ name: 'Hoa Lư', province: 'Ninh Bình' }))).toEqual(['14329']);
  });

  test.each([
    ['thị trấn Bút Sơn', '15865'],
    ['TT. Bút Sơn', '15865'],
    ['Thị Trấn Bút Sơn', '15865'],
    ['thi tran but son', '15865'],
    ['xã Hoằng Xuân', '15880'],
  ])('%s is found in Thanh Hóa', (name, code) => {
    expect(codes(directory.resolve({ name, district: 'huyện Hoằng Hóa', province: 'Thanh Hoá' }))).toEqual([code]);
  });

  test('may be that of a type: Xa Dung is a commune, not "xã Dung"', () => {
    expect(codes(directory.resolve({ name: 'Xa Dung' }))).toEqual(['03208']);
    expect(codes(directory.resolve({ name: 'xã Xa Dung' }))).toEqual(['03208']);
  });

  test('is looked for in former provinces as in current ones', () => {
    const inNamDinh = directory.resolve({ name: 'Hải Hậu', province: 'Nam Định' });
    expect(inNamDinh.map(({ province }) => province.code)).toEqual(['37']);
    expect(directory.resolve({ name: 'Hải Hậu', province: 'Thanh Hóa' })).toEqual([]);
    expect(directory.resolve({ name: 'Hải Hậu', province: 'Atlantis' })).toEqual([]);
  });

  test.each(['', '  ', '---', 'Không Đâu Cả', 'constructor'])('%s is nowhere', (name) => {
    expect(directory.resolve({ name })).toEqual([]);
  });

  test('of any current commune, with its type and province, finds it', () => {
    const all = directory.search({});
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.boolean(), (unit, accents) => {
        const name = `${unit.type} ${unit.name}`;
        const found = directory.resolve({ name: accents ? name : fold(name), province: unit.province.name });
        expect(codes(found)).toContain(unit.code);
        if (found.length > 1) expect(found.every(({ note }) => note !== undefined)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('of any former commune, with its district and province, finds where it went', () => {
    const former = Array.from({ length: 33_000 }, (_, number) => String(number).padStart(5, '0')).flatMap(
      (code) => directory.formerCommune(code) ?? [],
    );
    fc.assert(
      fc.property(fc.constantFrom(...former), (unit) => {
        const origin = directory.origin({ code: unit.code, list: 'former' });
        const { district, province } = unit;
        const found = directory.resolve({ name: fullCommuneName(unit), district, province: province.name });
        if (origin?.commune) expect(codes(found)).toContain(origin.commune.code);
      }),
      { numRuns: 500 },
    );
  });

  test('takes any text without failing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (name, district, province) => {
        expect(Array.isArray(directory.resolve({ name, district, province }))).toBe(true);
        expect(Array.isArray(directory.search({ q: name }))).toBe(true);
      }),
    );
  });
});

describe('search', () => {
  test('puts the exact name first, then beginnings, then parts', () => {
    const found = directory.search({ q: 'hoa lu', province: '37' });
    expect(found[0]?.name).toBe('Hoa Lư');
    expect(new Set(found.map(({ name }) => name))).toEqual(
      new Set(['Hoa Lư', 'Tây Hoa Lư', 'Đông Hoa Lư', 'Nam Hoa Lư']),
    );
    expect(directory.search({ q: 'phường Hoa Lư' })[0]?.code).toBe('14329');
  });

  test('prefers the asked accents', () => {
    const [first] = directory.search({ q: 'Hoằng Phú' });
    expect(first?.name).toBe('Hoằng Phú');
  });

  test('gives a whole province, or nothing', () => {
    expect(directory.search({ province: '37' })).toEqual(directory.communesOf('37'));
    expect(directory.search({ province: '36' })).toEqual([]);
    expect(directory.search({ q: '???' })).toEqual([]);
    expect(directory.search({ q: 'zzzz' })).toEqual([]);
  });
});

describe('origin', () => {
  test('keeps what was certified beside today’s unit', () => {
    expect(directory.origin({ code: '14347', list: 'former' })).toEqual({
      asCertified: 'xã Ninh Nhất, thành phố Ninh Bình, tỉnh Ninh Bình',
      former: {
        commune: { code: '14347', name: 'Ninh Nhất' },
        district: 'thành phố Ninh Bình',
        province: { code: '37', name: 'Ninh Bình' },
      },
      province: { code: '37', name: 'Ninh Bình' },
      commune: { code: '14329', name: 'Hoa Lư' },
      formerProvince: { code: '37', name: 'Ninh Bình' },
    });
  });

  test('of a current commune has no former one, and the province that its predecessors shared', () => {
    expect(directory.origin({ code: '14329', list: 'current' })).toEqual({
      asCertified: 'phường Hoa Lư, tỉnh Ninh Bình',
      former: null,
      province: { code: '37', name: 'Ninh Bình' },
      commune: { code: '14329', name: 'Hoa Lư' },
      formerProvince: { code: '37', name: 'Ninh Bình' },
    });
    const [haiHau] = directory.resolve({ name: 'xã Hải Hậu' });
    expect(directory.origin({ code: haiHau?.code ?? '', list: 'current' })?.formerProvince).toEqual({
      code: '36',
      name: 'Nam Định',
    });
  });

  test('is undecided about the commune when the former one was split', () => {
    const origin = directory.origin({ code: '04027', list: 'former' });
    expect(origin).toMatchObject({ commune: null, province: { code: '14', name: 'Sơn La' } });
  });

  test('has no former province when a commune was made from two', () => {
    const mixed = createCommuneDirectory({
      current: { '37': { '': '99999xGiáp Ranh' } },
      former: { '35': { 'huyện Một': '00001xMột>99999' }, '36': { 'huyện Hai': '00002xHai>99999' } },
    });
    expect(mixed.origin({ code: '99999', list: 'current' })?.formerProvince).toBeNull();
    expect(mixed.origin({ code: '00002', list: 'former' })?.formerProvince).toEqual({ code: '36', name: 'Nam Định' });
  });

  test('of island districts follows the district', () => {
    const islands = directory.search({}).filter(({ type }) => type === 'đặc khu');
    expect(islands).toHaveLength(13);
    const con = islands.find(({ name }) => name === 'Côn Đảo');
    expect(directory.origin({ code: con?.code ?? '', list: 'current' })?.formerProvince?.code).toBe('77');
  });

  test('names Thừa Thiên Huế as certificates did', () => {
    const [vyDa] = directory.resolve({ name: 'phường Vỹ Dạ', province: 'Huế' });
    expect(vyDa?.province).toEqual({ code: '46', name: 'Huế' });
    expect(directory.origin({ code: '19777', list: 'former' })?.asCertified).toContain('tỉnh Thừa Thiên Huế');
  });

  test('calls numbered wards by type and number once', () => {
    expect(directory.origin({ code: '26872', list: 'former' })?.asCertified).toMatch(/^phường \d+, quận Gò Vấp,/);
    expect(directory.formerCommune('26872')?.name).toMatch(/^Phường \d+$/);
  });
});

test('every province has communes', () => {
  for (const { code } of provincesAt('2026-11-23')) expect(directory.communesOf(code).length).toBeGreaterThan(30);
});
