import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderImage } from '#functions/images/render-image.ts';
import { REJECTION_CODES } from '#shared/domain/images/messages.ts';
import { MAX_PIXELS, UPLOAD_MAX_BYTES } from '#shared/domain/images/renditions.ts';
import {
  ascii,
  blackPng,
  brandedFile,
  deepInterlacedPng,
  film,
  iccSegment,
  jpegSegment,
  photoLike,
  pngChunk,
  progressiveScans,
  testCard,
  withChunks,
  withSegments,
  ZIP_END,
} from '#test/support/photos.ts';

const files: Record<string, { type: string; bytes: Buffer }> = {};
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocop-images-'));
  const photo = await photoLike(240, 180);
  files.jpeg = { type: 'image/jpeg', bytes: await photo.clone().jpeg().toBuffer() };
  files.progressive = { type: 'image/jpeg', bytes: await photo.clone().jpeg({ progressive: true }).toBuffer() };
  files.png = { type: 'image/png', bytes: await photo.clone().png().toBuffer() };
  files.interlaced = { type: 'image/png', bytes: await photo.clone().png({ progressive: true }).toBuffer() };
  files.webp = { type: 'image/webp', bytes: await photo.clone().webp().toBuffer() };
  files.lossless = { type: 'image/webp', bytes: await photo.clone().webp({ lossless: true }).toBuffer() };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const refusalOf = async (bytes: Buffer, type = 'image/jpeg'): Promise<string> => {
  const image = await renderImage(bytes, type);
  return 'refused' in image ? image.refused : 'taken';
};

const jpegOf = (): Buffer => files.jpeg?.bytes ?? Buffer.alloc(0);
const pngOf = (): Buffer => files.png?.bytes ?? Buffer.alloc(0);

// The most memory that a process of its own has held beside what it loaded, in megabytes, and what became of the file.
const PROBE = `
  const { peakMegabytes } = await import(process.argv[1]);
  const { readFileSync } = await import('node:fs');
  const { renderImage } = await import(process.argv[2]);
  const before = peakMegabytes();
  const image = await renderImage(readFileSync(process.argv[3]), process.argv[4]);
  console.log(JSON.stringify({ outcome: image.refused ?? 'taken', megabytes: Math.round(peakMegabytes() - before) }));
`;

const inOwnProcess = (bytes: Buffer, type: string): { outcome: string; megabytes: number } => {
  const file = join(folder, 'upload');
  writeFileSync(file, bytes);
  const peak = new URL('../support/peak-memory.ts', import.meta.url).href;
  const module = new URL('../../functions/images/render-image.ts', import.meta.url).href;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', PROBE, peak, module, file, type],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as { outcome: string; megabytes: number };
};

// Of a version that nobody knows.
const unusableProfile = async (): Promise<Buffer> => {
  const { icc } = await sharp(await testCard(8, 8).withIccProfile('p3').png().toBuffer()).metadata();
  const profile = Buffer.from(icc ?? Buffer.alloc(0));
  profile[8] = 9;
  return profile;
};

describe('an upload that is no photo', () => {
  it('is refused for what it is', async () => {
    expect(await refusalOf(Buffer.alloc(0))).toBe('empty');
    expect(await refusalOf(Buffer.concat([jpegOf(), Buffer.alloc(UPLOAD_MAX_BYTES)]))).toBe('too_large');
    expect(await refusalOf(ascii('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('svg_unsupported');
    expect(await refusalOf(brandedFile('heic', 'mif1', 'heic'))).toBe('heic_unsupported');
    expect(await refusalOf(ascii(`GIF89a${'\0'.repeat(40)}`))).toBe('format_unsupported');
    expect(await refusalOf(ascii('<html><script>alert(1)</script></html>'))).toBe('not_an_image');
    expect(await refusalOf(jpegOf(), 'image/png')).toBe('type_mismatch');
    expect(await refusalOf(pngOf(), 'image/webp')).toBe('type_mismatch');
  });

  it('is refused when it is one and something else', async () => {
    const script = ascii('<script>alert(document.domain)</script>');
    expect(await refusalOf(withSegments(jpegOf(), jpegSegment(0xfe, script)))).toBe('carries_markup');
    expect(await refusalOf(Buffer.concat([jpegOf(), script]))).toBe('carries_markup');
    expect(await refusalOf(Buffer.concat([jpegOf(), ZIP_END]))).toBe('carries_markup');
    const text = pngChunk('tEXt', Buffer.concat([ascii('Comment\0'), script]));
    expect(await refusalOf(withChunks(pngOf(), text), 'image/png')).toBe('carries_markup');
  });

  it('of only a header is unreadable', async () => {
    expect(await refusalOf(Buffer.from('ffd8ffd9', 'hex'))).toBe('unreadable');
    expect(await refusalOf(ascii('RIFF\x04\0\0\0WEBP'), 'image/webp')).toBe('unreadable');
    const header = pngOf().subarray(0, 33);
    expect(await refusalOf(Buffer.concat([header, pngChunk('IEND', Buffer.alloc(0))]), 'image/png')).toBe('unreadable');
  });
});

describe('a photo that is not whole', () => {
  it('is refused wherever it breaks off', async () => {
    for (const [name, { bytes, type }] of Object.entries(files)) {
      for (let part = 1; part < 40; part += 1) {
        const cut = bytes.subarray(0, Math.floor((bytes.length * part) / 40));
        expect(await refusalOf(cut, type), `${name} ${part}/40`).toBe('truncated');
      }
      expect(await refusalOf(bytes.subarray(0, bytes.length - 1), type), name).toBe('truncated');
    }
  });

  it('is refused when its end was put back without its middle', async () => {
    for (const name of ['jpeg', 'progressive']) {
      const { bytes } = files[name] ?? { bytes: Buffer.alloc(0) };
      for (const share of [0.5, 0.7, 0.9]) {
        const holed = Buffer.concat([
          bytes.subarray(0, Math.floor(bytes.length * share)),
          Buffer.from([0, 0, 0xff, 0xd9]),
        ]);
        expect(['truncated', 'unreadable'], `${name} ${share}`).toContain(await refusalOf(holed));
      }
    }
  });

  it('is refused when its pixels are damaged where the format can tell', async () => {
    for (const name of ['png', 'interlaced']) {
      const { bytes, type } = files[name] ?? { bytes: Buffer.alloc(0), type: '' };
      const damaged = Buffer.from(bytes);
      damaged.fill(0x5a, bytes.length >> 1, (bytes.length >> 1) + 64);
      expect(await refusalOf(damaged, type), name).toBe('unreadable');
    }
  });

  it('is taken with the small faults of phones', async () => {
    const card = await testCard(64, 48).jpeg().toBuffer();
    const faults = {
      'stray bytes between segments': withSegments(card, jpegSegment(0xfe, ascii('x')), Buffer.alloc(5)),
      'bytes for a colour profile': withSegments(card, iccSegment(Buffer.alloc(200, 7))),
      'a colour profile that cannot be used': withSegments(card, iccSegment(await unusableProfile())),
      'a film behind it': Buffer.concat([card, film(30_000)]),
      'a second photo behind it that breaks off': Buffer.concat([card, card.subarray(0, 300)]),
      'broken EXIF': withSegments(card, jpegSegment(0xe1, ascii('Exif\0\0MM\0*\xff\xff\xff\xff'))),
      'zeros behind it': Buffer.concat([card, Buffer.alloc(4096)]),
    };
    for (const [fault, bytes] of Object.entries(faults)) expect(await refusalOf(bytes), fault).toBe('taken');
  });

  it('of any damage is refused or taken, and nothing is thrown', async () => {
    const codes: readonly string[] = [...REJECTION_CODES, 'taken'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(files)),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (name, changes, early) => {
          const { bytes, type } = files[name] ?? { bytes: Buffer.alloc(0), type: '' };
          const damaged = Buffer.from(bytes);
          const reach = early ? Math.min(600, damaged.length) : damaged.length;
          for (const [where, value] of changes) damaged[Math.floor(where * (reach - 1))] = value;
          expect(codes).toContain(await refusalOf(damaged, type));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a bomb', () => {
  it('of more pixels than are taken is refused before it is unpacked', () => {
    const bytes = blackPng(20_000, 20_000);
    expect(bytes.length).toBeLessThan(100_000);
    const { outcome, megabytes } = inOwnProcess(bytes, 'image/png');
    expect(outcome).toBe('too_many_pixels');
    expect(megabytes).toBeLessThan(40);
  });

  it('that just keeps to the limit stays far within the memory of the function', () => {
    const deep = deepInterlacedPng(8192, MAX_PIXELS / 8192);
    const { outcome, megabytes } = inOwnProcess(deep, 'image/png');
    expect(outcome).toBe('taken');
    // The function has 2048 MB.
    expect(megabytes).toBeLessThan(1_000);
  });

  it('one row over the limit is refused', async () => {
    expect(await refusalOf(blackPng(8192, MAX_PIXELS / 8192 + 1), 'image/png')).toBe('too_many_pixels');
  });

  it('of valid progressive scans by the hundred is refused before it is decoded', async () => {
    expect(await refusalOf(progressiveScans(40, 32, 90))).toBe('taken');
    expect(await refusalOf(progressiveScans(40, 32, 600))).toBe('unreadable');
    const { outcome, megabytes } = inOwnProcess(progressiveScans(8192, 6144, 2_000), 'image/jpeg');
    expect(outcome).toBe('unreadable');
    expect(megabytes).toBeLessThan(40);
  });

  it('of segments by the million is refused without a list of them', () => {
    const segments = Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      Buffer.alloc(12_000_000, Buffer.from([0xff, 0xe0, 0, 2])),
    ]);
    const { outcome, megabytes } = inOwnProcess(segments, 'image/jpeg');
    expect(outcome).toBe('unreadable');
    expect(megabytes).toBeLessThan(60);
  });
});
