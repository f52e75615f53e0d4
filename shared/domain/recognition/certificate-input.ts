// Input of certificates, and the rules of the decisions. The rules are dated data in regimes.ts.

import * as z from 'zod';
import { day, multiLineText, reason, ruleError, shapeError, singleLineText } from '#shared/domain/input.ts';
import { TEXT_MAX } from '#shared/platform/limits.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import { type Certificate, latestExtension, REVOCATION_GROUNDS, type Recognition, sumOfScores } from './certificate.ts';
import * as messages from './messages.ts';
import { isProductCode, normaliseProductCode } from './product-code.ts';
import { mayRecognise, REGIMES, type RegimeId, regime, regimeInForce, starRange } from './regimes.ts';

const namesOf = (id: RegimeId): string[] => {
  const { number, amendedBy } = regime(id);
  const bare = (text: string) => text.replace(/\/QĐ-TTg$/, '');
  return [id, ...[number, ...(id === '148-1489' ? amendedBy : [])].flatMap((text) => [text, bare(text)])];
};

/**
 * The possible regimes of a name: an id (`148`), or a decision's number with or without its suffix (`26/2026/QĐ-TTg`).
 * `148/QĐ-TTg` means the decision with or without its amendment; the decision's date determines which.
 */
const regimesNamed = (name: string): RegimeId[] =>
  REGIMES.map(({ id }) => id).filter((id) => namesOf(id).includes(name) || (name === '148' && id === '148-1489'));

const REGIME_NUMBERS = [...new Set(REGIMES.map(({ number }) => number))].join(', ');

const RegimeName = z
  .string()
  .max(40)
  .refine((name) => regimesNamed(name).length > 0, shapeError('invalid_value', messages.regimeUnknown(REGIME_NUMBERS)));

// Hundredths, so that sums are exact: 89.99 is never rounded to 90.
const points = z.number().min(0).max(100).multipleOf(0.01);

const fields = {
  number: singleLineText(100),
  decisionNumber: singleLineText(100),
  decisionDate: day,
  issuer: z.strictObject({ name: singleLineText(200), level: z.enum(['district', 'province', 'ministry']) }),
  regime: RegimeName,
  criteriaSet: z.int().min(1).max(26),
  scores: z.strictObject({ a: points, b: points, c: points }),
  scoreTotal: points,
  productCode: z.string().max(40).transform(normaliseProductCode),
  stars: z.union([z.literal(3), z.literal(4), z.literal(5)]),
  issuedOn: day,
  evidence: multiLineText(TEXT_MAX.evidence),
};

/** A certificate as an officer enters it. */
export const CreateCertificate = z.strictObject({
  product: z
    .string()
    .max(64)
    .regex(/^prd_[0-9A-Z]{26}$/),
  ...fields,
  scores: fields.scores.optional(),
  scoreTotal: fields.scoreTotal.optional(),
  productCode: fields.productCode.optional(),
  evidence: fields.evidence.optional(),
});
export type CreateCertificate = z.infer<typeof CreateCertificate>;

/** A correction: the fields to replace, and the reason. */
export const CorrectCertificate = z
  .strictObject({ ...z.object(fields).partial().shape, reason })
  .refine((given) => Object.keys(given).length > 1, shapeError('empty', messages.nothingToCorrect));
export type CorrectCertificate = z.infer<typeof CorrectCertificate>;

/** A revocation by the competent body. */
export const RevokeCertificate = z.strictObject({
  decisionNumber: singleLineText(100),
  decisionDate: day,
  ground: z.enum(REVOCATION_GROUNDS),
  reason: reason.optional(),
});
export type RevokeCertificate = z.infer<typeof RevokeCertificate>;

/** The reason why a revocation was a mistake. */
export const ReinstateCertificate = z
  .strictObject({ reason })
  .meta({ examples: [{ reason: 'Nhập nhầm sản phẩm; Quyết định 9/QĐ-UBND thu hồi giấy chứng nhận khác.' }] });

/** An extension under the transitional rule: the last day, and the basis. */
export const ExtendCertificate = z.strictObject({
  effectiveTo: day,
  basis: singleLineText(300),
  reason: reason.optional(),
});
export type ExtendCertificate = z.infer<typeof ExtendCertificate>;

const EXPIRY_WINDOW_MAX_DAYS = 3_650;

/** The number of days in which the listed certificates expire. */
export const ExpiringWithin = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .refine(
    (days) => days <= EXPIRY_WINDOW_MAX_DAYS,
    ruleError('too_many_days', messages.tooManyDays(EXPIRY_WINDOW_MAX_DAYS)),
  );

/** Determines the regime: of those with the name, the one in force on the decision's date. */
const decided = (name: string, decisionDate: string): RegimeId => {
  const named = regimesNamed(name);
  const [first] = named;
  if (first === undefined) throw new RangeError(`no regime ${name}`);
  return named.find((id) => regimeInForce(id, decisionDate)) ?? first;
};

/** The entered recognition with its regime determined. */
export const recognitionOf = ({ regime: name, ...given }: Omit<CreateCertificate, 'product'>): Recognition => {
  const { scores, scoreTotal, productCode, evidence, ...rest } = given;
  return {
    ...rest,
    regime: decided(name, given.decisionDate),
    ...(scores ? { scores } : {}),
    ...(scoreTotal === undefined ? {} : { scoreTotal }),
    ...(productCode ? { productCode } : {}),
    ...(evidence ? { evidence } : {}),
  };
};

const starFaults = (total: number, stars: Recognition['stars']): Fault[] => {
  const range = starRange(total);
  return stars <= range
    ? []
    : [brokenRule('/stars', 'stars_above_band', messages.starsAboveRange(total, range, stars))];
};

const scoreFaults = ({ scores, scoreTotal, stars, regime: id }: Recognition): Fault[] => {
  if (!scores) return scoreTotal === undefined ? [] : starFaults(scoreTotal, stars);
  const { partMaxima } = regime(id);
  const faults = (['a', 'b', 'c'] as const)
    .filter((part) => scores[part] > partMaxima[part])
    .map((part) =>
      brokenRule(
        `/scores/${part}`,
        'part_above_maximum',
        messages.partAboveMaximum(part.toUpperCase(), partMaxima[part]),
      ),
    );
  if (faults.length > 0) return faults;
  const total = sumOfScores(scores);
  if (scoreTotal !== undefined && scoreTotal !== total) {
    return [brokenRule('/scoreTotal', 'score_total_differs', messages.scoreTotalDiffers(total))];
  }
  return starFaults(total, stars);
};

/** All rules that a recognition breaks, checked on `today`. */
export const recognitionFaults = (recognition: Recognition, today: string): Fault[] => {
  const { regime: id, decisionDate, issuedOn, stars, issuer } = recognition;
  const faults: Fault[] = [];
  for (const [field, value] of [
    ['decisionDate', decisionDate],
    ['issuedOn', issuedOn],
  ] as const) {
    if (value > today) faults.push(brokenRule(`/${field}`, 'in_the_future', messages.inTheFuture));
  }
  if (issuedOn < decisionDate) {
    faults.push(brokenRule('/issuedOn', 'before_decision', messages.beforeDecision));
  }
  const { number, inForceFrom, inForceTo } = regime(id);
  if (!regimeInForce(id, decisionDate)) {
    faults.push(
      brokenRule('/regime', 'regime_not_in_force', messages.regimeNotInForce(number, inForceFrom, inForceTo)),
    );
  } else if (!mayRecognise({ regime: id, stars, level: issuer.level })) {
    faults.push(
      brokenRule('/issuer/level', 'issuer_not_competent', messages.issuerNotCompetent(issuer.level, stars, number)),
    );
  }
  const { productCode } = recognition;
  if (productCode !== undefined && !isProductCode(productCode, today)) {
    faults.push(brokenRule('/productCode', 'product_code_invalid', messages.productCodeInvalid));
  }
  return [...faults, ...scoreFaults(recognition)];
};

/** The rules of an extension: after `validTo`, at most 180 days (26/2026/QĐ-TTg, Art. 12.3). */
export const extensionFaults = (certificate: Certificate, effectiveTo: string): Fault[] => {
  const latest = latestExtension(certificate);
  return effectiveTo > certificate.validTo && effectiveTo <= latest
    ? []
    : [brokenRule('/effectiveTo', 'extension_out_of_range', messages.extensionOutOfRange(certificate.validTo, latest))];
};
