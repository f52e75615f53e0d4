// Texts of input and of changes of state that every feature shares, in both languages.
import type { Text } from '#shared/platform/problem.ts';
import type { TextFault } from './written-text.ts';

export const nothingToChange: Text = {
  vi: 'Không có gì để thay đổi.',
  en: 'There is nothing to change.',
};

const TEXT_FAULTS: Record<TextFault['reason'], Text> = {
  broken_bytes: {
    vi: 'ký tự thay thế, do dữ liệu gửi lên không phải UTF-8; hãy gửi lại bằng UTF-8',
    en: 'the replacement character, which stands for bytes that were not UTF-8; send the text as UTF-8',
  },
  control: { vi: 'ký tự điều khiển', en: 'a control character' },
  invisible: { vi: 'ký tự ẩn', en: 'an invisible character' },
  line_break: { vi: 'dấu xuống dòng hoặc dấu tab', en: 'a line break or a tab' },
  look_alike: {
    vi: 'chữ cái Kirin hoặc Hy Lạp trông giống chữ cái Latinh',
    en: 'a Cyrillic or Greek letter that looks like a Latin one',
  },
  marks: { vi: 'chữ cái có quá ba dấu', en: 'a letter with more than three marks' },
  old_font: {
    vi: 'chữ gõ theo phông TCVN3 (ABC) hoặc VNI; hãy chuyển sang Unicode',
    en: 'text written for a font of TCVN3 (ABC) or VNI; convert it to Unicode',
  },
  private_use: { vi: 'ký tự của một phông chữ riêng', en: 'a character of a private font' },
  surrogate: { vi: 'một nửa ký tự Unicode', en: 'half of a Unicode character' },
};

const describedCharacter = (character: string): string => {
  const codePoint = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{L}\p{N}\p{S}]/u.test(character) ? `“${character}” (${codePoint})` : codePoint;
};

export const invalidText = ({ reason, character, place }: TextFault): Text => ({
  vi: `Vị trí ${place} có ${TEXT_FAULTS[reason].vi}: ${describedCharacter(character)}.`,
  en: `Has ${TEXT_FAULTS[reason].en} at position ${place}: ${describedCharacter(character)}.`,
});

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
