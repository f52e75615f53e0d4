import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { REJECTION_CODES, REJECTIONS } from '#shared/domain/images/messages.ts';
import { IMAGE_TYPES, type ImageType, UPLOAD_MAX_BYTES } from '#shared/domain/images/renditions.ts';
import { layoutOf, sniffImage } from '#shared/domain/images/sniff.ts';
import {
  animatedPng,
  animatedWebp,
  ascii,
  brandedFile,
  film,
  iptcSegment,
  jpegSegment,
  pngChunk,
  testCard,
  withChunks,
  withRiffChunk,
  withSegments,
  xmpSegment,
  ZIP_END,
} from '#test/support/photos.ts';

const XMP =
  '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""><dc:title>Mắm tép</dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>';

const SCRIPTS = [
  '<script>alert(1)</script>',
  '<SCRIPT src=//a.example>',
  '<html>',
  '<!DOCTYPE html>',
  '<body onload=alert(1)>',
  '<iframe/src=javascript:alert(1)>',
  '<?php system($_GET[0]);',
  '<svg onload=alert(1)>',
  '<svg/onload=alert(1)>',
  '<img src=x onerror=alert(1)>',
  '<!ENTITY x SYSTEM "file:///etc/passwd">',
];

const files = {} as Record<ImageType, Buffer>;
const whole: Record<string, { bytes: Buffer; type: ImageType }> = {};

beforeAll(async () => {
  const card = testCard(64, 48);
  files['image/jpeg'] = await card.clone().jpeg().toBuffer();
  files['image/png'] = await card.clone().png().toBuffer();
  files['image/webp'] = await card.clone().webp().toBuffer();
  const { 'image/jpeg': jpeg, 'image/png': png, 'image/webp': webp } = files;
  const add = (name: string, type: ImageType, bytes: Buffer): void => {
    whole[name] = { bytes, type };
  };
  add('a plain JPEG', 'image/jpeg', jpeg);
  add('a progressive JPEG', 'image/jpeg', await card.clone().jpeg({ progressive: true }).toBuffer());
  add('a JPEG with an XMP packet', 'image/jpeg', withSegments(jpeg, xmpSegment(XMP)));
  add(
    'a JPEG with a caption',
    'image/jpeg',
    withSegments(jpeg, iptcSegment('Mam tep < 3 & <3'), jpegSegment(0xfe, ascii('a < b'))),
  );
  add('a JPEG with fill bytes before a marker', 'image/jpeg', withSegments(jpeg, Buffer.from([0xff, 0xff, 0xff])));
  add(
    'a JPEG with a few stray bytes between segments',
    'image/jpeg',
    withSegments(jpeg, jpegSegment(0xfe, ascii('x')), Buffer.alloc(7)),
  );
  add('a JPEG with a gain map behind it', 'image/jpeg', Buffer.concat([jpeg, withSegments(jpeg, xmpSegment(XMP))]));
  add('a motion photo', 'image/jpeg', Buffer.concat([jpeg, film(400_000)]));
  add('a gain map and a motion photo', 'image/jpeg', Buffer.concat([jpeg, jpeg, film(200_000)]));
  add(
    'a trailer as Samsung writes it',
    'image/jpeg',
    Buffer.concat([jpeg, ascii('\0\0\x01\x0aImage_UTC_Data1700000000000SEFH\x6b\0\0\0SEFT')]),
  );
  add('a JPEG padded with zeros', 'image/jpeg', Buffer.concat([jpeg, Buffer.alloc(5000)]));
  add('a plain PNG', 'image/png', png);
  add('an interlaced PNG', 'image/png', await card.clone().png({ progressive: true }).toBuffer());
  add(
    'a PNG with texts',
    'image/png',
    withChunks(
      png,
      pngChunk('tEXt', ascii('Comment\0a < b')),
      pngChunk('iTXt', ascii(`XML:com.adobe.xmp\0\0\0\0\0${XMP}`)),
    ),
  );
  add('an animated PNG', 'image/png', animatedPng(8));
  add('a plain WebP', 'image/webp', webp);
  add('a lossless WebP', 'image/webp', await card.clone().webp({ lossless: true }).toBuffer());
  add('a WebP with alpha', 'image/webp', await card.clone().ensureAlpha(0.5).webp().toBuffer());
  add('an animated WebP', 'image/webp', await animatedWebp(16));
  add('a WebP with an XMP packet', 'image/webp', withRiffChunk(webp, 'XMP ', ascii(XMP)));
});

describe('a photo', () => {
  it('is known by its bytes, however a phone has dressed it', () => {
    for (const [name, { bytes, type }] of Object.entries(whole)) {
      expect(sniffImage(bytes, type), name).toEqual({ type });
    }
  });

  it('is refused when it is not of the kind that was declared', () => {
    for (const type of IMAGE_TYPES) {
      for (const other of [...IMAGE_TYPES, 'image/gif', 'text/html', ''].filter((each) => each !== type)) {
        expect(sniffImage(files[type], other)).toEqual({ refused: 'type_mismatch' });
      }
    }
  });

  it('is refused wherever it breaks off', () => {
    for (const [name, { bytes, type }] of Object.entries(whole)) {
      if (/behind|motion|trailer|padded/.test(name)) continue;
      for (let length = 16; length < bytes.length; length += 1) {
        expect(sniffImage(bytes.subarray(0, length), type), `${name} cut to ${length}`).toEqual({
          refused: 'truncated',
        });
      }
    }
  });

  it('is not lost to a further photo behind it that breaks off', () => {
    const jpeg = files['image/jpeg'];
    const cut = Buffer.concat([jpeg, jpeg.subarray(0, jpeg.length - 40)]);
    expect(sniffImage(cut, 'image/jpeg')).toEqual({ type: 'image/jpeg' });
  });
});

describe('another file', () => {
  const refused = (bytes: Buffer | string, declared = 'image/jpeg') =>
    sniffImage(typeof bytes === 'string' ? ascii(bytes) : bytes, declared);

  it('of no bytes, or of too many, is refused as that', () => {
    expect(refused('')).toEqual({ refused: 'empty' });
    const large = Buffer.concat([files['image/jpeg'], Buffer.alloc(UPLOAD_MAX_BYTES)]);
    expect(refused(large.subarray(0, UPLOAD_MAX_BYTES + 1))).toEqual({ refused: 'too_large' });
    expect(refused(large.subarray(0, UPLOAD_MAX_BYTES))).toEqual({ type: 'image/jpeg' });
  });

  it('from an iPhone is refused as HEIC, under whatever type it comes', () => {
    for (const brand of ['heic', 'heix', 'hevc', 'heim', 'mif1', 'msf1']) {
      for (const type of IMAGE_TYPES)
        expect(refused(brandedFile(brand, 'mif1', 'heic'), type)).toEqual({ refused: 'heic_unsupported' });
    }
    expect(refused(brandedFile('mif1', 'MiHE', 'heic'))).toEqual({ refused: 'heic_unsupported' });
  });

  it('of a format that is not taken is refused as such', () => {
    for (const start of ['GIF89a', 'GIF87a', 'II*\0', 'MM\0*', '8BPS', '\xff\x0a', '\0\0\0\x0cJXL \r\n']) {
      expect(refused(start + '\0'.repeat(60))).toEqual({ refused: 'format_unsupported' });
    }
    expect(refused(`BM\x36\x10\0\0\0\0\0\0\x36${'\0'.repeat(60)}`)).toEqual({ refused: 'format_unsupported' });
    expect(refused(brandedFile('avif', 'mif1', 'miaf'))).toEqual({ refused: 'format_unsupported' });
    expect(refused(brandedFile('mif1', 'avif'))).toEqual({ refused: 'format_unsupported' });
  });

  it('that is an SVG is refused as that', () => {
    for (const svg of [
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn --><svg>',
      '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><SVG\n>',
      '<?xml version="1.0"?><s:svg xmlns:s="http://www.w3.org/2000/svg">',
    ]) {
      expect(refused(svg)).toEqual({ refused: 'svg_unsupported' });
    }
  });

  it('of any other kind is no image', () => {
    const others = [
      '<html><img></html>',
      '%PDF-1.7',
      'PK\x03\x04',
      'MZ',
      'Xin chào',
      '\x7fELF',
      '{"a":1}',
      'RIFF\x04\0\0\0WAVE',
      'ÿØ',
      '#!/bin/sh',
    ];
    for (const other of others) expect(refused(other)).toEqual({ refused: 'not_an_image' });
    expect(refused(film(1000))).toEqual({ refused: 'not_an_image' });
    expect(refused(gzipSync('<svg/>'))).toEqual({ refused: 'not_an_image' });
  });
});

describe('a file that is two things at once', () => {
  const places: Record<string, (carried: Buffer) => { bytes: Buffer; type: ImageType }> = {
    'a JPEG comment': (carried) => ({
      bytes: withSegments(files['image/jpeg'], jpegSegment(0xfe, carried)),
      type: 'image/jpeg',
    }),
    'a JPEG application segment': (carried) => ({
      bytes: withSegments(files['image/jpeg'], jpegSegment(0xe7, carried)),
      type: 'image/jpeg',
    }),
    'an XMP packet': (carried) => ({
      bytes: withSegments(files['image/jpeg'], xmpSegment(XMP.replace('Mắm tép', carried.toString('latin1')))),
      type: 'image/jpeg',
    }),
    'an IPTC caption': (carried) => ({
      bytes: withSegments(files['image/jpeg'], iptcSegment(carried.toString('latin1'))),
      type: 'image/jpeg',
    }),
    'stray bytes between segments': (carried) => ({
      bytes: withSegments(files['image/jpeg'], jpegSegment(0xfe, ascii('x')), carried),
      type: 'image/jpeg',
    }),
    'the end of a JPEG': (carried) => ({ bytes: Buffer.concat([files['image/jpeg'], carried]), type: 'image/jpeg' }),
    'a further photo': (carried) => ({
      bytes: Buffer.concat([files['image/jpeg'], withSegments(files['image/jpeg'], jpegSegment(0xfe, carried))]),
      type: 'image/jpeg',
    }),
    'a film behind the photo': (carried) => ({
      bytes: Buffer.concat([files['image/jpeg'], film(1000), carried, film(1000)]),
      type: 'image/jpeg',
    }),
    'a PNG text': (carried) => ({
      bytes: withChunks(files['image/png'], pngChunk('tEXt', Buffer.concat([ascii('Comment\0'), carried]))),
      type: 'image/png',
    }),
    'an unknown PNG chunk': (carried) => ({
      bytes: withChunks(files['image/png'], pngChunk('abCd', carried)),
      type: 'image/png',
    }),
    'the end of a PNG': (carried) => ({ bytes: Buffer.concat([files['image/png'], carried]), type: 'image/png' }),
    'an unknown WebP chunk': (carried) => ({
      bytes: withRiffChunk(files['image/webp'], 'JUNK', carried),
      type: 'image/webp',
    }),
    'the EXIF of a WebP': (carried) => ({
      bytes: withRiffChunk(files['image/webp'], 'EXIF', carried),
      type: 'image/webp',
    }),
    'the end of a WebP': (carried) => ({ bytes: Buffer.concat([files['image/webp'], carried]), type: 'image/webp' }),
  };

  it('is refused when it carries what a browser or a server would run', () => {
    for (const [place, put] of Object.entries(places)) {
      for (const script of SCRIPTS) {
        const { bytes, type } = put(ascii(script));
        expect(sniffImage(bytes, type), `${script} in ${place}`).toEqual({ refused: 'carries_markup' });
      }
    }
  });

  it('is refused when an unpacker would read it', () => {
    for (const [place, put] of Object.entries(places)) {
      const { bytes, type } = put(ZIP_END);
      expect(sniffImage(bytes, type), place).toEqual({ refused: 'carries_markup' });
    }
  });

  it('is refused when a reader of documents would take it', () => {
    for (const place of ['a JPEG comment', 'a PNG text']) {
      const { bytes, type } = places[place]?.(ascii('%PDF-1.4')) ?? { bytes: Buffer.alloc(0), type: 'image/png' };
      expect(sniffImage(bytes, type), place).toEqual({ refused: 'carries_markup' });
    }
  });

  it('is refused when the scripts hide in a table of the decoder', () => {
    const tables = jpegSegment(0xdb, Buffer.concat([Buffer.from([3]), ascii('<script>alert(1)</script>'.padEnd(64))]));
    expect(sniffImage(withSegments(files['image/jpeg'], tables), 'image/jpeg')).toEqual({ refused: 'carries_markup' });
  });

  it('is told from pixels that happen to read like it', () => {
    const rows = Buffer.concat([Buffer.from([0]), ascii('<script>'.padEnd(24))]);
    const scan = withChunks(files['image/png'], pngChunk('IDAT', deflateSync(rows, { level: 0 })));
    expect(sniffImage(scan, 'image/png')).toEqual({ type: 'image/png' });
  });
});

// Counts what is read of a file: one for an element, the distance for a search.
const counted = (bytes: Uint8Array, count: { reads: number }): Uint8Array =>
  new Proxy(bytes, {
    get: (target, key) => {
      if (key === 'subarray') return (start: number, end: number) => counted(target.subarray(start, end), count);
      if (key === 'indexOf') {
        return (value: number, from = 0) => {
          const at = target.indexOf(value, from);
          count.reads += Math.max(0, (at < 0 ? target.length : at + 1) - from);
          return at;
        };
      }
      if (typeof key === 'string' && /^\d/.test(key)) count.reads += 1;
      const value = Reflect.get(target, key, target) as unknown;
      if (typeof value === 'function') throw new Error(`${String(key)} is not counted`);
      return value;
    },
  });

const READS_PER_BYTE = 40;
const READS_AT_ALL = 20_000;

const readsOf = (bytes: Uint8Array, declared: string): number => {
  const count = { reads: 0 };
  sniffImage(counted(bytes, count), declared);
  return count.reads;
};

const mutation = fc.array(fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.boolean()), {
  minLength: 1,
  maxLength: 12,
});

const mutated = (bytes: Buffer, changes: readonly [number, Uint8Array, boolean][]): Buffer =>
  changes.reduce((current, [position, piece, overwrite]) => {
    const at = position % (current.length + 1);
    return Buffer.concat([current.subarray(0, at), piece, current.subarray(at + (overwrite ? piece.length : 0))]);
  }, bytes);

describe('any bytes', () => {
  const codes: readonly string[] = REJECTION_CODES;
  const expectAnswer = (bytes: Uint8Array, type: ImageType): void => {
    const answer = sniffImage(bytes, type);
    if ('refused' in answer) expect(codes).toContain(answer.refused);
    else expect(answer).toEqual({ type });
    expect(readsOf(bytes, type)).toBeLessThan(READS_AT_ALL + READS_PER_BYTE * bytes.length);
  };

  it('are answered, in a time that grows with their length alone', () => {
    const starts = [
      '\xff\xd8\xff',
      '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR',
      'RIFF\xff\0\0\0WEBPVP8X',
      '\0\0\0\x18ftyp',
      '<',
      '',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.uint8Array({ maxLength: 3000 }),
        fc.constantFrom(...IMAGE_TYPES),
        (start, rest, type) => expectAnswer(Buffer.concat([ascii(start), rest]), type),
      ),
      { numRuns: 600 },
    );
  });

  it('of a photo that was changed anywhere are answered too', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(whole).filter((name) => !/motion/.test(name))),
        mutation,
        (name, changes) => {
          const { bytes, type } = whole[name] ?? { bytes: Buffer.alloc(0), type: 'image/png' as const };
          expectAnswer(mutated(bytes, changes), type);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('that are made to keep a reader busy do not', () => {
    const many = (piece: string, start: string): Buffer => ascii(start + piece.repeat(20_000));
    const busy: [Buffer, ImageType][] = [
      [many('\xff\xd8\xff\xd9', ''), 'image/jpeg'],
      [many('\xff\xe0\0\x02', '\xff\xd8'), 'image/jpeg'],
      [many('\xff\xda\0\x02', '\xff\xd8'), 'image/jpeg'],
      [many('\xff', '\xff\xd8'), 'image/jpeg'],
      [many('\xff\0', '\xff\xd8'), 'image/jpeg'],
      [many('\xff\xd8\xff\xe0\0\x02', '\xff\xd8\xff\xd9'), 'image/jpeg'],
      [many('<script', '\xff\xd8\xff\xd9'), 'image/jpeg'],
      [many('<', '\xff\xd8\xff\xd9'), 'image/jpeg'],
      [many('PK\x05\x06', '\xff\xd8\xff\xd9'), 'image/jpeg'],
      [many('\0\0\0\0abCd\0\0\0\0', '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR'.padEnd(33, '\0')), 'image/png'],
      [many('ANMF\0\0\0\0', 'RIFF\0\x10\0\0WEBP'), 'image/webp'],
      [many('JUNK\0\0\0\0', 'RIFF\0\x10\x02\0WEBP'), 'image/webp'],
      [many('abcdefgh', '\0\0\0\0ftyp'), 'image/jpeg'],
      [many('%PDF', '\xff\xd8\xff\xd9'), 'image/jpeg'],
    ];
    for (const [bytes, type] of busy) {
      expect(readsOf(bytes, type), `${bytes.toString('latin1', 0, 24)}…`).toBeLessThan(
        READS_AT_ALL + READS_PER_BYTE * bytes.length,
      );
    }
  });

  it('are looked at once at most beside the pixels', () => {
    for (const { bytes, type } of Object.values(whole)) {
      const { beside } = layoutOf(bytes, type);
      for (const [index, { start, end }] of beside.entries()) {
        expect(start).toBeGreaterThanOrEqual(beside[index - 1]?.end ?? 0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(bytes.length);
      }
    }
  });
});

describe('a refusal', () => {
  it('is told in both languages in a sentence', () => {
    for (const { vi, en } of Object.values(REJECTIONS)) {
      expect(vi).toMatch(/^\p{Lu}.{20,}\.$/u);
      expect(en).toMatch(/^[A-Z].{15,}\.$/);
    }
  });
});
