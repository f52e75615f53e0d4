// Provinces before and after 1 July 2025 (Resolution 202/2025/QH15; codes of Decision 19/2025/QĐ-TTg). Seven codes were
// reassigned to other provinces on that day, so a code is used with its list. The days on which Huế (Resolution
// 175/2024/QH15) and Đồng Nai (Resolution 30/2026/QH16) became municipalities are below.
import { fold, slugify } from '#shared/platform/text.ts';

/** A province on a day: `code` is from the list in force on that day, `mergedFrom` holds codes of the former list. */
export type Province = {
  code: string;
  name: string;
  nameEn: string;
  fullName: string;
  type: 'province' | 'municipality';
  slug: string;
  mergedFrom: readonly { code: string; name: string }[];
};

/** One of the 63 provinces of 30 June 2025, and the code of its current province. */
export type FormerProvince = {
  code: string;
  name: string;
  fullName: string;
  type: 'province' | 'municipality';
  slug: string;
  currentCode: string;
};

/** Codes of different provinces before and since 1 July 2025. */
export const REUSED_CODES: ReadonlySet<string> = new Set(['15', '24', '44', '52', '80', '82', '91']);

/** The first day of the current list. */
export const MERGER_DAY = '2025-07-01';

const FORMER = `01 Hà Nội;02 Hà Giang;04 Cao Bằng;06 Bắc Kạn;08 Tuyên Quang;10 Lào Cai;11 Điện Biên;12 Lai Châu;\
14 Sơn La;15 Yên Bái;17 Hòa Bình;19 Thái Nguyên;20 Lạng Sơn;22 Quảng Ninh;24 Bắc Giang;25 Phú Thọ;26 Vĩnh Phúc;\
27 Bắc Ninh;30 Hải Dương;31 Hải Phòng;33 Hưng Yên;34 Thái Bình;35 Hà Nam;36 Nam Định;37 Ninh Bình;38 Thanh Hóa;\
40 Nghệ An;42 Hà Tĩnh;44 Quảng Bình;45 Quảng Trị;46 Huế;48 Đà Nẵng;49 Quảng Nam;51 Quảng Ngãi;52 Bình Định;\
54 Phú Yên;56 Khánh Hòa;58 Ninh Thuận;60 Bình Thuận;62 Kon Tum;64 Gia Lai;66 Đắk Lắk;67 Đắk Nông;68 Lâm Đồng;\
70 Bình Phước;72 Tây Ninh;74 Bình Dương;75 Đồng Nai;77 Bà Rịa - Vũng Tàu;79 Hồ Chí Minh;80 Long An;82 Tiền Giang;\
83 Bến Tre;84 Trà Vinh;86 Vĩnh Long;87 Đồng Tháp;89 An Giang;91 Kiên Giang;92 Cần Thơ;93 Hậu Giang;94 Sóc Trăng;\
95 Bạc Liêu;96 Cà Mau`;

// Current code < former codes; the name is that of the former province marked `*`, or of the same code.
const CURRENT = `01<01;04<04;08<02 08;11<11;12<12;14<14;15<10* 15;19<06 19;20<20;22<22;24<24 27*;25<17 25 26;31<30 31;\
33<33 34;37<35 36 37;38<38;40<40;42<42;44<44 45*;46<46;48<48 49;51<51 62;52<52 64*;56<56 58;66<54 66;68<60 67 68;\
75<70 75;79<74 77 79;80<72* 80;82<82 87*;86<83 84 86;91<89* 91;92<92 93 94;96<95 96`;

type Change = { from: string; until: string; name?: string; type?: 'province' | 'municipality' };

// Status by code; these codes mean the same place in both lists. Days are inclusive.
const MUNICIPALITIES: ReadonlySet<string> = new Set(['01', '31', '46', '48', '75', '79', '92']);
const CHANGES: Readonly<Record<string, readonly Change[]>> = {
  '46': [{ from: '', until: '2024-12-31', name: 'Thừa Thiên Huế', type: 'province' }],
  '75': [{ from: '', until: '2026-04-29', type: 'province' }],
};
const EDITION_STARTS = ['', '2025-01-01', MERGER_DAY, '2026-04-30'];

const ENGLISH: Readonly<Record<string, string>> = { '01': 'Hanoi', '79': 'Ho Chi Minh City' };

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['thuathienhue', 'hue'],
  ['hcm', 'hochiminh'],
  ['saigon', 'hochiminh'],
  ['daclac', 'daklak'],
]);

/** The look-up key of a province's name: folded, without spaces and without "tỉnh", "thành phố", "tp". Unique within a list. */
export const provinceNameKey = (text: string): string => {
  const key = fold(text)
    .replaceAll(' ', '')
    .replace(/^(tinh|thanhpho|tp)/, '')
    .replace(/(province|city)$/, '');
  return ALIASES.get(key) ?? key;
};

const formerNames = new Map(FORMER.split(';').map((unit): [string, string] => [unit.slice(0, 2), unit.slice(3)]));

const unaccented = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, (letter) => (letter === 'đ' ? 'd' : 'D'));

const describe = (
  code: string,
  name: string,
  mergedFrom: readonly { code: string; name: string }[],
  day: string,
): Province => {
  const change = CHANGES[code]?.find(({ from, until }) => from <= day && day <= until);
  const displayName = change?.name ?? name;
  const type = change?.type ?? (MUNICIPALITIES.has(code) ? 'municipality' : 'province');
  return {
    code,
    name: displayName,
    nameEn: ENGLISH[code] ?? unaccented(displayName),
    fullName: `${type === 'municipality' ? 'Thành phố' : 'Tỉnh'} ${displayName}`,
    type,
    slug: slugify(displayName),
    mergedFrom,
  };
};

const nameOf = (code: string): string => formerNames.get(code) ?? '';

const currentUnits = CURRENT.split(';').map((line) => {
  const code = line.slice(0, 2);
  const parts = line.slice(3).split(' ');
  const named = parts.find((part) => part.endsWith('*')) ?? code;
  return {
    code,
    name: nameOf(named.slice(0, 2)),
    mergedFrom: parts.map((part) => ({ code: part.slice(0, 2), name: nameOf(part.slice(0, 2)) })),
  };
});

type Edition = {
  list: readonly Province[];
  byCode: ReadonlyMap<string, Province>;
  byKey: ReadonlyMap<string, Province>;
};
const editions = new Map<string, Edition>();

const editionOf = (day: string): Edition => {
  const start = EDITION_STARTS.findLast((from) => from <= day) ?? '';
  const known = editions.get(start);
  if (known !== undefined) return known;
  const list =
    start < MERGER_DAY
      ? [...formerNames].map(([code, name]) => describe(code, name, [], start))
      : currentUnits.map(({ code, name, mergedFrom }) => describe(code, name, mergedFrom, start));
  const edition = {
    list,
    byCode: new Map(list.map((unit) => [unit.code, unit])),
    byKey: new Map(list.map((unit) => [provinceNameKey(unit.name), unit])),
  };
  editions.set(start, edition);
  return edition;
};

const currentCodeOf = new Map(
  currentUnits.flatMap(({ code, mergedFrom }) => mergedFrom.map((part): [string, string] => [part.code, code])),
);

/**
 * The provinces on a day (`YYYY-MM-DD`), by code: 34 from 2025-07-01, the 63 before (which stood since 2008-08-01;
 * earlier days get the same 63).
 */
export const provincesAt = (day: string): readonly Province[] => editionOf(day).list;

/** A province by its code, slug or name on the day (accents, "tỉnh", "thành phố" optional). */
export const provinceAt = (codeOrSlugOrName: string, day: string): Province | undefined => {
  const { byCode, byKey } = editionOf(day);
  const text = codeOrSlugOrName.trim();
  return /^\d+$/.test(text) ? byCode.get(text) : byKey.get(provinceNameKey(text));
};

const LATEST = '9999-12-31';

/** A province of the current list by its code, with its newest known status. */
export const province = (code: string): Province | undefined => editionOf(LATEST).byCode.get(code);

/** A province of the current list by its name or slug in any spelling; `undefined` for an unknown one. */
export const provinceNamed = (name: string): Province | undefined => editionOf(LATEST).byKey.get(provinceNameKey(name));

const lastDayOfFormer = '2025-06-30';
let formerUnits: Map<string, FormerProvince> | undefined;

const formerByCode = (): Map<string, FormerProvince> => {
  formerUnits ??= new Map(
    provincesAt(lastDayOfFormer).map(({ code, name, fullName, type, slug }) => [
      code,
      { code, name, fullName, type, slug, currentCode: currentCodeOf.get(code) ?? code },
    ]),
  );
  return formerUnits;
};

/** A province of the list in force until 30 June 2025, by its code there. */
export const formerProvince = (code: string): FormerProvince | undefined => formerByCode().get(code);

/** A province of the list in force until 30 June 2025, by its name or slug in any spelling. */
export const formerProvinceNamed = (name: string): FormerProvince | undefined => {
  const unit = editionOf(lastDayOfFormer).byKey.get(provinceNameKey(name));
  return unit && formerProvince(unit.code);
};
