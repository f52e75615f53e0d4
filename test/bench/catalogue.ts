import { loadCommunes } from '#shared/data/places/communes-reference.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { saveActions } from '#shared/data/table/document.ts';
import type { Item } from '#shared/data/table/reader.ts';
import { provincesAt } from '#shared/domain/places/provinces.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { slugify } from '#shared/platform/text.ts';
import { addDays, addMonths } from '#shared/platform/vietnam-day.ts';

/** The day on which every certificate of the catalogue is in force, and one on which 5 % of them have lapsed. */
export const FRESH_DAY = '2026-11-23';
export const LAPSED_DAY = '2027-01-11';

const PRODUCTS_PER_PRODUCER = 8;
const SHARE_OF_FOOD = 0.8;
const SHARE_WITHOUT_CERTIFICATE = 0.06;
const SHARE_ENDING_BETWEEN = 0.05;

const NOUNS =
  'Mật ong,Chè xanh,Cà phê bột,Nước mắm cốt,Gạo nếp cái,Trà hoa vàng,Mắm tép,Bánh đa nem,Miến dong,Lạp xưởng,Rượu nếp,Tinh dầu sả,Cao dược liệu,Nấm linh chi,Hạt điều rang,Khăn thổ cẩm,Bình gốm,Nón lá,Chả mực,Cá kho';
const KINDS =
  'hoa nhãn,truyền thống,hữu cơ,sấy lạnh,cổ truyền,đặc sản,thượng hạng,gia truyền,rừng ngập mặn,nguyên chất,núi đá,đồng chiêm';
const UNITS = ['hũ 500 g', 'hộp 15 gói x 3 g', 'chai 500 ml', 'túi 1 kg', 'chiếc'];

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (xorshift). */
const random = (seed: number): (() => number) => {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};

const idOf = (prefix: string, number: number): string => `${prefix}_01K${String(number).padStart(23, '0')}`;

export const producerId = (number: number): string => idOf('pdc', number);

/**
 * Published products as the table keeps them: spread over all communes, 74 % of the starred at three stars, 24 % at four,
 * 2 % at five, 6 % without a certificate, eight to a producer. The same size gives the same products.
 */
export async function* products(size: number): AsyncGenerator<Product> {
  const directory = await loadCommunes();
  const communes = provincesAt(FRESH_DAY).flatMap(({ code }) => directory.communesOf(code));
  const next = random(20_231_123);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
  const nouns = NOUNS.split(',');
  const kinds = KINDS.split(',');

  let producer = { id: '', name: '', visible: true };
  let place = { code: '', list: 'current' as const };
  for (let number = 0; number < size; number += 1) {
    if (number % PRODUCTS_PER_PRODUCER === 0) {
      const commune = pick(communes);
      place = { code: commune.code, list: 'current' };
      producer = {
        id: producerId(number / PRODUCTS_PER_PRODUCER),
        name: `Hợp tác xã nông nghiệp ${commune.name}`,
        visible: true,
      };
    }
    const origin = directory.origin(place);
    if (!origin) throw new Error(`no commune ${place.code}`);
    const name = `${pick(nouns)} ${pick(kinds)} ${origin.commune?.name ?? ''}`.trim();
    const content: Product['content'] = {
      name,
      criteriaSet: next() < SHARE_OF_FOOD ? 1 + Math.floor(next() * 13) : 14 + Math.floor(next() * 13),
      description: `${name} do ${producer.name} làm ra theo cách của địa phương, đóng gói tại chỗ. `.repeat(3).trim(),
      ingredients: 'Nguyên liệu của địa phương.',
      storage: 'Để nơi khô ráo, thoáng mát, tránh ánh nắng trực tiếp.',
      unit: pick(UNITS),
      priceVnd: 5_000 * (2 + Math.floor(next() * 90)),
      originCommune: place,
      titles: [],
    };
    const publishedAt = new Date(Date.UTC(2025, 0, 1) + Math.floor(next() * 600 * 86_400_000)).toISOString();
    const certified = next() >= SHARE_WITHOUT_CERTIFICATE;
    const height = next();
    const validTo =
      next() < SHARE_ENDING_BETWEEN
        ? addDays('2026-12-01', Math.floor(next() * 40))
        : addDays('2027-02-01', Math.floor(next() * 900));
    const id = idOf('prd', number);
    yield {
      id,
      slug: `${slugify(name)}-${number.toString(36)}`,
      status: 'published',
      producer,
      content,
      origin,
      face: { content, origin, publishedAt, updatedAt: publishedAt },
      proposal: null,
      note: null,
      images: [],
      cover: null,
      certificates: certified
        ? [
            {
              id: idOf('crt', number),
              number: `${number}/QĐ-UBND`,
              stars: height < 0.74 ? 3 : height < 0.98 ? 4 : 5,
              issuedOn: addMonths(validTo, -36),
              enteredAt: `${addMonths(validTo, -36)}T03:00:00.000Z`,
              validTo,
              effectiveTo: validTo,
              revoked: false,
            },
          ]
        : [],
      createdAt: publishedAt,
      updatedAt: publishedAt,
      submittedAt: publishedAt,
    };
  }
}

/** Everything that the data layer writes for a product: its document and all its list rows. */
export const itemsOf = (product: Product): Item[] =>
  saveActions({ kind: productKind, after: product }).flatMap((action) => (action.kind === 'put' ? [action.item] : []));
