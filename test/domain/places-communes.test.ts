import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildCommuneReference } from '#infra/reference/communes.ts';
import { EXPECTED_COUNTS } from '#infra/reference/expected-counts.ts';
import { deriveSplits } from '#infra/reference/split-communes.ts';
import { loadCommunes } from '#shared/data/places/communes-reference.ts';
import { type CommuneDirectory, createCommuneDirectory, fullCommuneName } from '#shared/domain/places/communes.ts';
import { formerProvince, provincesAt } from '#shared/domain/places/provinces.ts';
import { fold, normaliseVietnamese } from '#shared/platform/text.ts';

let directory: CommuneDirectory;
let built: ReturnType<typeof buildCommuneReference>;
beforeAll(async () => {
  directory = await loadCommunes();
  built = buildCommuneReference();
});

const codes = (units: readonly { code: string }[]): string[] => units.map(({ code }) => code);

describe('the generated reference', () => {
  test('is what the data sets give, with their known faults repaired', () => {
    const { reference, counts } = built;
    const file = readFileSync(new URL('../../shared/data/places/reference/communes.json', import.meta.url), 'utf8');
    expect(file).toBe(`${JSON.stringify(reference, null, 1)}\n`);
    expect(counts).toEqual(EXPECTED_COUNTS);
    expect(counts).toMatchObject({
      currentCommunes: 3321,
      municipalitiesStillProvinces: 1,
      unknownTargetCodes: 169,
      duplicateMappings: 252,
      splitCommunes: EXPECTED_COUNTS.splitCommunes,
      unitsWithoutSuccessor: 0,
      listedSplits: 442,
      successorsInAnotherProvince: 0,
    });
    expect(Buffer.byteLength(file)).toBeLessThan(700_000);
  });

  test('has 3,321 communes under 34 provinces, each with a former province it was certified in', () => {
    const all = directory.search({});
    expect(new Set(codes(all)).size).toBe(3321);
    expect(new Set(all.map(({ province }) => province.code)).size).toBe(34);
    const strays = all.filter(({ code, province }) => {
      const origin = directory.origin({ code, list: 'current' });
      return formerProvince(origin?.formerProvince?.code ?? '')?.currentCode !== province.code;
    });
    expect(strays).toEqual([]);
    expect(all.filter(({ name }) => name !== normaliseVietnamese(name))).toEqual([]);
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
    const strays: string[] = [];
    for (let number = 0; number < 34_000; number += 1) {
      const code = String(number).padStart(5, '0');
      const unit = directory.formerCommune(code);
      if (unit === undefined) continue;
      found += 1;
      const origin = directory.origin({ code, list: 'former' });
      const today = origin?.commune ? directory.commune(origin.commune.code)?.province : origin?.province;
      const isInItsProvince = origin?.province.code === formerProvince(unit.province.code)?.currentCode;
      if (!isInItsProvince || !isDeepStrictEqual(today, origin?.province)) strays.push(code);
    }
    expect(strays).toEqual([]);
    expect(found).toBe(EXPECTED_COUNTS.formerCommunesWithCode);
  });
});

describe('former communes that were split', () => {
  const listed = JSON.parse(
    readFileSync(new URL('../../infra/reference/split-communes.json', import.meta.url), 'utf8'),
  ) as Record<string, string[]>;

  test('have all their successors as candidates, each with a note, and a province but no commune of today', () => {
    for (const [code, successors] of Object.entries(listed)) {
      const unit = directory.formerCommune(code);
      const origin = directory.origin({ code, list: 'former' });
      expect(origin).toMatchObject({ commune: null, formerProvince: unit?.province });
      const found = directory.resolve({
        name: unit === undefined ? '' : fullCommuneName(unit),
        district: unit?.district ?? '',
        province: unit?.province.name ?? '',
      });
      expect(codes(found)).toEqual(expect.arrayContaining(successors));
      for (const { province, note } of found) {
        expect(province).toEqual(origin?.province);
        expect(note).toBeTruthy();
      }
    }
  });

  test.each([
    ['xã Cao Sơn', 'huyện Lương Sơn', 'Hòa Bình', ['xã Lương Sơn', 'xã Liên Sơn']],
    ['xã Minh Quang', 'huyện Ba Vì', 'Hà Nội', ['xã Ba Vì', 'xã Bất Bạt']],
    ['phường 2', 'Quận 4', 'Hồ Chí Minh', ['phường Khánh Hội', 'phường Vĩnh Hội']],
    ['phường Quang Trung', 'thành phố Phủ Lý', 'Hà Nam', ['phường Hà Nam', 'phường Phủ Lý']],
    ['xã Hòa Bình', 'huyện Kim Thành', 'Hải Dương', ['xã Hà Nam', 'xã Kim Thành']],
    ['phường Yên Hòa', 'quận Cầu Giấy', 'Hà Nội', ['phường Yên Hòa', 'phường Cầu Giấy', 'phường Nghĩa Đô']],
  ])('%s, %s, %s', (name, district, province, expected) => {
    const found = directory.resolve({ name, district, province });
    expect(found.map(fullCommuneName).toSorted()).toEqual(expected.toSorted());
    for (const { note } of found) for (const part of expected) expect(note).toContain(part);
  });

  test.each([
    ['xã Tân Thạnh', 'huyện Thới Lai', 'Cần Thơ', 'xã Trường Thành'],
    ['xã Tân Thạnh', 'huyện Long Phú', 'Sóc Trăng', 'xã Tân Thạnh'],
    ['phường 4', 'thành phố Tây Ninh', 'Tây Ninh', 'phường Tân Ninh'],
    ['phường 4', 'thành phố Tân An', 'Long An', 'phường Long An'],
    ['xã Hòa Bình', 'huyện Vĩnh Bảo', 'Hải Phòng', 'xã Nguyễn Bỉnh Khiêm'],
    ['xã Thạnh Lộc', 'huyện Châu Thành', 'Kiên Giang', 'xã Thạnh Lộc'],
    ['xã Thạnh Lộc', 'huyện Giồng Riềng', 'Kiên Giang', 'xã Thạnh Hưng'],
  ])('are not %s, %s, %s, which has a namesake', (name, district, province, expected) => {
    const found = directory.resolve({ name, district, province });
    expect(found.map(fullCommuneName)).toEqual([expected]);
  });

  test('would keep the province of their own if a part went to another', () => {
    const torn = createCommuneDirectory({
      days: [],
      current: { '37': { '37': '00001xMột' }, '38': { '38': '00002xHai' } },
      former: { '36': { 'huyện Ba': '00003xBa>00001,00002' } },
    });
    expect(torn.origin({ code: '00003', list: 'former' })).toMatchObject({
      commune: null,
      province: { code: '37', name: 'Ninh Bình' },
    });
    expect(torn.resolve({ name: 'Ba', district: 'Ba' }).map(({ province }) => province.code)).toEqual(['37', '38']);
  });

  test('are derived by name, without what a namesake in the province became', () => {
    const derived = deriveSplits({
      DICT_PROVINCE_WARD_DIVIDED: {
        thanhphocantho: {
          thanhphocantho_huyenthoilai_xatanthanh: [{ newWardKey: 'xatanthanh' }, { newWardKey: 'xatruongthanh' }],
        },
        thanhphohanoi: {
          thanhphohanoi_huyenbavi_xaminhquang: [{ newWardKey: 'xabavi' }, { newWardKey: 'xãbấtbạt' }],
        },
      },
    });
    expect(derived).toEqual({ splits: { '09700': ['09676', '09700'] }, namesakes: ['31268>31666'] });
    const unknown = { thanhphohanoi: { thanhphohanoi_huyenbavi_xakhongco: [{ newWardKey: 'xabavi' }] } };
    expect(() => deriveSplits({ DICT_PROVINCE_WARD_DIVIDED: unknown })).toThrow('xakhongco');
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
    const fresh = createCommuneDirectory(built.reference);
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
      { code: '14329', name: 'Hoa Lư', type: 'phường', province: { code: '37', name: 'Ninh Bình' }, match: 'exact' },
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
    expect(codes(candidates)).toEqual(['14329', '12763', '23575']);
    expect(candidates[1]?.note).toContain('huyện Đông Hưng');
    expect(candidates[2]?.note).toContain('thành phố Pleiku');
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
    expect(directory.resolve({ name: 'Hải Hậu', province: 'Thanh Hóa' }).map(({ match }) => match)).not.toContain(
      'exact',
    );
    expect(directory.resolve({ name: 'Hải Hậu', province: 'Atlantis' })).toEqual([]);
  });

  test.each(['', '  ', '---', 'Không Đâu Cả', 'constructor'])('%s is nowhere', (name) => {
    expect(directory.resolve({ name })).toEqual([]);
  });

  test('of any current commune, with its type and province, finds it', () => {
    const lost = directory.search({}).flatMap((unit) =>
      [fullCommuneName(unit), fold(fullCommuneName(unit))].filter((name) => {
        const found = directory.resolve({ name, province: unit.province.name });
        const noted = found.length === 1 || found.every(({ note }) => note !== undefined);
        return !codes(found).includes(unit.code) || !noted;
      }),
    );
    expect(lost).toEqual([]);
  });

  test('of any former commune, with its district and province, finds where it went', () => {
    const former = Array.from({ length: 33_000 }, (_, number) => String(number).padStart(5, '0')).flatMap(
      (code) => directory.formerCommune(code) ?? [],
    );
    const lost = former.filter((unit) => {
      const origin = directory.origin({ code: unit.code, list: 'former' });
      const { district, province } = unit;
      const found = directory.resolve({ name: fullCommuneName(unit), district, province: province.name });
      return origin?.commune && !codes(found).includes(origin.commune.code);
    });
    expect(lost).toEqual([]);
  });

  test('in plain letters may be that of each commune whose accents they lack, with accents that of one', () => {
    const asked = { province: 'Hải Phòng', district: 'Tứ Kỳ' };
    expect(codes(directory.resolve({ name: 'xã An Thanh', ...asked }))).toEqual(['11131']);
    const plain = directory.resolve({ name: 'xa an thanh', province: 'Hải Phòng' });
    expect(codes(plain).toSorted()).toEqual(['10792', '11131']);
    for (const { note } of plain) expect(note).toBeTruthy();
  });

  test.each([
    ['xã Hoằng Giang', 'huyện Hoằng Hóa', 'Thanh Hóa', '15871', 'Hoằng Giang'],
    ['phường 8', 'Quận 4', 'Hồ Chí Minh', '27268', 'Khánh Hội'],
    ['phường 7', 'Quận 5', 'Hồ Chí Minh', '27322', 'An Đông'],
    ['phường 10', 'Quận 11', 'Hồ Chí Minh', '27223', 'Bình Thới'],
  ])('%s, %s, %s kept when another code took it over (%s) leads to %s', (name, district, province, code, today) => {
    expect(directory.resolve({ name, district, province }).map((unit) => unit.name)).toEqual([today]);
    expect(directory.origin({ code, list: 'former' })?.commune?.name).toBe(today);
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
      days: [],
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
