// Checks the bytes of an upload before a decoder reads them: a complete photo of the declared type without content that
// a browser, a server or a document reader could interpret as something else.
import type { RejectionCode } from './messages.ts';
import { type ImageType, UPLOAD_MAX_BYTES } from './renditions.ts';

/** A range of bytes, without its end. */
type Range = { start: number; end: number };

/** The ranges of a file without pixel data, ascending and disjoint, and a fault of its structure. */
export type Layout = { beside: Range[]; fault: 'truncated' | 'unreadable' | null };

/** A progressive photo has about ten scans; thousands cost a decoder minutes and add nothing. */
const SCANS_MAX = 100;
/** A photo has dozens of segments or chunks, a few hundred with large profiles. */
const PARTS_MAX = 5_000;

const LT = 0x3c;
const PDF_WINDOW = 1024;
const ZIP_END_LENGTH = 22;

const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
const big16 = (bytes: Uint8Array, at: number): number => byteAt(bytes, at) * 0x100 + byteAt(bytes, at + 1);
const big32 = (bytes: Uint8Array, at: number): number => big16(bytes, at) * 0x10000 + big16(bytes, at + 2);
const little16 = (bytes: Uint8Array, at: number): number => byteAt(bytes, at) + byteAt(bytes, at + 1) * 0x100;
const little32 = (bytes: Uint8Array, at: number): number => little16(bytes, at) + little16(bytes, at + 2) * 0x10000;

const textAt = (bytes: Uint8Array, at: number, length: number): string => {
  let text = '';
  for (let index = at; index < at + length && index < bytes.length; index += 1) {
    text += String.fromCharCode(byteAt(bytes, index));
  }
  return text;
};

// JPEG parsers skip bytes that are no marker, so such gaps are checked like comments.
const layoutOfJpeg = (bytes: Uint8Array, from: number): Layout & { end: number } => {
  const beside: Range[] = [];
  let at = from + 2;
  for (let scans = 0; ; ) {
    if (scans > SCANS_MAX || beside.length > PARTS_MAX) return { beside, fault: 'unreadable', end: at };
    const gap = at;
    let marker = 0;
    while (marker === 0) {
      at = bytes.indexOf(0xff, at);
      if (at < 0)
        return { beside: [...beside, { start: gap, end: bytes.length }], fault: 'truncated', end: bytes.length };
      while (bytes[at] === 0xff) at += 1;
      marker = byteAt(bytes, at);
      at += 1;
    }
    if (at - gap > 2) beside.push({ start: gap, end: at });
    if (marker === 0xd9) return { beside, fault: null, end: at };
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) continue;
    const length = big16(bytes, at);
    if (marker === 0xd8 || (length < 2 && at + 2 <= bytes.length)) return { beside, fault: 'unreadable', end: at };
    const end = Math.min(at + length, bytes.length);
    beside.push({ start: at, end });
    if (at + Math.max(length, 2) > bytes.length) return { beside, fault: 'truncated', end };
    at = end;
    if (marker === 0xda) {
      scans += 1;
      for (;;) {
        at = bytes.indexOf(0xff, at);
        if (at < 0) return { beside, fault: 'truncated', end: bytes.length };
        const next = byteAt(bytes, at + 1);
        if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) break;
        at += next === 0xff ? 1 : 2;
      }
    }
  }
};

// Phones append more photos (gain maps, depth), which are parsed in turn, and films, which are not.
const layoutOfJpegs = (bytes: Uint8Array): Layout => {
  const first = layoutOfJpeg(bytes, 0);
  if (first.fault) return first;
  const { beside } = first;
  let at = first.end;
  while (big16(bytes, at) === 0xffd8 && bytes[at + 2] === 0xff) {
    const next = layoutOfJpeg(bytes, at);
    if (next.fault) break;
    for (const range of next.beside) beside.push(range);
    at = next.end;
    if (beside.length > PARTS_MAX) return { beside, fault: 'unreadable' };
  }
  return { beside: [...beside, { start: at, end: bytes.length }], fault: null };
};

const PNG_PIXELS = new Set(['IDAT', 'fdAT']);

const layoutOfPng = (bytes: Uint8Array): Layout => {
  const beside: Range[] = [];
  let at = 8;
  for (;;) {
    if (beside.length > PARTS_MAX) return { beside, fault: 'unreadable' };
    const type = textAt(bytes, at + 4, 4);
    const end = at + 12 + big32(bytes, at);
    if (at + 8 > bytes.length) return { beside, fault: 'truncated' };
    if (!/^[A-Za-z]{4}$/.test(type) || (at === 8) !== (type === 'IHDR')) return { beside, fault: 'unreadable' };
    if (!PNG_PIXELS.has(type)) beside.push({ start: at + 4, end: Math.min(end, bytes.length) });
    if (end > bytes.length) return { beside, fault: 'truncated' };
    at = end;
    if (type === 'IEND') return { beside: [...beside, { start: at, end: bytes.length }], fault: null };
  }
};

const WEBP_PIXELS = new Set(['VP8 ', 'VP8L', 'ALPH']);
const FRAME_HEADER = 16;

const layoutOfWebp = (bytes: Uint8Array): Layout => {
  const beside: Range[] = [];
  const end = 8 + little32(bytes, 4);
  const limit = Math.min(end, bytes.length);
  let at = 12;
  while (at + 8 <= limit) {
    if (beside.length > PARTS_MAX) return { beside, fault: 'unreadable' };
    const type = textAt(bytes, at, 4);
    const data = at + 8;
    const dataEnd = data + little32(bytes, at + 4);
    if (type === 'ANMF') {
      beside.push({ start: data, end: Math.min(data + FRAME_HEADER, limit) });
      at = data + FRAME_HEADER;
      continue;
    }
    if (!WEBP_PIXELS.has(type)) beside.push({ start: at, end: Math.min(dataEnd, limit) });
    if (dataEnd > limit) return { beside, fault: 'truncated' };
    at = dataEnd + (dataEnd % 2);
  }
  if (end > bytes.length) return { beside, fault: 'truncated' };
  return { beside: [...beside, { start: Math.min(at, limit), end: bytes.length }], fault: null };
};

const LAYOUTS: Record<ImageType, (bytes: Uint8Array) => Layout> = {
  'image/jpeg': layoutOfJpegs,
  'image/png': layoutOfPng,
  'image/webp': layoutOfWebp,
};

/** The ranges of a file outside of its pixel data: headers, metadata, and trailing data. */
export const layoutOf = (bytes: Uint8Array, type: ImageType): Layout => LAYOUTS[type](bytes);

// Tags that make a browser or a server execute a file. XMP packets (`<x:xmpmeta`, `<rdf:RDF`, `<?xpacket`) are allowed.
// Shorter tags would occur by chance in the films that phones append.
const MARKUP = new Set([
  ...[
    '!doctype',
    '!entity',
    '?php',
    'html',
    'head',
    'body',
    'script',
    'style',
    'title',
    'meta',
    'link',
    'form',
    'input',
  ],
  ...['iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'video', 'audio', 'svg', 'img'],
]);
const LONGEST_TAG = Math.max(...[...MARKUP].map((tag) => tag.length));
const SHORT_TAG = 3;

const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const isLetter = (byte: number): boolean => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);

const isTagAt = (bytes: Uint8Array, at: number): boolean => {
  let tag = '';
  let next = at + 1;
  for (; tag.length <= LONGEST_TAG && next < bytes.length; next += 1) {
    const byte = byteAt(bytes, next);
    if (!isLetter(byte) && !(tag === '' && (byte === 0x21 || byte === 0x3f))) break;
    tag += String.fromCharCode(byte).toLowerCase();
  }
  if (!MARKUP.has(tag)) return false;
  const delimiter = byteAt(bytes, next);
  if (next >= bytes.length || delimiter === 0x3e) return true;
  if (!isSpace(delimiter) && delimiter !== 0x2f) return false;
  return tag.length > SHORT_TAG || next + 1 >= bytes.length || isLetter(byteAt(bytes, next + 1));
};

const hasMarkup = (bytes: Uint8Array): boolean => {
  for (let at = bytes.indexOf(LT); at >= 0; at = bytes.indexOf(LT, at + 1)) if (isTagAt(bytes, at)) return true;
  return false;
};

// The four bytes alone occur by chance in films; a record that an unpacker would accept does not.
const hasZipEnd = (bytes: Uint8Array): boolean => {
  for (let at = bytes.indexOf(0x50); at >= 0; at = bytes.indexOf(0x50, at + 1)) {
    if (
      at + ZIP_END_LENGTH <= bytes.length &&
      big32(bytes, at) === 0x504b0506 &&
      little32(bytes, at + 4) === 0 &&
      little16(bytes, at + 8) === little16(bytes, at + 10)
    ) {
      return true;
    }
  }
  return false;
};

const hasPdf = (bytes: Uint8Array): boolean => {
  const head = bytes.subarray(0, PDF_WINDOW);
  for (let at = head.indexOf(0x25); at >= 0; at = head.indexOf(0x25, at + 1)) {
    if (textAt(head, at, 5) === '%PDF-') return true;
  }
  return false;
};

type Kind = ImageType | RejectionCode;

const STARTS: readonly [start: string, kind: Kind][] = [
  ['\xff\xd8\xff', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['GIF87a', 'format_unsupported'],
  ['GIF89a', 'format_unsupported'],
  ['II*\0', 'format_unsupported'],
  ['MM\0*', 'format_unsupported'],
  ['II+\0', 'format_unsupported'],
  ['MM\0+', 'format_unsupported'],
  ['8BPS', 'format_unsupported'],
  ['\0\0\x01\0', 'format_unsupported'],
  ['\xff\x0a', 'format_unsupported'],
  ['\0\0\0\x0cJXL ', 'format_unsupported'],
  ['\0\0\0\x0cjP  ', 'format_unsupported'],
];

const HEIC_BRANDS = new Set('heic heix heim heis hevc hevx hevm hevs heif mif1 msf1'.split(' '));
const AVIF_BRANDS = new Set(['avif', 'avis']);

const kindByBrands = (bytes: Uint8Array): Kind => {
  const end = Math.min(big32(bytes, 0), bytes.length, 256);
  const brands = [textAt(bytes, 8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(textAt(bytes, at, 4));
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return 'format_unsupported';
  return brands.some((brand) => HEIC_BRANDS.has(brand)) ? 'heic_unsupported' : 'not_an_image';
};

const kindOf = (bytes: Uint8Array): Kind => {
  const head = textAt(bytes, 0, 16);
  const known = STARTS.find(([start]) => head.startsWith(start));
  if (known) return known[1];
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  if (head.slice(4, 8) === 'ftyp') return kindByBrands(bytes);
  if (head.startsWith('BM') && little32(bytes, 6) === 0) return 'format_unsupported';
  const text = textAt(bytes, 0, PDF_WINDOW).replace(/^(?:\xef\xbb\xbf)?\s*/, '');
  return text.startsWith('<') && /<(?:\w{1,20}:)?svg[\s>/]/i.test(text) ? 'svg_unsupported' : 'not_an_image';
};

const isRejection = (kind: Kind): kind is RejectionCode => !Object.hasOwn(LAYOUTS, kind);

/**
 * Checks that the bytes are one complete image of the `declared` type and nothing else, or returns the reason of the
 * refusal. Never throws; linear time. Accepted bytes can still have undecodable pixels.
 */
export const sniffImage = (bytes: Uint8Array, declared: string): { type: ImageType } | { refused: RejectionCode } => {
  if (bytes.length === 0) return { refused: 'empty' };
  if (bytes.length > UPLOAD_MAX_BYTES) return { refused: 'too_large' };
  const kind = kindOf(bytes);
  if (isRejection(kind)) return { refused: kind };
  if (kind !== declared) return { refused: 'type_mismatch' };
  const { beside, fault } = layoutOf(bytes, kind);
  const parts = beside.map(({ start, end }) => bytes.subarray(start, end));
  if (hasPdf(bytes) || parts.some((part) => hasMarkup(part) || hasZipEnd(part))) return { refused: 'carries_markup' };
  return fault ? { refused: fault } : { type: kind };
};
