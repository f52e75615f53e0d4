import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

export type Rgb = readonly [red: number, green: number, blue: number];

/** What the corners of the test card show, upright. */
export const CORNERS = {
  topLeft: [220, 40, 40],
  topRight: [40, 180, 60],
  bottomLeft: [40, 60, 220],
  bottomRight: [235, 215, 50],
} as const satisfies Record<string, Rgb>;
export type Corner = keyof typeof CORNERS;

const cornerAt = (x: number, y: number, width: number, height: number): Rgb => {
  const top = y < height / 2;
  if (x < width / 2) return top ? CORNERS.topLeft : CORNERS.bottomLeft;
  return top ? CORNERS.topRight : CORNERS.bottomRight;
};

// Where the stored pixel is that is shown at x, y: the table of the EXIF standard, by orientation.
const STORED_AT: Record<number, (x: number, y: number, sw: number, sh: number) => [number, number]> = {
  1: (x, y) => [x, y],
  2: (x, y, sw) => [sw - 1 - x, y],
  3: (x, y, sw, sh) => [sw - 1 - x, sh - 1 - y],
  4: (x, y, _, sh) => [x, sh - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, _, sh) => [y, sh - 1 - x],
  7: (x, y, sw, sh) => [sw - 1 - y, sh - 1 - x],
  8: (x, y, sw) => [sw - 1 - y, x],
};

/** A card of four colours, stored as a camera that is held by `orientation` stores it: not yet encoded. */
export const testCard = (width: number, height: number, orientation = 1): Sharp => {
  const [storedWidth, storedHeight] = orientation >= 5 ? [height, width] : [width, height];
  const pixels = Buffer.alloc(width * height * 3);
  const storedAt = STORED_AT[orientation];
  if (!storedAt) throw new Error(`No orientation ${orientation}`);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [storedX, storedY] = storedAt(x, y, storedWidth, storedHeight);
      pixels.set(cornerAt(x, y, width, height), (storedY * storedWidth + storedX) * 3);
    }
  }
  const card = sharp(pixels, { raw: { width: storedWidth, height: storedHeight, channels: 3 } });
  return orientation === 1 ? card : card.withMetadata({ orientation });
};

/** The colours in the middle of the four quarters of an encoded picture, read as sRGB on white. */
export const cornersOf = async (bytes: Buffer): Promise<Record<Corner, Rgb>> => {
  const { data, info } = await sharp(bytes)
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (across: number, down: number): Rgb => {
    const index =
      (Math.floor(info.height * down) * info.width + Math.floor(info.width * across)) * (info.channels as number);
    return [data[index] ?? 0, data[index + 1] ?? 0, data[index + 2] ?? 0];
  };
  return {
    topLeft: at(0.25, 0.25),
    topRight: at(0.75, 0.25),
    bottomLeft: at(0.25, 0.75),
    bottomRight: at(0.75, 0.75),
  };
};

/** Whether two colours look alike after lossy formats. */
export const isNear = (one: Rgb, other: Rgb, tolerance = 24): boolean =>
  one.every((value, index) => Math.abs(value - (other[index] ?? 0)) <= tolerance);

const randomFrom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
};

/** Pixels like a photo's: detail at every scale and the noise of a sensor. The same for the same seed. Not yet encoded. */
export const photoLike = async (width: number, height: number, seed = 1): Promise<Sharp> => {
  const random = randomFrom(seed);
  const sum = new Float32Array(width * height * 3);
  let strength = 0.3;
  for (let across = 4; across <= Math.min(2048, width); across *= 2) {
    const down = Math.max(3, Math.round((across * height) / width));
    const coarse = Buffer.alloc(across * down * 3);
    for (let at = 0; at < coarse.length; at += 3) {
      const light = random() * 255;
      coarse[at] = light;
      coarse[at + 1] = light * 0.7 + random() * 76;
      coarse[at + 2] = light * 0.7 + random() * 76;
    }
    const layer = await sharp(coarse, { raw: { width: across, height: down, channels: 3 } })
      .resize(width, height, { fit: 'fill', kernel: 'cubic' })
      .raw()
      .toBuffer();
    for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + (layer[at] ?? 0) * strength;
    strength *= 0.9;
  }
  const pixels = Buffer.alloc(sum.length);
  for (let at = 0; at < sum.length; at += 1) {
    const noise = (random() + random() + random() - 1.5) * 18;
    pixels[at] = Math.max(0, Math.min(255, (sum[at] ?? 0) * 0.75 + noise));
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
};

export const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A marker segment of a JPEG. */
export const jpegSegment = (marker: number, data: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
};

export const withSegments = (jpeg: Buffer, ...segments: Buffer[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

export const xmpSegment = (xml: string): Buffer => jpegSegment(0xe1, ascii(`http://ns.adobe.com/xap/1.0/\0${xml}`));

export const exifSegment = (exif: Buffer): Buffer =>
  jpegSegment(
    0xe1,
    exif.subarray(0, 4).toString('latin1') === 'Exif' ? exif : Buffer.concat([ascii('Exif\0\0'), exif]),
  );

export const iccSegment = (profile: Buffer): Buffer =>
  jpegSegment(0xe2, Buffer.concat([ascii('ICC_PROFILE\0'), Buffer.from([1, 1]), profile]));

/** A colour profile whose copyright is the text. */
export const withCopyright = (profile: Buffer, text: string): Buffer => {
  const utf16 = Buffer.from(text, 'utf16le').swap16();
  const head = Buffer.alloc(28);
  head.write('mluc', 'latin1');
  for (const [index, field] of [1, 12].entries()) head.writeUInt32BE(field, 8 + index * 4);
  head.write('enUS', 16, 'latin1');
  head.writeUInt32BE(utf16.length, 20);
  head.writeUInt32BE(28, 24);
  const whole = Buffer.concat([profile, head, utf16]);
  whole.writeUInt32BE(whole.length, 0);
  const entry = whole.indexOf('cprt', 128, 'latin1');
  whole.writeUInt32BE(profile.length, entry + 4);
  whole.writeUInt32BE(head.length + utf16.length, entry + 8);
  return whole;
};

/** An APP13 with the caption and the place that newspapers write, as IPTC. */
export const iptcSegment = (caption: string): Buffer => {
  const dataset = (number: number): Buffer => {
    const head = Buffer.from([0x1c, 2, number, 0, 0]);
    head.writeUInt16BE(caption.length, 3);
    return Buffer.concat([head, ascii(caption)]);
  };
  const iptc = Buffer.concat([dataset(120), dataset(90)]);
  const head = Buffer.concat([ascii('Photoshop 3.0\x008BIM'), Buffer.from([0x04, 0x04, 0, 0, 0, 0, 0, 0])]);
  head.writeUInt32BE(iptc.length, head.length - 4);
  return jpegSegment(0xed, Buffer.concat([head, iptc, Buffer.alloc(iptc.length % 2)]));
};

export const pngChunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([ascii(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
};

/** The chunks put right behind the header. */
export const withChunks = (png: Buffer, ...chunks: Buffer[]): Buffer =>
  Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);

/** The chunk put at the end of a WebP, inside its RIFF. */
export const withRiffChunk = (webp: Buffer, type: string, data: Buffer): Buffer => {
  const head = Buffer.concat([ascii(type), Buffer.alloc(4)]);
  head.writeUInt32LE(data.length, 4);
  const whole = Buffer.concat([webp, head, data, Buffer.alloc(data.length % 2)]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
};

const pngHeader = (width: number, height: number, depth: number, colour: number, interlaced = 0): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlaced], 8);
  return pngChunk('IHDR', header);
};

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** A PNG of black in one bit a pixel: a few kilobytes, however many pixels. */
export const blackPng = (width: number, height: number): Buffer =>
  Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(width, height, 1, 0),
    pngChunk('IDAT', deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * height), { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);

/** A PNG of two frames, red and then blue, of which a reader that knows no animation sees the first. */
export const animatedPng = (side: number): Buffer => {
  const frame = (colour: Rgb): Buffer =>
    deflateSync(
      Buffer.concat(Array.from({ length: side }, () => Buffer.from([0, ...Array(side).fill(colour).flat()]))),
    );
  const control = (sequence: number): Buffer => {
    const data = Buffer.alloc(26);
    data.writeUInt32BE(sequence, 0);
    data.writeUInt32BE(side, 4);
    data.writeUInt32BE(side, 8);
    data.set([0, 1, 0, 10], 20);
    return pngChunk('fcTL', data);
  };
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(side, side, 8, 2),
    pngChunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])),
    control(0),
    pngChunk('IDAT', frame([255, 0, 0])),
    control(1),
    pngChunk('fdAT', Buffer.concat([Buffer.from([0, 0, 0, 2]), frame([0, 0, 255])])),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
};

/** A WebP of two frames, red and then blue. */
export const animatedWebp = (side: number): Promise<Buffer> => {
  const pixels = Buffer.alloc(side * side * 2 * 3);
  for (let at = 0; at < pixels.length; at += 3) pixels.set(at < pixels.length / 2 ? [255, 0, 0] : [0, 0, 255], at);
  return sharp(pixels, { raw: { width: side, height: side * 2, channels: 3, pageHeight: side } })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer();
};

/** An MP4 as far as a reader of boxes sees, like the films that phones append to photos. */
export const film = (bytes: number, seed = 5): Buffer => {
  const random = randomFrom(seed);
  const data = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += 1) data[at] = random() * 256;
  const mdat = Buffer.concat([Buffer.alloc(4), ascii('mdat'), data]);
  mdat.writeUInt32BE(mdat.length, 0);
  return Buffer.concat([Buffer.from([0, 0, 0, 24]), ascii('ftypmp42'), Buffer.alloc(4), ascii('isommp42'), mdat]);
};

/** The first bytes of a file of boxes of that brand, as HEIC and AVIF have them. */
export const brandedFile = (brand: string, ...compatible: string[]): Buffer => {
  const box = Buffer.concat([Buffer.alloc(4), ascii(`ftyp${brand}`), Buffer.alloc(4), ascii(compatible.join(''))]);
  box.writeUInt32BE(box.length, 0);
  return Buffer.concat([box, Buffer.alloc(200)]);
};

/** What a ZIP ends with, of no entries. */
export const ZIP_END = Buffer.concat([ascii('PK\x05\x06'), Buffer.alloc(18)]);

/** The parts that a file is made of, by its own format's names: markers, chunks, or boxes with the kinds of their items. */
export const partsOf = (bytes: Buffer): string[] => {
  const parts: string[] = [];
  if (bytes.readUInt16BE(0) === 0xffd8) {
    for (let at = 2; at < bytes.length; ) {
      const marker = bytes[at + 1] ?? 0;
      parts.push(marker.toString(16));
      if (marker === 0xda || marker === 0xd9) break;
      at += 2 + bytes.readUInt16BE(at + 2);
    }
  } else if (bytes.toString('latin1', 0, 4) === 'RIFF') {
    for (let at = 12; at < bytes.length; ) {
      parts.push(bytes.toString('latin1', at, at + 4));
      const length = bytes.readUInt32LE(at + 4);
      at += 8 + length + (length % 2);
    }
  } else {
    const walk = (from: number, to: number): void => {
      for (let at = from; at + 8 <= to; ) {
        const length = bytes.readUInt32BE(at);
        const type = bytes.toString('latin1', at + 4, at + 8);
        parts.push(
          type === 'infe' || type === 'colr'
            ? `${type} ${bytes.toString('latin1', at + (type === 'infe' ? 16 : 8), at + (type === 'infe' ? 20 : 12))}`
            : type,
        );
        if (type === 'iprp' || type === 'ipco') walk(at + 8, at + length);
        if (type === 'meta') walk(at + 12, at + length);
        if (type === 'iinf') walk(at + 14, at + length);
        at += Math.max(8, length);
      }
    };
    walk(0, bytes.length);
  }
  return parts;
};

const startOfFrame = (width: number, height: number): Buffer => {
  const frame = Buffer.alloc(15);
  frame[0] = 8;
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  frame[5] = 3;
  for (let component = 0; component < 3; component += 1) frame.set([component + 1, 0x11, 0], 6 + 3 * component);
  return jpegSegment(0xc2, frame);
};

const huffmanTable = (kind: number, symbols: number[], bits: number): Buffer => {
  const counts = Buffer.alloc(16);
  counts[bits - 1] = symbols.length;
  return jpegSegment(0xc4, Buffer.concat([Buffer.from([kind]), counts, Buffer.from(symbols)]));
};

const LONGEST_RUN = 32_767;

/**
 * A valid progressive JPEG, all grey, with as many scans as are wanted that each refine one coefficient by nothing: a few bytes
 * that cost a decoder a walk over every block. Sizes are multiples of 8 whose blocks leave 16 to 31 over the longest runs.
 */
export const progressiveScans = (width: number, height: number, scans: number): Buffer => {
  const blocks = (width / 8) * (height / 8);
  const left = blocks % LONGEST_RUN;
  if (left < 16 || left > 31) throw new Error('a size that this generator does not know');
  const runs = `00${'1'.repeat(14)}`.repeat(Math.floor(blocks / LONGEST_RUN));
  const bits = `${runs}01${(left - 16).toString(2).padStart(4, '0')}`;
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const body = Buffer.from(
    (padded.match(/.{8}/g) ?? []).flatMap((byte) => (byte === '11111111' ? [0xff, 0] : [Number.parseInt(byte, 2)])),
  );
  const scan = (components: number[], ...spectrum: [number, number, number]) =>
    jpegSegment(0xda, Buffer.from([components.length, ...components.flatMap((id) => [id, 0]), ...spectrum]));
  const parts = [
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
    startOfFrame(width, height),
    huffmanTable(0x00, [0], 1),
    huffmanTable(0x10, [0xe0, 0x40], 2),
    scan([1, 2, 3], 0, 0, 0),
    Buffer.alloc(Math.ceil((blocks * 3) / 8)),
  ];
  for (let made = 0; made < scans; made += 1) {
    const [component, rest] = [Math.floor(made / (63 * 14)) + 1, made % (63 * 14)];
    const [coefficient, step] = [Math.floor(rest / 14) + 1, rest % 14];
    const low = 13 - step;
    parts.push(scan([component], coefficient, coefficient, ((step === 0 ? 0 : low + 1) << 4) | low), body);
  }
  return Buffer.concat([...parts, Buffer.from([0xff, 0xd9])]);
};

/** Adam7: where each pass begins and how far its pixels lie apart, across and down. */
const PASSES: readonly [x: number, y: number, across: number, down: number][] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** A black PNG of 16 bits with transparency, interlaced: what takes a decoder the most memory for its pixels. */
export const deepInterlacedPng = (width: number, height: number): Buffer => {
  const bytes = PASSES.reduce(
    (sum, [x, y, across, down]) => sum + Math.ceil((height - y) / down) * (1 + 8 * Math.ceil((width - x) / across)),
    0,
  );
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(width, height, 16, 6, 1),
    pngChunk('IDAT', deflateSync(Buffer.alloc(bytes), { level: 1 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
};
