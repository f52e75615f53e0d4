// The rules of recognition as dated data: Decisions 1048/QĐ-TTg (amended by 781/QĐ-TTg), 148/QĐ-TTg (amended by
// 1489/QĐ-TTg) and 26/2026/QĐ-TTg. Days are Vietnamese calendar days, `YYYY-MM-DD`, inclusive.

/** The ids by which certificates name their regime. */
export const REGIME_IDS = ['1048', '148', '148-1489', '26-2026'] as const;

/** A regime's id. */
export type RegimeId = (typeof REGIME_IDS)[number];

/** The deciding body. `central` is the central council of the first two regimes, led by the ministry. */
export type Recogniser = 'district' | 'province' | 'ministry' | 'central';

/** The level of the office that issued a certificate. */
export type IssuerLevel = 'district' | 'province' | 'ministry';

/** Recognised stars: products with fewer than three get no decision and no certificate. */
export type RecognisedStars = 3 | 4 | 5;

/** The purpose of a dossier: first recognition, a higher star, or a new term after 36 months. */
export type DossierKind = 'first' | 'upgrade' | 're-evaluation';

/** Stars from `minTotal` up to the next band; totals are out of 100. */
export type StarRange = { stars: 1 | 2 | 3 | 4 | 5; minTotal: number };

/** A ground that excludes a product from any star, and the criteria sets for which it is printed. */
export type Disqualifier = { ground: string; groundEn: string; criteriaSets: readonly number[] };

/** A regime. Points are out of 100; `recognisedBy` names the deciding body of each star. */
export type Regime = {
  id: RegimeId;
  number: string;
  amendedBy: readonly string[];
  inForceFrom: string;
  inForceTo: string | null;
  partMaxima: { a: number; b: number; c: number };
  bands: readonly StarRange[];
  recognisedBy: Readonly<Record<RecognisedStars, Recogniser>>;
  validityMonths: number;
  notes: readonly string[];
};

const STAR_RANGES: readonly StarRange[] = [
  { stars: 5, minTotal: 90 },
  { stars: 4, minTotal: 70 },
  { stars: 3, minTotal: 50 },
  { stars: 2, minTotal: 30 },
  { stars: 1, minTotal: 0 },
];

/** Validity of a certificate in months from the day of issue. */
export const VALIDITY_MONTHS = 36;

/** Maximum number of days of an extension after `validTo` (26/2026/QĐ-TTg, Art. 12.3). */
export const EXTENSION_MAX_DAYS = 180;

/**
 * Period in which a revocation can be undone as a mistake, counted from its recording, last day included. No decision
 * sets this period; it is a policy of this system, so that mistakes can be corrected while old decisions stay.
 */
export const REVOCATION_REVERSAL = { days: 30, inForceFrom: '2026-11-28', source: 'policy of this system' } as const;

const LAPSE_NOTE =
  'Hết hiệu lực sau 60 ngày kể từ 22/5/2026: tính đến hết 21/7/2026; cách đếm khác cho kết quả 20/7/2026.';

/** The four regimes, oldest first. The last two overlap from 2026-05-22 until the older one lapses. */
export const REGIMES: readonly Regime[] = [
  {
    id: '1048',
    number: '1048/QĐ-TTg',
    amendedBy: ['781/QĐ-TTg'],
    inForceFrom: '2019-08-21',
    inForceTo: '2023-02-23',
    partMaxima: { a: 35, b: 25, c: 40 },
    bands: STAR_RANGES,
    recognisedBy: { 3: 'province', 4: 'province', 5: 'central' },
    validityMonths: VALIDITY_MONTHS,
    notes: [],
  },
  {
    id: '148',
    number: '148/QĐ-TTg',
    amendedBy: [],
    inForceFrom: '2023-02-24',
    inForceTo: '2025-07-05',
    partMaxima: { a: 40, b: 25, c: 35 },
    bands: STAR_RANGES,
    recognisedBy: { 3: 'district', 4: 'province', 5: 'central' },
    validityMonths: VALIDITY_MONTHS,
    notes: ['Cấp huyện chấm dứt hoạt động từ 01/7/2025; giấy chứng nhận đã cấp vẫn có giá trị đến hết hạn.'],
  },
  {
    id: '148-1489',
    number: '148/QĐ-TTg',
    amendedBy: ['1489/QĐ-TTg'],
    inForceFrom: '2025-07-06',
    inForceTo: '2026-07-21',
    partMaxima: { a: 40, b: 25, c: 35 },
    bands: STAR_RANGES,
    recognisedBy: { 3: 'province', 4: 'province', 5: 'central' },
    validityMonths: VALIDITY_MONTHS,
    notes: [LAPSE_NOTE],
  },
  {
    id: '26-2026',
    number: '26/2026/QĐ-TTg',
    amendedBy: [],
    inForceFrom: '2026-05-22',
    inForceTo: null,
    partMaxima: { a: 40, b: 25, c: 35 },
    bands: STAR_RANGES,
    recognisedBy: { 3: 'province', 4: 'province', 5: 'ministry' },
    validityMonths: VALIDITY_MONTHS,
    notes: ['Giấy chứng nhận cấp trước 22/5/2026 có giá trị đến hết thời hạn ghi trên đó (khoản 1 Điều 12).'],
  },
];

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Grounds that exclude a product, by criteria set (26/2026/QĐ-TTg, Appendix II); none is printed for set 26. */
export const DISQUALIFIERS: readonly Disqualifier[] = [
  {
    ground: 'Hồ sơ giả mạo hoặc không đúng quy định',
    groundEn: 'Forged or non-compliant dossier',
    criteriaSets: range(1, 25),
  },
  {
    ground: 'Không có giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm',
    groundEn: 'No food-safety certificate of the facility',
    criteriaSets: range(1, 17),
  },
  { ground: 'Không có giấy phép theo quy định', groundEn: 'No licence', criteriaSets: [15, 17] },
  {
    ground: 'Không đáp ứng GMP, công bố hoặc ghi nhãn',
    groundEn: 'Good manufacturing practice, declaration or labelling not met',
    criteriaSets: [18],
  },
  {
    ground: 'Không đáp ứng điều kiện sản xuất hoặc chưa công bố sản phẩm',
    groundEn: 'Production conditions or declaration not met',
    criteriaSets: [19, 20],
  },
  {
    ground: 'Nguyên liệu hoàn toàn nhập khẩu hoặc không rõ nguồn gốc',
    groundEn: 'Material wholly imported or of unknown origin',
    criteriaSets: [...range(7, 15), ...range(18, 20)],
  },
  {
    ground: 'Trùng với sản phẩm của chủ thể khác',
    groundEn: "Identical to another maker's product",
    criteriaSets: range(5, 14),
  },
  {
    ground: 'Vi phạm quyền sở hữu trí tuệ',
    groundEn: 'Breach of intellectual property',
    criteriaSets: [21, 22],
  },
];

/** Findings at which scoring stops, by criteria set (26/2026/QĐ-TTg, Appendix II). */
export const SCORING_STOPS: readonly Disqualifier[] = [
  {
    ground: 'Có tạp chất nguy hại',
    groundEn: 'Dangerous impurities',
    criteriaSets: [...range(1, 13), 15, 17],
  },
  { ground: 'Có chỉ tiêu cảm quan đạt 0 điểm', groundEn: 'Any sensory item at 0', criteriaSets: [16] },
  { ground: 'Không có phiếu công bố', groundEn: 'No declaration slip', criteriaSets: [19, 20] },
];

/** When a re-evaluation is filed, counted in days before `validTo`, and decided (26/2026/QĐ-TTg, Art. 7.6). */
export const RE_EVALUATION = { earliestDaysBefore: 180, latestDaysBefore: 120, decidedWithinDays: 45 } as const;

/** Evaluation under the old rules of a dossier filed before 26/2026/QĐ-TTg ends on these days (Art. 12.2: 60 and 30 days). */
export const TRANSITION = {
  newRulesFrom: '2026-05-22',
  evaluateBy: { first: '2026-07-21', upgrade: '2026-07-21', 're-evaluation': '2026-06-21' },
} as const satisfies { newRulesFrom: string; evaluateBy: Record<DossierKind, string> };

/** A regime by its id. */
export const regime = (id: RegimeId): Regime => {
  const found = REGIMES.find((candidate) => candidate.id === id);
  if (found === undefined) throw new RangeError(`No regime ${id}`);
  return found;
};

/** Whether the regime was in force on the day. */
export const regimeInForce = (id: RegimeId, day: string): boolean => {
  const { inForceFrom, inForceTo } = regime(id);
  return inForceFrom <= day && (inForceTo === null || day <= inForceTo);
};

/** The regimes in force on the day, oldest first: none before 2019-08-21, two during the transition of 2026. */
export const regimesInForce = (day: string): readonly Regime[] => REGIMES.filter(({ id }) => regimeInForce(id, day));

/**
 * The regime that a dossier is evaluated under. A dossier filed before 2026-05-22 keeps the rules of its filing day
 * provided that its evaluation ends by the day set for its kind; pass `evaluatedOn` to have that checked. `undefined`
 * for filings before 2019-08-21.
 */
export const regimeFor = ({
  filedOn,
  kind,
  evaluatedOn,
}: {
  filedOn: string;
  kind: DossierKind;
  evaluatedOn?: string;
}): RegimeId | undefined => {
  if (filedOn >= TRANSITION.newRulesFrom) return '26-2026';
  if (evaluatedOn !== undefined && evaluatedOn > TRANSITION.evaluateBy[kind]) return '26-2026';
  return regimesInForce(filedOn)[0]?.id;
};

/**
 * The stars of a mean total out of 100: bands begin at 90, 70, 50 and 30, without rounding (89.99 is 4). Throws
 * `RangeError` if the total is not a number from 0 to 100.
 */
export const starRange = (total: number): 1 | 2 | 3 | 4 | 5 => {
  const range = total <= 100 ? STAR_RANGES.find(({ minTotal }) => total >= minTotal) : undefined;
  if (range === undefined) throw new RangeError(`A total is from 0 to 100, not ${total}`);
  return range.stars;
};

/** Whether an office of this level recognises this star under the regime; the ministry acts for the central council. */
export const mayRecognise = ({
  regime: id,
  stars,
  level,
}: {
  regime: RegimeId;
  stars: RecognisedStars;
  level: IssuerLevel;
}): boolean => {
  const recogniser = regime(id).recognisedBy[stars];
  return recogniser === level || (recogniser === 'central' && level === 'ministry');
};
