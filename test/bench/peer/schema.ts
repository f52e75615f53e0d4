type Named = { code: string; name: string };

/** A product in a list, as the API shows it. */
export type ListedProduct = {
  id: string;
  slug: string;
  name: string;
  nameEn: string | null;
  stars: number | null;
  starsValidTo: string | null;
  group: string;
  criteriaSet: number;
  province: Named;
  formerProvince: Named | null;
  commune: Named | null;
  producer: { id: string; name: string };
  priceVnd: number | null;
  unit: string | null;
  alcohol: boolean;
  cover: object | null;
};

/** The columns of a listed product. */
export type CardRow = {
  id: string;
  slug: string;
  name: string;
  name_en: string | null;
  stars: number | null;
  stars_valid_to: string | null;
  group_code: string;
  criteria_set: number;
  province_code: string;
  province_name: string;
  former_province_code: string | null;
  former_province_name: string | null;
  commune_code: string | null;
  commune_name: string | null;
  producer_id: string;
  producer_name: string;
  price_vnd: number | null;
  unit: string | null;
  alcohol: boolean;
  cover: object | null;
};

export const TABLES = `
  create table products (
    id text primary key, slug text, name text, name_en text, stars int, stars_valid_to text, group_code text, criteria_set int,
    province_code text, province_name text, former_province_code text, former_province_name text, commune_code text,
    commune_name text, producer_id text, producer_name text, price_vnd int, unit text, alcohol boolean, cover jsonb,
    place int unique, more jsonb);
  create table stock (sales_point text, product text, quantity int, primary key (sales_point, product))`;

/** The row of a listed product. */
export const rowOf = (card: ListedProduct): CardRow => ({
  id: card.id,
  slug: card.slug,
  name: card.name,
  name_en: card.nameEn,
  stars: card.stars,
  stars_valid_to: card.starsValidTo,
  group_code: card.group,
  criteria_set: card.criteriaSet,
  province_code: card.province.code,
  province_name: card.province.name,
  former_province_code: card.formerProvince?.code ?? null,
  former_province_name: card.formerProvince?.name ?? null,
  commune_code: card.commune?.code ?? null,
  commune_name: card.commune?.name ?? null,
  producer_id: card.producer.id,
  producer_name: card.producer.name,
  price_vnd: card.priceVnd,
  unit: card.unit,
  alcohol: card.alcohol,
  cover: card.cover,
});

const COLUMNS: readonly (keyof CardRow)[] = [
  'id',
  'slug',
  'name',
  'name_en',
  'stars',
  'stars_valid_to',
  'group_code',
  'criteria_set',
  'province_code',
  'province_name',
  'former_province_code',
  'former_province_name',
  'commune_code',
  'commune_name',
  'producer_id',
  'producer_name',
  'price_vnd',
  'unit',
  'alcohol',
  'cover',
];

export const cardColumns = COLUMNS.join(', ');

const named = (code: string | null, name: string | null): Named | null =>
  code === null ? null : { code, name: name ?? '' };

/** The listed product of a row. */
export const cardOf = (row: CardRow): ListedProduct => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  nameEn: row.name_en,
  stars: row.stars,
  starsValidTo: row.stars_valid_to,
  group: row.group_code,
  criteriaSet: row.criteria_set,
  province: { code: row.province_code, name: row.province_name },
  formerProvince: named(row.former_province_code, row.former_province_name),
  commune: named(row.commune_code, row.commune_name),
  producer: { id: row.producer_id, name: row.producer_name },
  priceVnd: row.price_vnd,
  unit: row.unit,
  alcohol: row.alcohol,
  cover: row.cover,
});
