// Texts of input and of changes of state that every feature shares, in both languages.
import type { Text } from '#shared/platform/problem.ts';

export const nothingToChange: Text = {
  vi: 'Không có gì để thay đổi.',
  en: 'There is nothing to change.',
};

export const invalidText: Text = {
  vi: 'Chứa ký tự điều khiển, ký tự ẩn hoặc ký tự Unicode không hợp lệ.',
  en: 'Contains control, invisible or broken characters.',
};

export const blank: Text = {
  vi: 'Không được để trống.',
  en: 'Must not be blank.',
};

export const textTooLong = (max: number): Text => ({
  vi: `Dài quá ${max} ký tự sau khi chuẩn hóa.`,
  en: `Is longer than ${max} characters once normalised.`,
});

export const invalidDate: Text = {
  vi: 'Phải là một ngày có thật, dạng YYYY-MM-DD.',
  en: 'Must be a real day as YYYY-MM-DD.',
};

export const invalidInstant: Text = {
  vi: 'Phải là thời điểm có múi giờ, như 2026-11-23T16:00:00+07:00.',
  en: 'Must be an instant with its offset, such as 2026-11-23T16:00:00+07:00.',
};

export const phoneInvalid: Text = {
  vi: 'Không phải số điện thoại hợp lệ.',
  en: 'Is not a valid phone number.',
};

/** Texts for an id of the wrong kind, by the expected kind. */
export const ID_EXPECTED = {
  producer: { vi: 'Phải là mã chủ thể pdc_….', en: 'Must be the id of a producer, pdc_….' },
  product: { vi: 'Phải là mã sản phẩm prd_….', en: 'Must be the id of a product, prd_….' },
  salesPoint: { vi: 'Phải là mã điểm bán spt_….', en: 'Must be the id of a sales point, spt_….' },
  event: { vi: 'Phải là mã sự kiện evt_….', en: 'Must be the id of an event, evt_….' },
  registration: { vi: 'Phải là mã đăng ký reg_….', en: 'Must be the id of a registration, reg_….' },
} as const satisfies Record<string, Text>;

/**
 * The text of a 409: the state does not allow a change. `verb` and `noun` name the change and what it changes; `state` and
 * `from`, the states that allow it, are words of each language.
 */
export const stateConflict = (verb: Text, noun: Text, state: Text, from: { vi: string[]; en: string[] }): Text => ({
  vi: `Không thể ${verb.vi} khi ${noun.vi} ${state.vi}; chỉ được khi ${from.vi.join(', ')}.`,
  en: `Cannot ${verb.en} ${noun.en} that is ${state.en}; only one that is ${from.en.join(' or ')}.`,
});
