import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collationKey, fold, normaliseVietnamese, slugify } from '#shared/platform/text.ts';

const SYLLABLES =
  'an ăn ân ba bá bà bả bã bạ bằng bắc bặng cà cả chè chưng đa dá đắk đông êm gạo gia giá già gìn hà hạ hoa hòa hóa hoàn hoằng hương huế khỏe khuỷu kê mắm mật miến mộc nem nguyễn ngoài ô ổi ông ơ ớt phụ phú phủ quả quê quý quốc rượu sim tép thịt thủy tôm trà tuyết ủ ư ứng ước vải xoài ý yên yến'.split(
    ' ',
  );
const syllable = fc.constantFrom(...SYLLABLES);
const cased = fc
  .tuple(syllable, fc.constantFrom('lower', 'title', 'upper'))
  .map(([word, letters]) =>
    letters === 'lower'
      ? word
      : letters === 'upper'
        ? word.toUpperCase()
        : word.charAt(0).toUpperCase() + word.slice(1),
  );
const phrase = fc.array(cased, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const letters = fc
  .array(
    fc.constantFrom(
      ...'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ0123456789',
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((word) => word.join(''));

const bytes = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
const keyOrder = (a: string, b: string): number => bytes(collationKey(a), collationKey(b));

describe('stored text', () => {
  test.each([
    ['Thanh Hoá', 'Thanh Hóa'],
    ['Hoà Bình', 'Hòa Bình'],
    ['KHOẺ', 'KHỎE'],
    ['thuỷ sản', 'thủy sản'],
    ['Uỷ ban', 'Ủy ban'],
    ['Hoàn', 'Hoàn'],
    ['Hòan', 'Hoàn'],
    ['hùynh', 'huỳnh'],
    ['qúy', 'quý'],
    ['Quý', 'Quý'],
    ['qủa', 'quả'],
    ['gía', 'giá'],
    ['gì', 'gì'],
    ['gìn giữ', 'gìn giữ'],
    ['giếng', 'giếng'],
    ['ngoài', 'ngoài'],
    ['ngòai', 'ngoài'],
    ['khuỷu', 'khuỷu'],
    ['Nguyễn', 'Nguyễn'],
    ['thuở', 'thuở'],
    ['Huế', 'Huế'],
    ['Hoằng Phụ', 'Hoằng Phụ'],
    ['của', 'của'],
    ['café', 'café'],
    ['résumé', 'résumé'],
    ['Đăk Hlơ', 'Đăk Hlơ'],
  ])('places the tone of %s as in %s', (written, stored) => {
    expect(normaliseVietnamese(written)).toBe(stored);
    expect(normaliseVietnamese(written.normalize('NFD'))).toBe(stored);
  });

  test('has single spaces and none at the ends', () => {
    expect(normaliseVietnamese('  Phố\u00a0cổ \n Hoa\tLư ')).toBe('Phố cổ Hoa Lư');
  });

  test('is the same when normalised again, and folds as before', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), phrase, letters), (text) => {
        const once = normaliseVietnamese(text);
        expect(normaliseVietnamese(once)).toBe(once);
        expect(once).toBe(once.normalize('NFC'));
        expect(fold(once)).toBe(fold(text));
      }),
    );
  });
});

describe('folded text', () => {
  test.each([
    ['Thịt chưng mắm tép', 'thit chung mam tep'],
    ['ĐẮK LẮK', 'dak lak'],
    ['Bà Rịa - Vũng Tàu', 'ba ria vung tau'],
    ['  50% cồn!! ', '50 con'],
    ['', ''],
  ])('of %s is %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test('does not depend on composition or tone placement', () => {
    expect(fold('Thanh Hoá'.normalize('NFD'))).toBe(fold('Thanh Hóa'));
  });

  test('makes slugs of letters, digits and hyphens', () => {
    expect(slugify('Rượu sim Bảo An (40%)')).toBe('ruou-sim-bao-an-40');
    expect(slugify('中文')).toBe('');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => /^([a-z0-9]+(-[a-z0-9]+)*)?$/.test(slugify(text))),
    );
  });
});

describe('the sort key', () => {
  test('orders words as the Vietnamese alphabet does', () => {
    const sorted = '1 2 a à ả ã á ạ ă â ba bà bạ bả da đa e ê o ô ơ u ư y'.split(' ');
    sorted.splice(sorted.indexOf('ba'), 4, 'ba', 'bà', 'bả', 'bạ');
    expect(sorted.toReversed().sort(keyOrder)).toEqual(sorted);
  });

  test('agrees with CLDR on Vietnamese phrases and on any run of letters and tones', () => {
    const collator = new Intl.Collator('vi');
    const pair = fc.oneof(fc.tuple(phrase, phrase), fc.tuple(letters, letters));
    fc.assert(
      fc.property(pair, ([left, right]) => {
        const [a, b] = [normaliseVietnamese(left), normaliseVietnamese(right)];
        expect(keyOrder(a, b)).toBe(Math.sign(collator.compare(a, b)));
      }),
      { numRuns: 3000 },
    );
  });

  test('agrees with CLDR on phrases that share their letters', () => {
    const collator = new Intl.Collator('vi');
    const syllables = fc.array(fc.constantFrom('ba', 'bà', 'bả', 'bã', 'bá', 'bạ', 'BA', 'Bạ', 'bÁ'), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(syllables, syllables, (left, right) => {
        const [a, b] = [left.join(' '), right.join(' ')];
        expect(keyOrder(a, b)).toBe(Math.sign(collator.compare(a, b)));
      }),
      { numRuns: 2000 },
    );
  });

  test('is a total order on what it keeps', () => {
    fc.assert(
      fc.property(phrase, phrase, phrase, (a, b, c) => {
        expect(keyOrder(a, b) + keyOrder(b, a)).toBe(0);
        if (keyOrder(a, b) <= 0 && keyOrder(b, c) <= 0) expect(keyOrder(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('is ASCII without # and no more than about twice as long as the text', () => {
    fc.assert(
      fc.property(phrase, (text) => {
        expect(collationKey(text).length).toBeLessThanOrEqual(2 * text.length + 3);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(collationKey(text)).toMatch(/^[\x21\x24-\x7e]*$/);
      }),
    );
  });

  test('does not tell compositions and tone placements apart', () => {
    expect(collationKey('Thanh Hoá'.normalize('NFD'))).toBe(collationKey('Thanh Hóa'));
  });

  test('counts punctuation as a space and puts other scripts last', () => {
    expect(collationKey('Bà Rịa - Vũng Tàu')).toBe(collationKey('Bà Rịa Vũng Tàu'));
    expect(['中', 'zz', 'Ю'].sort(keyOrder)).toEqual(['zz', 'Ю', '中']);
  });

  test('keeps the order of letters when it is cut', () => {
    const cut = (text: string): string => collationKey(text).slice(0, 4);
    expect(bytes(cut('bàn tay'), cut('bát cơm'))).toBe(-1);
  });
});
