// Texts of recognition that callers read, in both languages.
import type { Text } from '#shared/platform/problem.ts';
import { type Day, dayText } from '#shared/platform/vietnam-day.ts';

export const regimeUnknown = (numbers: string): Text => ({
  vi: `Phải là một trong: ${numbers}.`,
  en: `Must be one of: ${numbers}.`,
});

export const nothingToCorrect: Text = {
  vi: 'Không có gì để sửa.',
  en: 'There is nothing to correct.',
};

export const tooManyDays = (max: number): Text => ({
  vi: `Nhiều nhất ${max} ngày.`,
  en: `At most ${max} days.`,
});

export const partAboveMaximum = (part: string, max: number): Text => ({
  vi: `Phần ${part} tối đa ${max} điểm.`,
  en: `Part ${part} has at most ${max} points.`,
});

export const scoreTotalDiffers = (total: number): Text => ({
  vi: `Tổng điểm các phần là ${total}.`,
  en: `The points of the parts add up to ${total}.`,
});

export const productCodeInvalid: Text = {
  vi: 'Mã sản phẩm có dạng tỉnh-xã-số thứ tự-năm, như 37-14329-01-2026; mã cũ có thêm mã huyện, như 37-373-14560-02-2021. Mã tỉnh phải có trong danh mục và năm từ 2018 đến nay.',
  en: 'A product code is province-commune-serial-year, as 37-14329-01-2026; older ones have a district, as 37-373-14560-02-2021. The province must be in the list, and the year between 2018 and now.',
};

export const starsAboveRange = (total: number, range: number, stars: number): Text => ({
  vi: `Tổng ${total} điểm đạt ${range} sao, không phải ${stars} sao.`,
  en: `A total of ${total} points is ${range} stars, not ${stars}.`,
});

export const inTheFuture: Text = {
  vi: 'Không được ở tương lai.',
  en: 'Must not be in the future.',
};

export const beforeDecision: Text = {
  vi: 'Ngày cấp không được trước ngày quyết định.',
  en: 'Must not be before the decision.',
};

export const extensionOutOfRange = (validTo: string, latest: string): Text => ({
  vi: `Phải sau ${validTo} và không quá ${latest}.`,
  en: `Must be after ${validTo} and not after ${latest}.`,
});

export const revokedNotCorrectable: Text = {
  vi: 'Giấy chứng nhận đã bị thu hồi nên không sửa được; nếu thu hồi nhầm, hãy khôi phục trước.',
  en: 'The certificate is revoked and cannot be corrected; if that was a mistake, reinstate it first.',
};

export const correctionsMax = (max: number): Text => ({
  vi: `Đã sửa ${max} lần, là mức nhiều nhất.`,
  en: `It was corrected ${max} times, which is the most.`,
});

export const revokedNotExtendable: Text = {
  vi: 'Giấy chứng nhận đã bị thu hồi nên không gia hạn được; nếu thu hồi nhầm, hãy khôi phục trước.',
  en: 'The certificate is revoked and cannot be extended; if that was a mistake, reinstate it first.',
};

export const numberTaken: Text = {
  vi: 'Sản phẩm đã có giấy chứng nhận mang số này; hãy dùng thao tác sửa.',
  en: 'The product has a certificate of this number; correct that one.',
};

export const notRevoked: Text = {
  vi: 'Giấy chứng nhận không bị thu hồi.',
  en: 'The certificate is not revoked.',
};

export const reinstatementOver = (last: string): Text => ({
  vi: `Chỉ khôi phục được đến hết ngày ${dayText(last)}; sau đó cần một quyết định mới.`,
  en: `It could be reinstated until ${last}; after that a new decision is needed.`,
});

export const reinstatementsMax = (max: number): Text => ({
  vi: `Đã khôi phục ${max} lần, là mức nhiều nhất.`,
  en: `It was reinstated ${max} times, which is the most.`,
});

export const alreadyRevoked: Text = {
  vi: 'Giấy chứng nhận đã bị thu hồi.',
  en: 'The certificate is revoked already.',
};

export const beforeIssue: Text = {
  vi: 'Không được trước ngày cấp.',
  en: 'Must not be before the day of issue.',
};

export const regimeNotInForce = (number: string, from: Day, to: Day | null | undefined): Text => ({
  vi: `${number} có hiệu lực từ ${from}${to ? ` đến ${to}` : ''}.`,
  en: `${number} is in force from ${from}${to ? ` to ${to}` : ''}.`,
});

const LEVELS_VI = { district: 'huyện', province: 'tỉnh', ministry: 'Bộ' } as const;

export const issuerNotCompetent = (level: keyof typeof LEVELS_VI, stars: number, number: string): Text => ({
  vi: `Cấp ${LEVELS_VI[level]} không công nhận ${stars} sao theo ${number} vào ngày này.`,
  en: `A ${level} does not recognise ${stars} stars under ${number} on this day.`,
});
