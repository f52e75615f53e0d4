import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createCommuneDirectory } from '#shared/domain/places/communes.ts';
import { type Api, CENTRAL_OFFICER, startApi } from '#test/support/api.ts';
import { certified, publishedProduct, verifiedProducer } from '#test/support/journey.ts';

let api: Api;
const products: Record<string, string> = {};

const ORIGINS = {
  ninhNhat: { code: '14347', list: 'former' },
  hoaLu: { code: '14329', list: 'current' },
  quatLam: { code: '14152', list: 'former' },
  binhMy: { code: '13501', list: 'former' },
  hoangPhu: { code: '15883', list: 'former' },
  hoangPhuHeavy: { code: '16003', list: 'former' },
  haiYen: { code: '16651', list: 'former' },
} as const;

beforeAll(async () => {
  api = await startApi({ stream: false });
  const producer = await verifiedProducer(api);
  for (const [name, originCommune] of Object.entries(ORIGINS)) {
    const over = { name: `Hàng ${name}`, originCommune };
    const { id } = await publishedProduct(api, producer, over, undefined, CENTRAL_OFFICER);
    await certified(api, id, {}, CENTRAL_OFFICER);
    products[name] = id;
  }
});
afterAll(() => api.stop());

const found = async (query: Record<string, string>): Promise<string[]> => {
  const reply = await api.ask('GET', '/v1/products', { query: { ...query, limit: '100' } });
  expect(reply.status, reply.text).toBe(200);
  return reply.body.items
    .map(({ id }: { id: string }) => Object.keys(products).find((name) => products[name] === id))
    .sort();
};

const IN_NINH_BINH_TODAY = ['binhMy', 'hoaLu', 'ninhNhat', 'quatLam'];
const OF_FORMER_NINH_BINH = ['hoaLu', 'ninhNhat'];

describe('what a buyer may write for a province', () => {
  it.each([
    [{ province: '37' }, IN_NINH_BINH_TODAY],
    [{ province: 'ninh-binh' }, IN_NINH_BINH_TODAY],
    [{ province: 'Ninh Bình' }, IN_NINH_BINH_TODAY],
    [{ province: 'tỉnh ninh bình' }, IN_NINH_BINH_TODAY],
    [{ province: 'Ninh Bình'.normalize('NFD') }, IN_NINH_BINH_TODAY],
    [{ province: 'Nam Định' }, ['quatLam']],
    [{ province: 'nam dinh' }, ['quatLam']],
    [{ province: 'nam-dinh' }, ['quatLam']],
    [{ province: 'Tỉnh Hà Nam' }, ['binhMy']],
    [{ formerProvince: '37' }, OF_FORMER_NINH_BINH],
    [{ formerProvince: 'Ninh Bình' }, OF_FORMER_NINH_BINH],
    [{ formerProvince: '36' }, ['quatLam']],
    [{ province: '37', formerProvince: '36' }, ['quatLam']],
    [{ province: 'Nam Định', formerProvince: '36' }, ['quatLam']],
    [{ province: '38', formerProvince: '36' }, []],
    [{ province: 'Thanh Hoá' }, ['haiYen', 'hoangPhu', 'hoangPhuHeavy']],
    [{ province: '38' }, ['haiYen', 'hoangPhu', 'hoangPhuHeavy']],
    [{ commune: '14329' }, OF_FORMER_NINH_BINH],
    [{ commune: '15889' }, ['hoangPhu']],
    [{ commune: '16000' }, ['hoangPhuHeavy']],
  ])('%j finds %j, with every sort and with a star', async (query, names) => {
    for (const sort of ['stars', 'newest', 'name']) expect(await found({ ...query, sort })).toEqual(names);
    expect(await found({ ...query, stars: '4' })).toEqual(names);
  });

  it.each([
    [{ province: '36' }, 'province', 'province_code_former', 'formerProvince=36'],
    [{ province: '35' }, 'province', 'province_code_former', 'formerProvince=35'],
    [{ province: '00' }, 'province', 'province_unknown', ''],
    [{ province: 'Atlantis' }, 'province', 'province_unknown', ''],
    [{ formerProvince: '99' }, 'formerProvince', 'province_unknown', ''],
    [{ province: 'Nam Định', formerProvince: '35' }, 'formerProvince', 'provinces_contradict', ''],
  ])('%j is refused by name', async (query, parameter, code, hint) => {
    for (const language of ['vi', 'en']) {
      const reply = await api.ask('GET', '/v1/products', { query, headers: { 'accept-language': language } });
      expect([reply.status, reply.headers['content-language']]).toEqual([400, language]);
      expect(reply.body.errors).toMatchObject([{ parameter, code }]);
      expect(reply.body.errors[0].detail).toContain(hint);
    }
  });

  it('shows the place as certified and as it is today', async () => {
    const page = async (name: string) => (await api.ask('GET', `/v1/products/${products[name]}`)).body;
    expect(await page('ninhNhat')).toMatchObject({
      province: { code: '37', name: 'Ninh Bình' },
      formerProvince: { code: '37', name: 'Ninh Bình' },
      commune: { code: '14329', name: 'Hoa Lư' },
      origin: {
        asCertified: 'xã Ninh Nhất, thành phố Ninh Bình, tỉnh Ninh Bình',
        former: { commune: { code: '14347', name: 'Ninh Nhất' }, district: 'thành phố Ninh Bình' },
      },
    });
    expect(await page('hoaLu')).toMatchObject({ commune: { code: '14329' }, origin: { former: null } });
    expect(await page('haiYen')).toMatchObject({ commune: null, formerProvince: { code: '38' } });
    expect((await page('hoangPhu')).origin.former.commune.name).toBe('Hoằng Phú');
    expect((await page('hoangPhuHeavy')).origin.former.commune.name).toBe('Hoằng Phụ');
  });
});

describe('provinces', () => {
  it('are 34 today and 63 on 30 June 2025', async () => {
    const today = await api.ask('GET', '/v1/provinces');
    expect(today.body.items).toHaveLength(34);
    expect((await api.ask('GET', '/v1/provinces?at=2025-06-30')).body.items).toHaveLength(63);
    expect(today.body.items.find(({ code }: { code: string }) => code === '37')).toMatchObject({
      name: 'Ninh Bình',
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

  it.each([
    ['15', 'Lào Cai', 'Yên Bái'],
    ['24', 'Bắc Ninh', 'Bắc Giang'],
    ['44', 'Quảng Trị', 'Quảng Bình'],
    ['52', 'Gia Lai', 'Bình Định'],
    ['80', 'Tây Ninh', 'Long An'],
    ['82', 'Đồng Tháp', 'Tiền Giang'],
    ['91', 'An Giang', 'Kiên Giang'],
  ])('code %s is %s today and was %s on 30 June 2025', async (code, now, then) => {
    expect((await api.ask('GET', `/v1/provinces/${code}`)).body.name).toBe(now);
    expect((await api.ask('GET', `/v1/provinces/${code}?at=2025-07-01`)).body.name).toBe(now);
    expect((await api.ask('GET', `/v1/provinces/${code}?at=2025-06-30`)).body.name).toBe(then);
  });

  it('of an unknown code are 404, and of a code that ended too', async () => {
    expect((await api.ask('GET', '/v1/provinces/36')).status).toBe(404);
    expect((await api.ask('GET', '/v1/provinces/36?at=2025-06-30')).body.name).toBe('Nam Định');
    expect((await api.ask('GET', '/v1/provinces/00')).status).toBe(404);
    expect((await api.ask('GET', '/v1/provinces?at=2026-02-30')).status).toBe(400);
  });
});

describe('communes', () => {
  it('resolve a former name to today’s commune', async () => {
    const resolve = async (query: Record<string, string>) =>
      (await api.ask('GET', '/v1/communes/resolve', { query })).body.candidates;
    expect(await resolve({ name: 'xã Ninh Nhất', province: 'Ninh Bình' })).toMatchObject([
      { code: '14329', name: 'Hoa Lư', type: 'phường', province: { code: '37' } },
    ]);
    expect(await resolve({ name: 'xã Ninh Nhất', district: 'thành phố Hoa Lư' })).toMatchObject([{ code: '14329' }]);
    expect(await resolve({ name: 'Hoằng Phụ', province: '38' })).toMatchObject([{ code: '16000' }]);
    expect(await resolve({ name: 'Hoằng Phú', province: '38' })).toMatchObject([{ code: '15889' }]);
    const unaccented = await resolve({ name: 'hoang phu', province: 'thanh-hoa' });
    expect(unaccented.map(({ code }: { code: string }) => code).sort()).toEqual(['15889', '16000']);
    expect(unaccented.every(({ note }: { note?: string }) => note)).toBe(true);
    expect(await resolve({ name: 'Không Có Xã Này' })).toEqual([]);
  });

  it('are paged, each once, 3,321 of them in the country and 129 in Ninh Bình', async () => {
    for (const [query, count] of [
      [{}, 3_321],
      [{ province: '37' }, 129],
    ] as const) {
      const codes: string[] = [];
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const reply = await api.ask('GET', '/v1/communes', {
          query: { ...query, limit: 100, ...(cursor ? { cursor } : {}) },
        });
        expect(reply.status, reply.text).toBe(200);
        expect(reply.headers.link === undefined).toBe(reply.body.next === undefined);
        codes.push(...reply.body.items.map(({ code }: { code: string }) => code));
        cursor = reply.body.next;
      }
      expect([codes.length, new Set(codes).size]).toEqual([count, count]);
    }
  });

  it('refuse a cursor of another list', async () => {
    const { body } = await api.ask('GET', '/v1/communes', { query: { province: '37', limit: 5 } });
    const reply = await api.ask('GET', '/v1/communes', { query: { province: '38', limit: 5, cursor: body.next } });
    expect([reply.status, reply.body.code]).toEqual([400, 'cursor_invalid']);
  });

  test('of several former provinces leave the former province open', () => {
    const directory = createCommuneDirectory({
      days: [],
      current: { '37': { '': '10001xHai Tỉnh', '36': '10002xMột Tỉnh' } },
      former: { '36': { 'huyện A': '10003xMột>10002' } },
    });
    expect(directory.origin({ code: '10001', list: 'current' })?.formerProvince).toBeNull();
    expect(directory.origin({ code: '10002', list: 'current' })?.formerProvince).toMatchObject({ code: '36' });
    expect(directory.origin({ code: '10001', list: 'former' })).toBeUndefined();
  });
});
