import type { MediaBucket } from '#shared/data/objects/media-storage.ts';
import { filesOf, uploadKey } from '#shared/domain/images/renditions.ts';
import { IMAGES_MAX } from '#shared/platform/limits.ts';
import { processUpload } from '#shared/services/images/process-upload.ts';
import { suspendProducer } from '#shared/services/producers/suspend-producer.ts';
import { verifyProducer } from '#shared/services/producers/verify-producer.ts';
import { type Api, type Ask, OFFICER, OWNER, startApi } from '#test/support/api.ts';
import { startBuckets } from '#test/support/buckets.ts';
import { textTable } from './text-table.ts';

/** S3 in Singapore, dollars for each request. A removal is free; a removal of many is counted as a write, to be safe. */
const PRICES = { has: 0.000_000_4, copy: 0.000_005, removeAll: 0.000_005 };
const PHOTO = { width: 4032, height: 3024 };
const FILE_BYTES = 2_000;

type Counts = Record<keyof typeof PRICES, number>;

const must = async (api: Api, method: string, path: string, ask: Ask) => {
  const reply = await api.ask(method, path, ask);
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.text}`);
  return reply.body;
};

const render = async () => ({
  ...PHOTO,
  placeholder: '',
  files: filesOf(PHOTO).map(({ name, type }) => ({ name, type, bytes: Buffer.alloc(FILE_BYTES, name) })),
});

/** What it costs to hide all photos of a producer and to show them again. */
export const publicity = async ({ quick }: { quick: boolean }): Promise<string> => {
  const buckets = await startBuckets();
  const counts: Counts = { has: 0, copy: 0, removeAll: 0 };
  const { media } = buckets.requestStorage;
  const counted: MediaBucket = {
    ...media,
    has: (...args) => {
      counts.has += 1;
      return media.has(...args);
    },
    copy: (...args) => {
      counts.copy += 1;
      return media.copy(...args);
    },
    removeAll: (...args) => {
      if (args[0].length > 0) counts.removeAll += 1;
      return media.removeAll(...args);
    },
  };
  const { uploads, uploadForm } = buckets.storage;
  const storage = { uploads, uploadForm, media: { ...buckets.storage.media, ...counted } };
  const api = await startApi({ storage, now: new Date().toISOString() });
  try {
    const producer = await must(api, 'POST', '/v1/producers', {
      as: OWNER,
      body: {
        name: 'Hợp tác xã Tràng An',
        kind: 'cooperative',
        phone: '0912345678',
        commune: '14329',
        addressLine: 'Số 1 phố cổ',
      },
    });
    await must(api, 'POST', `/v1/producers/${producer.id}/verify`, { as: OFFICER, headers: { 'if-match': '*' } });
    const products = quick ? 2 : 10;
    for (let count = 0; count < products; count += 1) {
      const body = {
        producer: producer.id,
        name: `Mắm tép ${count}`,
        criteriaSet: 8,
        description: 'Mắm tép.',
        unit: 'hũ',
        originCommune: { code: '14329', list: 'former' },
      };
      const { id } = await must(api, 'POST', '/v1/products', { as: OWNER, body });
      for (const [action, as] of [
        ['submit', OWNER],
        ['approve', OFFICER],
      ] as const)
        await must(api, 'POST', `/v1/products/${id}/${action}`, { as, headers: { 'if-match': '*' } });
      for (let photo = 0; photo < IMAGES_MAX; photo += 1) {
        const image = await must(api, 'POST', `/v1/products/${id}/images`, {
          as: OWNER,
          body: { contentType: 'image/jpeg' },
        });
        const upload = { bytes: Buffer.from(image.id), type: 'image/jpeg', cacheControl: '' };
        await storage.uploads.put(uploadKey(id, image.id), upload);
        await processUpload(api.context('system:images'), { product: id, image: image.id }, render);
      }
    }
    const images = products * IMAGES_MAX;
    const moved = images * filesOf(PHOTO).length;
    const rows: (string | number)[][] = [];
    const context = { ...api.context(OFFICER), expected: 'any' as const };
    for (const { name, files: expected, run } of [
      { name: 'suspend the producer', files: 0, run: () => suspendProducer(context, producer.id, 'x') },
      { name: 'verify it again', files: moved, run: () => verifyProducer(context, producer.id, undefined) },
    ]) {
      Object.assign(counts, { has: 0, copy: 0, removeAll: 0 });
      const started = performance.now();
      await run();
      const seconds = (performance.now() - started) / 1_000;
      const open = (await buckets.keys('media', 'media/')).length;
      if (open !== expected) throw new Error(`${name}: ${open} files`);
      const dollars = (Object.keys(PRICES) as (keyof Counts)[]).reduce(
        (sum, kind) => sum + counts[kind] * PRICES[kind],
        0,
      );
      const per = (count: number) => ((count * 1_000) / images).toFixed(0);
      rows.push([
        name,
        per(counts.has),
        per(counts.copy),
        per(counts.removeAll),
        ((dollars * 1_000) / images).toFixed(4),
        seconds.toFixed(1),
        (products / seconds).toFixed(1),
        (moved / seconds).toFixed(0),
      ]);
    }
    return [
      `${products} products of ${IMAGES_MAX} photos and ${filesOf(PHOTO).length} files each, on the embedded engine and store in this process.`,
      'Requests and dollars are for 1,000 images, at the prices of S3 in Singapore.',
      '',
      textTable(['what', 'HEAD', 'COPY', 'removals', '$', 's', 'products/s', 'files/s'], rows),
    ].join('\n');
  } finally {
    await api.stop();
    await buckets.stop();
  }
};
