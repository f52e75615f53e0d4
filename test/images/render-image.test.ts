import ExifReader from 'exifreader';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RenderedImage, renderImage } from '#functions/images/render-image.ts';
import { filesOf, SOCIAL_CARD } from '#shared/domain/images/renditions.ts';
import {
  animatedPng,
  animatedWebp,
  ascii,
  CORNERS,
  type Corner,
  cornersOf,
  exifSegment,
  film,
  iccSegment,
  iptcSegment,
  isNear,
  jpegSegment,
  partsOf,
  photoLike,
  pngChunk,
  type Rgb,
  testCard,
  withChunks,
  withCopyright,
  withRiffChunk,
  withSegments,
  xmpSegment,
} from '#test/support/photos.ts';

const MARKER = 'NhaChiLe8xTimThay';

const rendered = async (bytes: Buffer, type: string): Promise<RenderedImage> => {
  const image = await renderImage(bytes, type);
  if ('refused' in image) throw new Error(`Refused: ${image.refused}`);
  return image;
};

/** Every file has the name, the type and the size that the photo's own size promises. */
const expectPromised = async (image: RenderedImage): Promise<void> => {
  const visible = await Promise.all(
    image.files.map(async ({ name, type, bytes }) => {
      const { width, height, format } = await sharp(bytes).metadata();
      const read = { heif: 'image/avif', webp: 'image/webp', jpeg: 'image/jpeg' }[format as string];
      expect(read).toBe(type);
      return { name, type, width, height };
    }),
  );
  const promised = filesOf(image).map(({ name, type, width, height }) => ({ name, type, width, height }));
  expect(visible).toEqual(promised);
  expect(image.placeholder).toMatch(/^data:image\/webp;base64,[\w+/]+=*$/);
  expect(image.placeholder.length).toBeLessThanOrEqual(300);
};

const pictures = (image: RenderedImage): { name: string; bytes: Buffer }[] => [
  ...image.files,
  { name: 'placeholder', bytes: Buffer.from(image.placeholder.split(',')[1] ?? '', 'base64') },
];

const middleOf = async (bytes: Buffer): Promise<Rgb> => (await cornersOf(bytes)).topLeft;

describe('orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('%i of EXIF comes out upright in every file', async (orientation) => {
    const cards = [
      { type: 'image/jpeg', bytes: await testCard(400, 300, orientation).jpeg({ quality: 95 }).toBuffer() },
      { type: 'image/png', bytes: await testCard(400, 300, orientation).png().toBuffer() },
      { type: 'image/webp', bytes: await testCard(400, 300, orientation).webp({ lossless: true }).toBuffer() },
    ];
    for (const { bytes, type } of cards) {
      const image = await rendered(bytes, type);
      expect(image).toMatchObject({ width: 400, height: 300 });
      await expectPromised(image);
      for (const { name, bytes: file } of pictures(image)) {
        if (name === SOCIAL_CARD.name) continue;
        const corners = await cornersOf(file);
        for (const corner of Object.keys(CORNERS) as Corner[]) {
          const seen = `${type} ${name} ${corner}: ${corners[corner]}`;
          expect(isNear(corners[corner], CORNERS[corner], name === 'placeholder' ? 60 : 24), seen).toBe(true);
        }
      }
    }
  });

  it('of a large photo comes out upright on the card too', async () => {
    for (const orientation of [3, 6, 8, 5]) {
      const bytes = await testCard(1600, 1200, orientation).jpeg({ quality: 90 }).toBuffer();
      const { files } = await rendered(bytes, 'image/jpeg');
      const card = await cornersOf(files.find(({ name }) => name === SOCIAL_CARD.name)?.bytes ?? Buffer.alloc(0));
      for (const corner of Object.keys(CORNERS) as Corner[]) {
        expect(isNear(card[corner], CORNERS[corner]), `${orientation} ${corner}: ${card[corner]}`).toBe(true);
      }
    }
  });

  it('that is none is taken as upright', async () => {
    const exif = Buffer.from('4d4d002a00000008000101120003000000010009000000000000', 'hex');
    const bytes = withSegments(await testCard(60, 40).jpeg().toBuffer(), exifSegment(exif));
    expect(await rendered(bytes, 'image/jpeg')).toMatchObject({ width: 60, height: 40 });
  });
});

describe('what a phone writes beside the pixels', () => {
  const exif = {
    IFD0: { Copyright: MARKER, Make: MARKER, Artist: MARKER, ImageDescription: MARKER },
    IFD2: { UserComment: MARKER, LensModel: MARKER },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '20/1 15/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '105/1 58/1 0/1' },
  };
  const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="${MARKER}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
  const dressed: { name: string; type: string; bytes: Buffer }[] = [];

  beforeAll(async () => {
    const card = await testCard(800, 600).png().toBuffer();
    const p3 = await sharp(card).withIccProfile('p3').jpeg().toBuffer();
    const { icc } = await sharp(p3).metadata();
    const seen = withCopyright(icc ?? Buffer.alloc(0), MARKER);
    const { exif: written } = await sharp(
      await sharp(card).withMetadata({ orientation: 6 }).withExifMerge(exif).jpeg().toBuffer(),
    ).metadata();
    const jpeg = withSegments(
      await sharp(card).jpeg().toBuffer(),
      exifSegment(written ?? Buffer.alloc(0)),
      xmpSegment(xmp),
      iptcSegment(MARKER),
      iccSegment(seen),
      jpegSegment(0xfe, ascii(MARKER)),
      jpegSegment(0xeb, ascii(MARKER)),
    );
    const png = withChunks(
      await sharp(card).withMetadata({ orientation: 6 }).withExifMerge(exif).withIccProfile('p3').png().toBuffer(),
      pngChunk('tEXt', ascii(`Comment\0${MARKER}`)),
      pngChunk('iTXt', ascii(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`)),
    );
    const webp = await sharp(card)
      .withMetadata({ orientation: 6 })
      .withExifMerge(exif)
      .withIccProfile('p3')
      .withXmp(xmp)
      .webp()
      .toBuffer();
    dressed.push(
      { name: 'JPEG', type: 'image/jpeg', bytes: Buffer.concat([jpeg, film(5000), ascii(MARKER)]) },
      { name: 'PNG', type: 'image/png', bytes: Buffer.concat([png, ascii(MARKER)]) },
      { name: 'WebP', type: 'image/webp', bytes: withRiffChunk(webp, 'NOTE', ascii(MARKER)) },
    );
  });

  it('is there to begin with', async () => {
    for (const { name, type, bytes } of dressed) {
      const { exif: read, gps, xmp: packet, icc } = await ExifReader.load(bytes, { async: true, expanded: true });
      expect(read?.Copyright?.description, name).toBe(MARKER);
      expect(gps?.Latitude, name).toBeCloseTo(20.25);
      expect(JSON.stringify(packet), name).toContain(MARKER);
      expect(icc, name).toBeDefined();
      if (type === 'image/jpeg') expect(JSON.stringify(icc), name).toContain(MARKER);
      expect(bytes.includes(MARKER)).toBe(true);
    }
    const { iptc } = await ExifReader.load(dressed[0]?.bytes ?? Buffer.alloc(0), { async: true, expanded: true });
    expect(JSON.stringify(iptc)).toContain(MARKER);
  });

  it('is gone from every file, to another reader and in the bytes', async () => {
    for (const { name, type, bytes } of dressed) {
      const image = await rendered(bytes, type);
      expect(image, name).toMatchObject({ width: 600, height: 800 });
      for (const { name: file, bytes: picture } of pictures(image)) {
        const read = await ExifReader.load(picture, { async: true, expanded: true });
        for (const group of ['exif', 'gps', 'xmp', 'iptc', 'icc', 'Thumbnail', 'photoshop', 'makerNotes'] as const) {
          expect(read[group], `${group} in ${file} of ${name}`).toBeUndefined();
        }
        for (const trace of [MARKER, 'Exif', 'http', 'xpacket', '8BIM', 'ICC', 'Display P3', 'acsp', 'prof']) {
          expect(picture.includes(trace), `${trace} in ${file} of ${name}`).toBe(false);
          const wide = Buffer.from(trace, 'utf16le').subarray(0, -1);
          expect(picture.includes(wide), `${trace} in ${file} of ${name}`).toBe(false);
        }
      }
    }
  });

  it('leaves no part in a file but those that hold the picture', async () => {
    const parts = new Set<string>();
    const transparent = await testCard(80, 60).ensureAlpha(0.5).png().toBuffer();
    for (const { type, bytes } of [...dressed, { type: 'image/png', bytes: transparent }]) {
      for (const { bytes: picture } of pictures(await rendered(bytes, type))) {
        for (const part of partsOf(picture)) parts.add(part);
      }
    }
    const jpeg = ['e0', 'db', 'c0', 'c4', 'da'];
    const webp = ['VP8 ', 'VP8X', 'ALPH'];
    const avif = [
      'ftyp',
      'meta',
      'hdlr',
      'pitm',
      'iloc',
      'iinf',
      'infe av01',
      'iref',
      'iprp',
      'ipco',
      'ispe',
      'pixi',
      'av1C',
    ].concat(['colr nclx', 'auxC', 'ipma', 'idat', 'mdat']);
    expect([...parts].filter((part) => ![...jpeg, ...webp, ...avif].includes(part))).toEqual([]);
    for (const needed of ['c0', 'VP8 ', 'infe av01']) expect(parts).toContain(needed);
  });
});

describe('colours', () => {
  it('of a wide gamut become what they look like, not what their numbers say', async () => {
    const colour: Rgb = [230, 60, 40];
    const flat = sharp({ create: { width: 200, height: 200, channels: 3, background: '#e63c28' } });
    const wide = await flat.withIccProfile('p3').jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    const { data: numbers } = await sharp(wide, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
    expect(isNear([numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0], colour, 12)).toBe(false);
    for (const { name, bytes } of pictures(await rendered(wide, 'image/jpeg'))) {
      const visible = await middleOf(bytes);
      expect(isNear(visible, colour, 12), `${name}: ${visible}`).toBe(true);
    }
  });

  it('for print (CMYK, as Adobe writes it) become those of a screen', async () => {
    const bytes = await testCard(400, 300).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe('cmyk');
    const image = await rendered(bytes, 'image/jpeg');
    await expectPromised(image);
    for (const { name, bytes: file } of image.files.filter((each) => each.name !== SOCIAL_CARD.name)) {
      const corners = await cornersOf(file);
      for (const corner of Object.keys(CORNERS) as Corner[]) {
        expect(isNear(corners[corner], CORNERS[corner], 80), `${name} ${corner}: ${corners[corner]}`).toBe(true);
      }
    }
  });

  it.each([
    ['grey', 'image/jpeg', () => testCard(300, 200).greyscale().jpeg()],
    ['grey with 16 bits', 'image/png', () => testCard(300, 200).toColourspace('grey16').png()],
    ['16 bits a channel', 'image/png', () => testCard(300, 200).toColourspace('rgb16').png()],
    ['a palette', 'image/png', () => testCard(300, 200).png({ palette: true })],
    ['progressive', 'image/jpeg', () => testCard(300, 200).jpeg({ progressive: true })],
    [
      'interlaced with 16 bits',
      'image/png',
      () => testCard(300, 200).toColourspace('rgb16').png({ progressive: true }),
    ],
    ['lossless', 'image/webp', () => testCard(300, 200).webp({ lossless: true })],
  ] as const)('stored as %s are told apart as they were', async (stored, type, make) => {
    const bytes = await make().toBuffer();
    const before = await cornersOf(bytes);
    const image = await rendered(bytes, type);
    await expectPromised(image);
    for (const { name, bytes: file } of image.files.filter((each) => each.name !== SOCIAL_CARD.name)) {
      const after = await cornersOf(file);
      for (const corner of Object.keys(CORNERS) as Corner[]) {
        expect(isNear(after[corner], before[corner], 20), `${stored} ${name} ${corner}: ${after[corner]}`).toBe(true);
      }
      expect((await sharp(file).metadata()).space).toBe('srgb');
    }
  });
});

describe('transparency', () => {
  it('is kept where the format can, and is white on the card', async () => {
    const hole = await sharp({ create: { width: 1300, height: 900, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    const image = await rendered(hole, 'image/png');
    await expectPromised(image);
    for (const { name, bytes } of image.files) {
      const { hasAlpha } = await sharp(bytes).metadata();
      expect(hasAlpha, name).toBe(name !== SOCIAL_CARD.name);
      if (!hasAlpha) expect(isNear(await middleOf(bytes), [255, 255, 255], 4), name).toBe(true);
      else
        expect(
          (await sharp(await sharp(bytes).extractChannel('alpha').png().toBuffer()).stats()).channels[0]?.max,
          name,
        ).toBe(0);
    }
  });

  it('that hides nothing is left out', async () => {
    const image = await rendered(await testCard(200, 100).ensureAlpha().png().toBuffer(), 'image/png');
    for (const { name, bytes } of image.files) expect((await sharp(bytes).metadata()).hasAlpha, name).toBe(false);
  });
});

describe('what moves', () => {
  it('is shown by its first frame', async () => {
    for (const [bytes, type] of [
      [await animatedWebp(64), 'image/webp'],
      [animatedPng(64), 'image/png'],
    ] as const) {
      const image = await rendered(bytes, type);
      expect(image).toMatchObject({ width: 64, height: 64 });
      await expectPromised(image);
      for (const { name, bytes: file } of image.files.filter((each) => each.name !== SOCIAL_CARD.name)) {
        expect(isNear(await middleOf(file), [255, 0, 0], 40), `${type} ${name}`).toBe(true);
        expect((await sharp(file).metadata()).pages ?? 1).toBe(1);
      }
    }
  });
});

describe('sizes', () => {
  it.each([
    [1, 1],
    [3, 2],
    [1, 300],
    [319, 200],
    [321, 200],
    [1000, 750],
    [1279, 5200],
    [4000, 1333],
    [4000, 1000],
    [20_000, 50],
    [50, 20_000],
  ])('of %i × %i become what was promised', async (width, height) => {
    const flat = sharp({ create: { width, height, channels: 3, background: '#e63c28' } });
    for (const format of ['jpeg', 'png'] as const) {
      const image = await rendered(await flat.clone().toFormat(format).toBuffer(), `image/${format}`);
      expect(image).toMatchObject({ width, height });
      await expectPromised(image);
      const card = image.files.at(-1)?.bytes ?? Buffer.alloc(0);
      expect(isNear(await middleOf(card), [230, 60, 40]), `card of ${width} × ${height}`).toBe(true);
    }
  });

  it('of a small photo are not enlarged into a smear on the card', async () => {
    const checks = Buffer.alloc(40 * 40 * 3);
    for (let at = 0; at < checks.length; at += 3)
      checks.fill((at / 3 + Math.floor(at / 120)) % 2 ? 255 : 0, at, at + 3);
    const bytes = await sharp(checks, { raw: { width: 40, height: 40, channels: 3 } })
      .png()
      .toBuffer();
    const { files } = await rendered(bytes, 'image/png');
    const inside = await sharp(
      await sharp(files.at(-1)?.bytes).extract({ left: 582, top: 297, width: 36, height: 36 }).png().toBuffer(),
    ).stats();
    expect(inside.channels[0]?.stdev).toBeGreaterThan(90);
  });
});

describe('the same bytes', () => {
  it('become the same files, alone or beside others', async () => {
    const bytes = await (await photoLike(1500, 1000)).jpeg({ quality: 90 }).toBuffer();
    const first = await rendered(bytes, 'image/jpeg');
    const more = await Promise.all([1, 2, 3].map(() => rendered(Buffer.from(bytes), 'image/jpeg')));
    for (const other of more) {
      expect(other.placeholder).toBe(first.placeholder);
      expect(other.files.map(({ name, bytes: file }) => [name, file.toString('base64')])).toEqual(
        first.files.map(({ name, bytes: file }) => [name, file.toString('base64')]),
      );
    }
    expect(first.placeholder.length).toBeLessThanOrEqual(300);
  });
});
