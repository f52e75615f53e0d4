import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { decode, encode, pixelsOfSizes, renderImage } from '#functions/images/render-image.ts';
import { buildFunctions } from '#infra/build/bundles.ts';
import { WIDTHS } from '#shared/domain/images/renditions.ts';
import { photoLike } from '#test/support/photos.ts';
import { loadOnce } from './bundles.ts';
import { median, ratio, textTable, verdict } from './text-table.ts';

const PHOTO = { width: 4032, height: 3024 };
const WEBP_TARGET = 3.5;
/** What the function is given, in megabytes. */
const FUNCTION_MEMORY = 2048;
const AT_ONCE = 4;

const PROBE = `
  const { readFileSync } = await import('node:fs');
  const [peak, module, file, type, atOnce] = process.argv.slice(1);
  const { peakMegabytes } = await import(peak);
  const { renderImage } = await import(module);
  const loaded = peakMegabytes();
  const bytes = readFileSync(file);
  const images = await Promise.all(Array.from({ length: Number(atOnce) }, () => renderImage(Buffer.from(bytes), type)));
  const refused = images.find((image) => 'refused' in image);
  if (refused) throw new Error(refused.refused);
  console.log(JSON.stringify({ loaded, peak: peakMegabytes() }));
`;

type Peak = { loaded: number; peak: number };

const peakOf = (file: string, type: string, atOnce: number): Peak => {
  const peak = new URL('../support/peak-memory.ts', import.meta.url).href;
  const module = new URL('../../functions/images/render-image.ts', import.meta.url).href;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--import', 'tsx', '--input-type=module', '-e', PROBE, peak, module, file, type, String(atOnce)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The photo is not rendered: ${stderr}`);
  return JSON.parse(stdout) as Peak;
};

const cpuOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const decoded = async (bytes: Buffer) => {
  const photo = await decode(bytes);
  if ('refused' in photo) throw new Error(photo.refused);
  return photo;
};

const encodeAll = async (bytes: Buffer, type: 'image/webp' | 'image/avif') => {
  const { original, pixels } = await decoded(bytes);
  const sizes = await pixelsOfSizes(pixels, original);
  return Promise.all(sizes.map((size) => encode(size, type)));
};

const largest = { width: 8192, height: 6144 };

// Blocks of 128 pixels: what else has so many pixels in 16 bits is too large to be uploaded.
const blocks = () =>
  sharp(Buffer.from(Array.from({ length: 64 * 48 * 4 }, (_, index) => Math.imul(index, 2_654_435_761) >>> 24)), {
    raw: { width: 64, height: 48, channels: 4 },
  });

const worstInputs = async (): Promise<[name: string, type: string, bytes: Buffer][]> => [
  [
    '50 MP progressive JPEG, sideways',
    'image/jpeg',
    await blocks()
      .removeAlpha()
      .resize(largest)
      .withMetadata({ orientation: 6 })
      .jpeg({ progressive: true, chromaSubsampling: '4:4:4' })
      .toBuffer(),
  ],
  [
    '50 MP interlaced PNG of 16 bits with alpha, sideways',
    'image/png',
    await blocks()
      .resize({ ...largest, kernel: 'nearest' })
      .toColourspace('rgb16')
      .withMetadata({ orientation: 6 })
      .png({ progressive: true })
      .toBuffer(),
  ],
];

/** What a phone's photo costs against one plain decode of it, what memory it takes, and what the function weighs. */
export const images = async ({ quick }: { quick: boolean }): Promise<string> => {
  const rounds = quick ? 5 : 15;
  const folder = await mkdtemp(join(tmpdir(), 'ocop-bench-'));
  try {
    const photo = await photoLike(PHOTO.width, PHOTO.height);
    const bytes = await photo.clone().jpeg({ quality: 94 }).toBuffer();
    const wide = await photo
      .clone()
      .withIccProfile('p3')
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 94 })
      .toBuffer();
    const work: [name: string, run: () => Promise<unknown>][] = [
      ['one plain decode', () => sharp(bytes).raw().toBuffer()],
      ['decode to the largest size', () => decoded(bytes)],
      [`one decode, ${WIDTHS.length} WebP`, () => encodeAll(bytes, 'image/webp')],
      [
        `${WIDTHS.length} separate pipelines to WebP`,
        () => Promise.all(WIDTHS.map((width) => sharp(bytes).resize(width).webp({ quality: 80 }).toBuffer())),
      ],
      [`one decode, ${WIDTHS.length} AVIF`, () => encodeAll(bytes, 'image/avif')],
      ['everything', () => renderImage(bytes, 'image/jpeg')],
      ['everything, sideways in a wide gamut', () => renderImage(wide, 'image/jpeg')],
    ];
    const times = work.map((): number[] => []);
    for (const [, run] of work) await run();
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, [, run]] of work.entries()) times[index]?.push(await cpuOf(run));
    }
    const medians = times.map(median);
    const [plain = Number.NaN] = medians;
    const cpu = work.map(([name], index) => {
      const time = medians[index] ?? Number.NaN;
      const isTarget = index === 2;
      const target = isTarget ? `${WEBP_TARGET}x ${verdict(time / plain, WEBP_TARGET)}` : '';
      return [name, time.toFixed(1), ratio(time, plain), target];
    });

    const image = await renderImage(bytes, 'image/jpeg');
    if ('refused' in image) throw new Error(image.refused);

    const inputs: [name: string, type: string, bytes: Buffer, atOnce: number][] = [
      ['12 MP JPEG', 'image/jpeg', bytes, 1],
      ['12 MP JPEG', 'image/jpeg', bytes, AT_ONCE],
      ['12 MP JPEG, sideways in a wide gamut', 'image/jpeg', wide, AT_ONCE],
    ];
    if (!quick) for (const [name, type, worst] of await worstInputs()) inputs.push([name, type, worst, 1]);
    const memory: (string | number)[][] = [];
    for (const [name, type, input, atOnce] of inputs) {
      const file = join(folder, 'upload');
      await writeFile(file, input);
      const { loaded, peak } = peakOf(file, type, atOnce);
      memory.push([
        name,
        (input.length / 1e6).toFixed(1),
        atOnce,
        loaded.toFixed(0),
        peak.toFixed(0),
        `${FUNCTION_MEMORY} MB ${verdict(peak, FUNCTION_MEMORY)}`,
      ]);
    }

    const reports = await buildFunctions({ outDir: join(folder, 'functions') });
    const built = reports.find(({ name }) => name === 'images');
    if (!built) throw new Error('images is not built');
    const bundle = join(built.dir, 'index.mjs');
    const loads = Array.from({ length: rounds + 1 }, () => loadOnce(bundle)).slice(1);
    const weight = [
      [
        'images',
        (built.javascriptBytes / 1000).toFixed(1),
        (built.assetBytes / 1e6).toFixed(1),
        median(loads.map(({ wall }) => wall)).toFixed(1),
        median(loads.map(({ cpu: used }) => used)).toFixed(1),
      ],
    ];

    return [
      `A photo of ${PHOTO.width} × ${PHOTO.height} in ${(bytes.length / 1e6).toFixed(1)} MB, medians of ${rounds} interleaved rounds.`,
      '',
      textTable(['work', 'CPU ms', '/ decode', 'target'], cpu),
      '',
      'What comes out:',
      '',
      textTable(
        ['file', 'kB'],
        [
          ...image.files.map(({ name, bytes: file }) => [name, (file.length / 1000).toFixed(1)]),
          ['placeholder', (image.placeholder.length / 1000).toFixed(1)],
        ],
      ),
      '',
      'Memory, each in a fresh process that is run from its sources:',
      '',
      textTable(['photo', 'MB', 'at once', 'MB when loaded', 'peak MB', 'target'], memory),
      '',
      'The function, loaded in fresh processes:',
      '',
      textTable(['bundle', 'kB', 'MB of sharp', 'load ms', 'CPU ms'], weight),
    ].join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
