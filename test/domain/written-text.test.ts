import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { multiLineText, singleLineText } from '#shared/domain/input.ts';
import { faultOfText, withoutInvisible } from '#shared/domain/written-text.ts';
import { collationKey, fold, normaliseVietnamese, slugify } from '#shared/platform/text.ts';

const codePointsOf = (pattern: RegExp): string[] =>
  Array.from({ length: 0x110000 }, (_, codePoint) => codePoint)
    .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
    .map((codePoint) => String.fromCodePoint(codePoint))
    .filter((character) => pattern.test(character));

const name = singleLineText(200);
const story = multiLineText(200);

describe('characters that come along when text is copied', () => {
  test.each([
    ['\u202d0912 345 678\u202c', '0912 345 678'],
    ['\u2066Cơm cháy\u2069', 'Cơm cháy'],
    ['\u200eMật ong\u200f', 'Mật ong'],
    ['Chè\ufe0d Thái', 'Chè Thái'],
    ['Tôm chua\t', 'Tôm chua'],
    ['Tôm chua\r\n', 'Tôm chua'],
    ['\ufeffNem\u00ad chua', 'Nem chua'],
    ['Bánh\u200b đậu\u2060 xanh', 'Bánh đậu xanh'],
  ])('are left out of %j', (written, stored) => {
    expect(withoutInvisible(written)).toBe(stored);
    expect(name.parse(written)).toBe(stored);
  });

  test.each(['Quà 👨‍👩‍👧 gia đình', '1️⃣ loại', 'Yêu ❤️ quê', 'ស្ករ\u200bត្នោត'])(
    'stay where they mean something: %j',
    (text) => {
      expect(withoutInvisible(text)).toBe(text);
    },
  );

  it('are left out wherever they are: every ignorable format character and selector', () => {
    const ignorable = codePointsOf(/[\p{Cf}&&\p{Default_Ignorable_Code_Point}]|[\ufe00-\ufe0f]/v);
    expect(ignorable.length).toBeGreaterThan(150);
    const kept = ignorable.filter((character) =>
      ['ab', `${character}ab`, `a${character}b`, `ab${character}`].some(
        (text) => withoutInvisible(text) !== 'ab' && text !== 'ab',
      ),
    );
    expect(kept).toEqual([]);
  });

  it('are left out once: a second time changes nothing', () => {
    const unit = fc.oneof(
      fc.constantFrom('\u200d', '\ufe0f', '\u202e', '👩', '1', '\u20e3', 'ស', ' ', 'a'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (parts) => {
        const once = withoutInvisible(parts.join(''));
        expect(withoutInvisible(once)).toBe(once);
      }),
    );
  });
});

describe('text that is not what it looks like', () => {
  test.each([
    ['Cơm\u0007 cháy', 'control', 4],
    ['Cơm\ncháy', 'line_break', 4],
    ['Cơm\tcháy', 'line_break', 4],
    ['B\ufffdnh', 'broken_bytes', 2],
    ['Mắm \ue001', 'private_use', 5],
    ['Cơm \ud800', 'surrogate', 5],
    ['Nước mắm Сom', 'look_alike', 10],
    ['Trà хanh', 'look_alike', 5],
    ['Vitamin Ε', 'look_alike', 9],
    ['Cơm a\u0301\u0302\u0323\u0300', 'marks', 5],
    ['Vieät Nam', 'old_font', 3],
    ['Coäng hoøa', 'old_font', 2],
    ['Röôïu sim', 'old_font', 2],
    ['Nöôùc maém', 'old_font', 2],
    ['Baùnh ñaäu xanh', 'old_font', 2],
    ['®éc lËp', 'old_font', 1],
    ['B¸nh ®Ëu xanh', 'old_font', 2],
    ['Céng hoµ', 'old_font', 8],
  ] as const)('%j is refused as %s at %i', (text, reason, place) => {
    expect(faultOfText(text, 'one')).toMatchObject({ reason, place });
    expect(name.safeParse(text).success).toBe(false);
  });

  test.each([
    'Cà phê Buôn Ma Thuột',
    'Moët & Chandon',
    'Noël',
    'Citroën naïve Noël',
    'Tràng An®',
    'Hàm lượng 5 µg/ml',
    'Loại A¹',
    'β-glucan',
    'Москва',
    'Müller Thurgau',
    'São Paulo',
    'Gà·Vịt',
    'Rượu Ê Đê ƀ ĭ ŭ ŏ ĕ',
    'Hoà oá uý ià',
    '500 m² · 3½ kg',
  ])('%s is taken', (text) => {
    expect(faultOfText(text, 'one')).toBeUndefined();
  });

  it('is never a word of Vietnamese: every letter with every tone, in every pair', () => {
    const letters = [...'aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ'].flatMap((letter) =>
      /[aăâeêioôơuưy]/i.test(letter)
        ? ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].map((tone) => (letter + tone).normalize('NFC'))
        : [letter],
    );
    const vowel = /[aăâeêioôơuưy]/i;
    const toned = (letter: string): boolean => /[\u0300\u0301\u0303\u0309\u0323]/.test(letter.normalize('NFD'));
    const spelt = (a: string, b: string): boolean =>
      !(vowel.test(a.normalize('NFD').charAt(0)) && /^[âêô]/i.test(b.normalize('NFC'))) && !(toned(a) && toned(b));
    const refused = letters.flatMap((a) =>
      letters
        .filter((b) => spelt(a, b))
        .map((b) => `t${a}${b}n Đắk`)
        .filter((text) => faultOfText(text, 'one')),
    );
    expect(refused).toEqual([]);
  });

  it('names every control, private and half character with its place, in one line and in several', () => {
    const refused = codePointsOf(/[\p{Cc}--[\t\n\r]]|\p{Co}/v);
    expect(refused.length).toBeGreaterThan(6_000);
    const wrong = refused.filter((character) =>
      (['one', 'several'] as const).some((lines) => faultOfText(`Cơm ${character} cháy`, lines)?.place !== 5),
    );
    expect(wrong).toEqual([]);
    expect(story.safeParse('một\nhai').success).toBe(true);
  });

  it('tells the character and its place in both languages', () => {
    const [issue] = name.safeParse('Nước mắm Сom').error?.issues ?? [];
    expect(issue).toMatchObject({
      params: {
        code: 'invalid_text',
        detail: {
          vi: 'Vị trí 10 có chữ cái Kirin hoặc Hy Lạp trông giống chữ cái Latinh: “С” (U+0421).',
          en: 'Has a Cyrillic or Greek letter that looks like a Latin one at position 10: “С” (U+0421).',
        },
      },
    });
  });
});

describe('letters that look like Đ', () => {
  test.each(['\u00d0', '\u0189', '\u0110'])('%s is Đ in names, slugs, search and order', (letter) => {
    const text = `Âu ${letter}en ${letter}ồng Tâm`;
    expect(normaliseVietnamese(text)).toBe('Âu Đen Đồng Tâm');
    expect(slugify(text)).toBe('au-den-dong-tam');
    expect(fold(text)).toBe('au den dong tam');
    expect(collationKey(text)).toBe(collationKey('Âu Đen Đồng Tâm'));
    expect(story.parse(`một\n${text}`)).toBe('một\nÂu Đen Đồng Tâm');
  });

  test.each(['\u00f0', '\u0256', '\u0111'])('%s is đ', (letter) => {
    expect(normaliseVietnamese(`bánh ${letter}a`)).toBe('bánh đa');
    expect(fold(`bánh ${letter}a`)).toBe('banh da');
  });
});
