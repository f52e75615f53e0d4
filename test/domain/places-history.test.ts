import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readCommuneHistory } from '#infra/reference/commune-history.ts';
import { verifyPlaces } from '#infra/reference/verify-places.ts';
import { loadCommunes } from '#shared/data/places/communes-reference.ts';
import { type CommuneDirectory, fullCommuneName } from '#shared/domain/places/communes.ts';
import { isOneLetterApart, spellingKey } from '#shared/domain/places/near-spelling.ts';
import { fold } from '#shared/platform/text.ts';

let directory: CommuneDirectory;
beforeAll(async () => {
  directory = await loadCommunes();
});

const found = (name: string, district: string | undefined, province: string) =>
  directory
    .resolve({ name, province, ...(district === undefined ? {} : { district }) })
    .map((unit) => `${fullCommuneName(unit)} ${unit.match}`);

describe('the lists of the statistics office', () => {
  const history = readCommuneHistory();

  test.each([
    ['2017-04-19', 11_162],
    ['2020-06-01', 10_614],
    ['2021-02-01', 10_603],
    ['2025-06-30', 10_035],
  ])('of %s have %i communes, and each resolves', (day, names) => {
    expect(verifyPlaces(directory, history, day)).toMatchObject({ names, left: [] });
  });

  test('have no day on which one code has two names', () => {
    const overlapping = history.names.filter(({ code, from }, index) => {
      const before = history.names[index - 1];
      return before?.code === code && (from ?? -1) < (before.to ?? Number.POSITIVE_INFINITY);
    });
    expect(overlapping).toEqual([]);
  });
});

describe('a commune that was merged before 2025', () => {
  test.each([
    ['Xã Lưu Phương', 'Kim Sơn', 'Ninh Bình', 'xã Phát Diệm'],
    ['Xã Nghĩa Bình', 'Nghĩa Hưng', 'Nam Định', 'xã Quỹ Nhất'],
    ['Thị trấn Ngô Đồng', 'Giao Thủy', 'Nam Định', 'xã Giao Thủy'],
    ['Phường Thảo Điền', 'Quận 2', 'TP. Hồ Chí Minh', 'phường An Khánh'],
    ['Phường Bình Khánh', 'Quận 2', 'TP. Hồ Chí Minh', 'phường An Khánh'],
    ['Phường Long Bình', 'Quận 9', 'TP. Hồ Chí Minh', 'phường Long Bình'],
    ['Phường Phú Hiệp', 'thành phố Huế', 'Thừa Thiên Huế', 'phường Phú Xuân'],
    ['Xã Tả Giàng Phình', 'huyện Sa Pa', 'Lào Cai', 'xã Ngũ Chỉ Sơn'],
    ['Xã Nghĩa Phúc', 'Nghĩa Hưng', 'Nam Định', 'xã Rạng Đông'],
    ['Xã An Vĩnh', 'Lý Sơn', 'Quảng Ngãi', 'đặc khu Lý Sơn'],
    ['Xã Đại Đồng', 'Tràng Định', 'Lạng Sơn', 'xã Thất Khê'],
    ['Phường 05', 'Quận Gò Vấp', 'Hồ Chí Minh', 'phường An Nhơn'],
  ])('%s, %s, %s is in %s', (name, district, province, today) => {
    expect(found(name, district, province)).toContain(`${today} exact`);
  });

  test('has its own province and commune as an origin', () => {
    expect(directory.origin({ code: '07585', list: 'former' })).toMatchObject({
      asCertified: 'xã Nghĩa Hồ, huyện Lục Ngạn, tỉnh Bắc Giang',
      commune: { name: 'Chũ' },
      formerProvince: { name: 'Bắc Giang' },
    });
  });
});

describe('a near spelling', () => {
  test.each([
    ['Xã Sỹ Bình', 'Bạch Thông', 'Bắc Kạn', 'xã Vĩnh Thông'],
    ['Xã Quí Quân', 'Hà Quảng', 'Cao Bằng', 'xã Trường Hà'],
    ['Ma Li Pho', 'Phong Thổ', 'Lai Châu', 'xã Phong Thổ'],
    ['Xã Nàn Sín', 'Xín Mần', 'Hà Giang', 'xã Xín Mần'],
    ['Xã Sủng Cháng', 'Yên Minh', 'Hà Giang', 'xã Thắng Mố'],
    ['Xã Ma Ly Phô', 'Phong Thổ', 'Lai Châu', 'xã Phong Thổ'],
    ['Xã Ea Drơng', "Cư M'gar", 'Đắk Lắk', 'xã Ea Drông'],
  ])('%s, %s, %s is similar to a commune that is in %s', (name, district, province, today) => {
    const candidates = directory.resolve({ name, district, province });
    expect(candidates.map(fullCommuneName)).toContain(today);
    for (const { match, note } of candidates) expect([match, typeof note]).toEqual(['similar', 'string']);
  });

  test.each([
    ['Thị trấn Nông trường Liên Sơn', 'xã Liên Sơn'],
    ['Thị trấn NT Liên Sơn', 'xã Liên Sơn'],
    ['Thị trấn Liên Sơn', 'xã Liên Sơn'],
    ['TT. Nông trường Trần Phú', 'xã Thượng Bằng La'],
  ])('of a town of a state farm is exact: %s', (name, today) => {
    expect(found(name, 'Văn Chấn', 'Yên Bái')).toEqual([`${today} exact`]);
  });

  test('gives way to an exact one', () => {
    expect(found('Xã Sĩ Bình', 'Bạch Thông', 'Bắc Kạn')).toEqual(['xã Vĩnh Thông exact']);
  });

  test('of a district is passed over for the name in the province, as similar', () => {
    expect(found('Xã Ninh Nhất', 'huyện Kim Sơn', 'Ninh Bình')).toEqual(['phường Hoa Lư similar']);
  });

  test.each([
    ['quy huong', 'qui huong'],
    ['nan sin', 'nan xin'],
    ['sung chang', 'sung trang'],
    ['gia phu', 'da phu'],
    ['chu puh', 'chu pưh'],
    ['kon tum', 'con tum'],
  ])('%s and %s have one key', (one, other) => {
    expect(spellingKey(fold(one))).toBe(spellingKey(fold(other)));
  });

  test('is one letter away in one word only, and not in short names or numbers', () => {
    expect(isOneLetterApart('ea drong', 'ea dong')).toBe(true);
    expect(isOneLetterApart('muong chanh', 'muong thanh')).toBe(true);
    expect(isOneLetterApart('hai hau', 'ha chau')).toBe(false);
    expect(isOneLetterApart('phuong 12', 'phuong 13')).toBe(false);
    expect(isOneLetterApart('ba', 'bu')).toBe(false);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{5,9}$/), fc.nat({ max: 8 }), (name, at) => {
        expect(isOneLetterApart(name, name)).toBe(false);
        const shorter = name.slice(0, at) + name.slice(at + 1);
        if (shorter.length >= 5 && shorter !== name) expect(isOneLetterApart(shorter, name)).toBe(true);
      }),
    );
  });
});

describe('the type', () => {
  test.each([
    ['Thị trấn Thạnh An', 'xã Thạnh An'],
    ['Thị trấn Thanh An', 'xã Thạnh An'],
    ['Xã Thạnh An', 'xã Thạnh Quới'],
  ])('decides between namesakes of one district: %s is in %s', (name, today) => {
    expect(found(name, 'Vĩnh Thạnh', 'Cần Thơ')).toEqual([`${today} exact`]);
  });

  test('that no namesake has leaves them similar', () => {
    expect(found('Phường Ninh Nhất', 'thành phố Ninh Bình', 'Ninh Bình')).toEqual(['phường Hoa Lư similar']);
  });
});

describe('a name without a district', () => {
  test('that was in several provinces of a merged one gives each with where it was', () => {
    const candidates = directory.resolve({ name: 'Phường Bình An', province: 'TP. Hồ Chí Minh' });
    expect(candidates.map(fullCommuneName).toSorted()).toEqual(['phường An Khánh', 'phường Đông Hòa']);
    expect(candidates.map(({ note }) => note).join()).toMatch(/Bình Dương.*quận 2|quận 2.*Bình Dương/);
  });

  test.each([
    ['Xã Tân Lập', 'Ninh Bình'],
    ['Phường Quang Trung', 'Ninh Bình'],
    ['Xã Hòa Bình', 'Hải Phòng'],
  ])('%s in %s gives no candidate without a note', (name, province) => {
    const candidates = directory.resolve({ name, province });
    if (candidates.length > 1) for (const { note } of candidates) expect(note).toBeTruthy();
    expect(new Set(candidates.map(({ code }) => code)).size).toBe(candidates.length);
  });
});

describe('the names of former communes', () => {
  test('tell their codes, days and successors', () => {
    expect(directory.searchFormer({ q: 'xã Lưu Phương', district: 'Kim Sơn' })).toEqual([
      {
        code: '14665',
        name: 'Lưu Phương',
        type: 'xã',
        district: 'huyện Kim Sơn',
        province: { code: '37', name: 'Ninh Bình' },
        since: null,
        until: '2024-12-31',
        successors: [{ code: '14620', name: 'Phát Diệm' }],
      },
    ]);
  });

  test('of a code that had several are rows of their own, in the order of their days', () => {
    const rows = directory.searchFormer({ q: 'Bích Động' }).filter(({ code }) => code === '07777');
    expect(rows.map(({ type, since, until }) => [type, since, until])).toEqual([
      ['thị trấn', '2020-01-01', '2024-01-31'],
      ['phường', '2024-02-01', '2025-06-30'],
    ]);
  });

  test('are those of a former province, or of all that became the current one', () => {
    const of = (province: Parameters<typeof directory.searchFormer>[0]['province'] & object) =>
      new Set(directory.searchFormer({ province }).map((row) => row.province.name));
    expect(of({ kind: 'former', code: '36' })).toEqual(new Set(['Nam Định']));
    expect(of({ kind: 'current', code: '37' })).toEqual(new Set(['Hà Nam', 'Nam Định', 'Ninh Bình']));
  });

  test('are near ones if none contains the text', () => {
    expect(directory.searchFormer({ q: 'Ma Li Pho' }).map(({ name }) => name)).toEqual(['Ma Ly Pho']);
    expect(directory.searchFormer({ q: '   ' })).toEqual([]);
  });

  test('have codes that a product takes as its origin', () => {
    const lost = directory.searchFormer({}).filter(({ code, province }) => {
      const origin = directory.origin({ code, list: 'former' });
      return origin?.former?.province.code !== province.code;
    });
    expect(lost).toEqual([]);
  });
});
