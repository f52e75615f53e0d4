// The six product groups and 26 criteria sets with their names (Decision 26/2026/QĐ-TTg, Appendix I; the numbering is
// that of Decision 148/QĐ-TTg). English names are ours.
import { GROUP_CODES, type GroupCode, groupOf, isCriteriaSetNumber } from './groups.ts';

export { groupOf };

/** A name in Vietnamese and English. */
export type Name = { vi: string; en: string };

/** One of the six groups. */
export type Group = { code: GroupCode; name: Name };

/** A criteria set; `samplesRequired` is the number of sample units for a dossier. */
export type CriteriaSet = {
  number: number;
  group: GroupCode;
  subgroup: Name;
  name: Name;
  leadMinistries: readonly string[];
  samplesRequired: number;
  /** Set for alcoholic drinks, which must state their strength. */
  alcohol?: true;
};

const AGRICULTURE = 'Bộ Nông nghiệp và Môi trường';
const INDUSTRY = 'Bộ Công Thương';
const HEALTH = 'Bộ Y tế';
const CULTURE = 'Bộ Văn hóa, Thể thao và Du lịch';

const GROUP_NAMES: Readonly<Record<GroupCode, Name>> = {
  food: { vi: 'Thực phẩm', en: 'Food' },
  beverages: { vi: 'Đồ uống', en: 'Beverages' },
  herbal: { vi: 'Dược liệu và sản phẩm từ dược liệu', en: 'Medicinal herbs and products made from them' },
  handicraft: { vi: 'Hàng thủ công mỹ nghệ', en: 'Handicrafts' },
  ornamental: { vi: 'Sinh vật cảnh', en: 'Ornamental plants and animals' },
  'community-tourism': {
    vi: 'Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch',
    en: 'Community tourism, ecotourism and tourist sites',
  },
};

/** The six groups in the decision's order. */
export const GROUPS: readonly Group[] = GROUP_CODES.map((code) => ({ code, name: GROUP_NAMES[code] }));

const FRESH = { vi: 'Thực phẩm tươi sống', en: 'Fresh food' };
const RAW = { vi: 'Thực phẩm thô, sơ chế', en: 'Raw and semi-processed food' };
const PROCESSED = { vi: 'Thực phẩm chế biến', en: 'Processed food' };
const CONDIMENTS = { vi: 'Gia vị', en: 'Condiments and spices' };
const TEA = { vi: 'Chè', en: 'Tea' };
const ALCOHOLIC = { vi: 'Đồ uống có cồn', en: 'Alcoholic drinks' };
const SOFT = { vi: 'Đồ uống không cồn', en: 'Soft drinks' };

type Row = readonly [subgroup: Name | undefined, vi: string, en: string, ministries: readonly string[]];

// One row per set, in the order of their numbers; a set without a subgroup is its own subgroup.
const ROWS: readonly Row[] = [
  [FRESH, 'Rau, củ, quả, hạt tươi', 'Fresh vegetables, tubers, fruit and nuts', [AGRICULTURE]],
  [FRESH, 'Thịt, thủy sản, trứng, sữa tươi', 'Fresh meat, fish and seafood, eggs and milk', [AGRICULTURE]],
  [RAW, 'Gạo, ngũ cốc, hạt sơ chế khác', 'Rice, cereals and other semi-processed seeds', [AGRICULTURE]],
  [RAW, 'Mật ong, mật khác và nông sản thực phẩm khác', 'Honey, other nectars and other farm food', [AGRICULTURE]],
  [PROCESSED, 'Đồ ăn nhanh', 'Ready-to-eat food', [INDUSTRY]],
  [PROCESSED, 'Chế biến từ gạo, ngũ cốc', 'Made from rice and cereals', [AGRICULTURE, INDUSTRY]],
  [PROCESSED, 'Chế biến từ rau, củ, quả, hạt', 'Made from vegetables, tubers, fruit and nuts', [AGRICULTURE]],
  [
    PROCESSED,
    'Chế biến từ thịt, thủy sản, trứng, sữa, các sản phẩm từ mật ong, mật khác và nông sản thực phẩm khác',
    'Made from meat, fish and seafood, eggs, milk, honey, other nectars and other farm food',
    [AGRICULTURE, INDUSTRY],
  ],
  [
    CONDIMENTS,
    'Tương, nước mắm, gia vị dạng lỏng khác',
    'Soy paste, fish sauce and other liquid condiments',
    [AGRICULTURE],
  ],
  [
    CONDIMENTS,
    'Gia vị khác (muối, hành, tỏi, tiêu)',
    'Other condiments (salt, shallot, garlic, pepper)',
    [AGRICULTURE],
  ],
  [TEA, 'Chè tươi, chè chế biến', 'Fresh and processed tea', [AGRICULTURE]],
  [TEA, 'Sản phẩm trà từ thực vật khác', 'Infusions of other plants', [AGRICULTURE]],
  [undefined, 'Cà phê, ca cao', 'Coffee and cocoa', [AGRICULTURE]],
  [ALCOHOLIC, 'Rượu trắng', 'Clear spirits', [INDUSTRY]],
  [ALCOHOLIC, 'Đồ uống có cồn khác', 'Other alcoholic drinks', [INDUSTRY]],
  [SOFT, 'Nước khoáng thiên nhiên, nước uống đóng chai', 'Natural mineral water and bottled water', [HEALTH]],
  [SOFT, 'Đồ uống không cồn khác', 'Other soft drinks', [INDUSTRY]],
  [
    undefined,
    'Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền',
    'Functional food, herbal and traditional medicines',
    [HEALTH],
  ],
  [undefined, 'Mỹ phẩm có thành phần từ dược liệu', 'Cosmetics with herbal ingredients', [HEALTH]],
  [undefined, 'Tinh dầu và dược liệu khác', 'Essential oils and other medicinal herbs', [HEALTH, INDUSTRY]],
  [
    undefined,
    'Thủ công mỹ nghệ gia dụng, trang trí',
    'Handicrafts for household use and decoration',
    [INDUSTRY, AGRICULTURE],
  ],
  [undefined, 'Vải, may mặc', 'Fabrics and clothing', [INDUSTRY]],
  [undefined, 'Hoa', 'Flowers', [AGRICULTURE]],
  [undefined, 'Cây cảnh', 'Ornamental plants', [AGRICULTURE]],
  [undefined, 'Động vật cảnh', 'Ornamental animals', [AGRICULTURE]],
  [undefined, GROUP_NAMES['community-tourism'].vi, GROUP_NAMES['community-tourism'].en, [CULTURE, AGRICULTURE]],
];

/** The 26 criteria sets in the order of their numbers. */
export const CRITERIA_SETS: readonly CriteriaSet[] = ROWS.map(([subgroup, vi, en, leadMinistries], index) => {
  const number = index + 1;
  const group = groupOf(number);
  return {
    number,
    group,
    subgroup: subgroup ?? { vi, en },
    name: { vi, en },
    leadMinistries,
    samplesRequired: group === 'community-tourism' ? 0 : 5,
    ...(subgroup === ALCOHOLIC && { alcohol: true as const }),
  };
});

/** A criteria set by its number, 1–26. Throws `RangeError` for any other. */
export const criteriaSet = (number: number): CriteriaSet => {
  const found = isCriteriaSetNumber(number) ? CRITERIA_SETS[number - 1] : undefined;
  if (found === undefined) throw new RangeError(`No criteria set ${number}`);
  return found;
};
