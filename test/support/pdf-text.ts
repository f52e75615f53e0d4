import { inflateSync } from 'node:zlib';

/** The text of a PDF: its strings through the map of glyphs to letters that each font carries. */
export const textOf = (pdf: Buffer): string => {
  const source = pdf.toString('latin1');
  const objects = new Map(
    [...source.matchAll(/(\d+) 0 obj\n(.*?)\nendobj/gs)].map(([, id = '', body = '']) => [id, body]),
  );
  const streamOf = (body = ''): string => {
    const packed = /stream\n(.*)\nendstream/s.exec(body)?.[1];
    return packed === undefined ? '' : inflateSync(Buffer.from(packed, 'latin1')).toString('latin1');
  };
  const letters = new Map<string, string[]>();
  for (const [, name = '', id = ''] of source.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1] ?? '';
    const range = /\[(.*?)\]/s.exec(streamOf(objects.get(map)))?.[1] ?? '';
    letters.set(
      name,
      range.split(/\s+/).map((hex) => String.fromCharCode(Number.parseInt(hex.slice(1, -1), 16))),
    );
  }
  let font = '';
  return [...objects.values()]
    .map(streamOf)
    .flatMap((stream) => [...stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/gs)])
    .map(([, chosen, text = '']) => {
      font = chosen ?? font;
      return [...text.matchAll(/<([0-9a-f]+)>/g)]
        .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
        .map((glyph) => letters.get(font)?.[Number.parseInt(glyph, 16)] ?? '?')
        .join('');
    })
    .join('');
};
