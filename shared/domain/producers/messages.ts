// Texts of producers that callers read, in both languages.
import type { Text } from '#shared/platform/problem.ts';

export const personalNumberInvalid: Text = {
  vi: 'Số định danh cá nhân có 12 chữ số.',
  en: 'A personal number has 12 digits.',
};

export const personalNumberImpossible: Text = {
  vi: 'Số định danh cá nhân này không thể có: mã tỉnh, mã thế kỷ hoặc năm sinh không đúng.',
  en: 'There is no such personal number: its province, century or year of birth is impossible.',
};

export const personalNumberNotApplicable: Text = {
  vi: 'Chỉ hộ kinh doanh, trang trại và tổ hợp tác dùng số định danh cá nhân thay mã số thuế.',
  en: 'Only a household business, a farm or a cooperative group gives a personal number in place of a tax code.',
};

export const producerNoun: Text = {
  vi: 'chủ thể',
  en: 'a producer',
};

export const taxCodeIsPersonalNumber: Text = {
  vi: '12 chữ số là số định danh cá nhân; hãy gửi ở trường personalNumber.',
  en: '12 digits are a personal number; send it as personalNumber.',
};

export const taxCodeInvalid: Text = {
  vi: 'Mã số thuế có 10 chữ số với chữ số kiểm tra đúng, có thể kèm -NNN.',
  en: 'A tax code has 10 digits with a right check digit, and perhaps -NNN.',
};

export const officerOnlyFields = (fields: string): Text => ({
  vi: `Sau khi xác minh, chỉ cán bộ mới sửa: ${fields}.`,
  en: `Once verified, only an officer changes: ${fields}.`,
});

/** Names of the transitions in the text of a 409. */
export const PRODUCER_VERBS = {
  verify: { vi: 'xác minh', en: 'verify' },
  suspend: { vi: 'đình chỉ', en: 'suspend' },
} as const satisfies Record<string, Text>;

/** The states in Vietnamese. */
export const PRODUCER_STATES_VI = {
  registered: 'chờ xác minh',
  verified: 'đã xác minh',
  suspended: 'bị đình chỉ',
} as const;
