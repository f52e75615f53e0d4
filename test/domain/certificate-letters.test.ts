import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { writable } from '#functions/events/certificate-letters.ts';

type Fontkit = { create: (bytes: Buffer) => { characterSet: number[]; layout: (text: string) => Layout } };
type Layout = { glyphs: { id: number }[]; positions: { xAdvance: number }[] };
/** The library with which the PDF library reads fonts. */
const { create } = createRequire(createRequire(import.meta.url).resolve('pdfkit'))('fontkit') as Fontkit;
const font = create(readFileSync(new URL('../../functions/events/fonts/noto-sans-latin-400.woff', import.meta.url)));

const isKept = (letter: string): boolean =>
  letter.normalize('NFC') === letter && letter === writable(`a${letter}`).text.slice(1);

describe('the font of certificates', () => {
  it('has exactly the letters that are written as they are', () => {
    const has = new Set(font.characterSet.filter((code) => isKept(String.fromCodePoint(code))));
    const kept = Array.from({ length: 0x20000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .filter((code) => isKept(String.fromCodePoint(code)));
    expect(kept.filter((code) => !has.has(code))).toEqual([]);
    expect(kept.length).toBeGreaterThan(800);
  });

  it("has every letter of Vietnam's languages with every tone, and sets marks over their letter", () => {
    const bases = [...'aăâbƀcčdđeĕêghiĭklmnñňoŏôơpqrstuŭưvwxyzfj'].flatMap((letter) => [letter, letter.toUpperCase()]);
    const marks = [
      '',
      '\u0306',
      '\u0300',
      '\u0301',
      '\u0303',
      '\u0309',
      '\u0323',
      '\u0302',
      '\u030c',
      '\u0304',
      '\u0331',
    ];
    const wrong = bases.flatMap((base) =>
      marks
        .filter((mark) => {
          const { glyphs, positions } = font.layout(writable(base + mark).text);
          return (
            !writable(base + mark).whole ||
            glyphs.some(({ id }) => id === 0) ||
            positions.slice(1).some(({ xAdvance }) => xAdvance !== 0)
          );
        })
        .map((mark) => base + mark),
    );
    expect(wrong).toEqual([]);
  });
});

describe('a text for a certificate', () => {
  it.each([
    ['Rượu mận Ẩn Sĩ', 'Rượu mận Ẩn Sĩ', true],
    ['Čư̆ M̆gar ơ̆ ê̆', 'Čư̆ M̆gar ơ̆ ê̆', true],
    ['Ｂánh ﬁn', 'Bánh fin', true],
    ['Hội chợ 🏮 Xuân', 'Hội chợ Xuân', true],
    ['Trần 陳大文', 'Trần ?', false],
    ['ꨌꩌ Chăm', '? Chăm', false],
    ['ខ្មែរ', '?', false],
    ['🏮', '?', false],
    ['ἂ', '?', false],
  ])('of %j is %j', (given, text, whole) => {
    expect(writable(given)).toEqual({ text, whole });
  });
});
