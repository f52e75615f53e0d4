import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Reader } from '#shared/data/table/reader.ts';
import type { Writer } from '#shared/data/table/writer.ts';
import type { RejectionCode } from '#shared/domain/images/messages.ts';
import { uploadKey } from '#shared/domain/images/renditions.ts';
import { processUpload } from '#shared/services/images/process-upload.ts';
import type { JobContext } from '#shared/services/kernel/context.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { type Api, OWNER, startApi } from '#test/support/api.ts';
import { type Buckets, postForm, startBuckets } from '#test/support/buckets.ts';
import { publishedProduct, readyImage, renderedAs, verifiedProducer } from '#test/support/journey.ts';
import { MEDIA_URL } from '#test/support/memory-storage.ts';

let buckets: Buckets;
let api: Api;
let producer: string;
beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  buckets = await startBuckets();
  api = await startApi({
    stream: false,
    storage: buckets.storage,
    requestStorage: buckets.requestStorage,
    now: new Date().toISOString(),
  });
  producer = await verifiedProducer(api);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await api.stop();
  await buckets.stop();
});

class Struck extends Error {}

/** A context in which the call number `at` fails, before or after it took effect; `calls` counts all. */
const struckAt = (at: number, lost: boolean): { context: JobContext; calls: () => number } => {
  let calls = 0;
  const watched = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      const mine = calls;
      calls += 1;
      if (mine === at && !lost) throw new Struck('before');
      const result = await call(...args);
      if (mine === at) throw new Struck('after');
      return result;
    };
  };
  const context = api.context('system:images');
  const reader: Reader = { get: watched(context.reader.get), query: watched(context.reader.query) };
  const writer: Writer = { ...context.writer, transact: watched(context.writer.transact) };
  const { uploads, media, uploadForm } = context.storage;
  const storage: JobContext['storage'] = {
    uploads: { get: watched(uploads.get), remove: watched(uploads.remove) },
    media: {
      ...media,
      put: watched(media.put),
      removeAll: watched(media.removeAll),
      has: watched(media.has),
      copy: watched(media.copy),
    },
    uploadForm,
  };
  return { context: { ...context, reader, writer, storage }, calls: () => calls };
};

const visible = async (product: string) => (await api.ask('GET', `/v1/products/${product}`)).body;
const own = async (product: string) => (await api.ask('GET', `/v1/me/products/${product}`, { as: OWNER })).body;
const uploaded = async (product: string, body: object = {}): Promise<string> => {
  const asked = await api.ask('POST', `/v1/products/${product}/images`, {
    as: OWNER,
    body: { contentType: 'image/jpeg', ...body },
  });
  expect((await postForm(asked.body, Buffer.from(asked.body.id))).status).toBe(204);
  return asked.body.id;
};
/** One size and the card: the fewest files, because a run breaks off at each of them. */
const rendered = () => renderedAs({ width: 300, height: 200 });
type Urls = { sizes: { url: string }[]; socialCard: { url: string } };
const filesOf = ({ sizes, socialCard }: Urls): string[] =>
  [...sizes, socialCard].map(({ url }) => url.slice(MEDIA_URL.length + 1));

/** Whatever is shown is there whole. */
const expectWhole = async (product: string): Promise<void> => {
  const media = await buckets.keys('media', 'media/');
  for (const image of (await visible(product)).images) {
    expect(filesOf(image).filter((key) => !media.includes(key))).toEqual([]);
  }
};

const scenes: [string, object, () => ReturnType<typeof renderedAs>, string][] = [
  ['a photo', {}, rendered, 'ready'],
  ['a photo in place of another', { replaces: true }, rendered, 'ready'],
  ['no photo', {}, () => async () => ({ refused: 'not_an_image' as RejectionCode }), 'refused'],
];

describe.each(scenes)('taking in %s', (_, asked, render, state) => {
  const scene = async () => {
    const product = (await publishedProduct(api, producer)).id;
    const former = 'replaces' in asked ? { replaces: await readyImage(api, product) } : {};
    return { product, image: await uploaded(product, former) };
  };

  it('that breaks off at any call shows nothing by half, and the next delivery of the event ends it', async () => {
    const clean = await scene();
    const { context, calls } = struckAt(-1, false);
    await processUpload(context, clean, render());
    expect(calls()).toBeGreaterThanOrEqual(4);

    for (let at = 0; at < calls(); at += 1) {
      for (const lost of [false, true]) {
        const { product, image } = await scene();
        const struck = struckAt(at, lost);
        const broken = await processUpload(struck.context, { product, image }, render()).then(
          () => undefined,
          (error: unknown) => error,
        );
        const which = `call ${at}, ${lost ? 'after' : 'before'} its effect`;
        // What is only cleared away later may fail without failing the event.
        if (broken !== undefined) expect([which, broken]).toEqual([which, expect.any(Struck)]);
        await expectWhole(product);
        await processUpload(api.context('system:images'), { product, image }, render());
        const { images } = await own(product);
        expect([which, images.at(-1).id, images.at(-1).state, images.length]).toEqual([which, image, state, 1]);
        await expectWhole(product);
        expect((await buckets.keys('uploads')).filter((key) => key.includes(product))).toEqual([]);
      }
    }
  });
});

it('that can never be shown is removed by the recurring job, an hour later and not before', async () => {
  const product = (await publishedProduct(api, producer)).id;
  const image = await uploaded(product);
  const context = api.context('system:images');
  const scheduled = api.context('system:schedules');
  await finishPendingWork({ ...scheduled, now: new Date(scheduled.now.getTime() + 2 * 3_600_000) });
  const before = await buckets.keys('media');
  const writer: Writer = {
    ...context.writer,
    transact: (actions, token) =>
      actions.length === 1 ? context.writer.transact(actions, token) : Promise.reject(new Struck('away')),
  };
  for (let delivery = 0; delivery < 3; delivery += 1) {
    await expect(processUpload({ ...context, writer }, { product, image }, rendered())).rejects.toThrow(Struck);
  }
  await buckets.storage.uploads.remove(uploadKey(product, image));
  const left = (await buckets.keys('media')).filter((key) => !before.includes(key));
  expect([left.length, left.filter((key) => !key.startsWith('private/'))]).toEqual([3, []]);
  const job = (minutes: number) =>
    finishPendingWork({ ...scheduled, now: new Date(scheduled.now.getTime() + minutes * 60_000) });
  expect(await job(59)).toBe(3);
  expect((await buckets.keys('media')).length).toBe(before.length + left.length);
  expect(await job(60)).toBe(1);
  expect(await buckets.keys('media')).toEqual(before);
  expect(await job(120)).toBe(0);
});

it('that is shown after all is left alone by the mark of an earlier attempt', async () => {
  const product = (await publishedProduct(api, producer)).id;
  const image = await uploaded(product);
  const scheduled = api.context('system:schedules');
  const both = await Promise.all(
    [1, 2].map(() => processUpload(api.context('system:images'), { product, image }, rendered())),
  );
  expect(both).toEqual(['published', 'published']);
  await finishPendingWork({ ...scheduled, now: new Date(scheduled.now.getTime() + 3 * 3_600_000) });
  await expectWhole(product);
  expect((await visible(product)).images).toHaveLength(1);
});

it('whatever owner and events do in whatever order, what is shown is whole and nothing else is kept', async () => {
  const step = fc.oneof(
    fc.constant({ kind: 'upload' as const }),
    fc.record({ kind: fc.constant('replace' as const), which: fc.nat(3) }),
    fc.record({ kind: fc.constant('remove' as const), which: fc.nat(3) }),
    fc.record({
      kind: fc.constant('deliver' as const),
      which: fc.nat(5),
      struck: fc.option(fc.nat(14)),
      lost: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('arrange' as const), cover: fc.option(fc.nat(3)) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      const media = new Set(await buckets.keys('media'));
      const product = (await publishedProduct(api, producer)).id;
      const asked: string[] = [];
      const present = async () => (await own(product)).images as { id: string; state: string }[];
      const write = async (method: string, path: string, body?: object) => {
        const { headers } = await api.ask('GET', `/v1/me/products/${product}`, { as: OWNER });
        const reply = await api.ask(method, `/v1/products/${product}/images${path}`, {
          as: OWNER,
          headers: { 'if-match': headers.etag ?? '' },
          ...(body ? { body } : {}),
        });
        expect(reply.status, reply.text).toBe(200);
      };
      const deliver = async (image: string, at: number, lost: boolean) => {
        await processUpload(struckAt(at, lost).context, { product, image }, rendered()).catch((error: unknown) => {
          if (!(error instanceof Struck)) throw error;
        });
      };
      for (const one of steps) {
        const images = await present();
        const ready = images.filter(({ state }) => state === 'ready');
        if (one.kind === 'upload') asked.push(await uploaded(product));
        if (one.kind === 'replace' && ready[one.which])
          asked.push(await uploaded(product, { replaces: ready[one.which]?.id }));
        if (one.kind === 'remove' && images[one.which]) await write('DELETE', `/${images[one.which]?.id}`);
        if (one.kind === 'deliver' && asked[one.which])
          await deliver(asked[one.which] ?? '', one.struck ?? -1, one.lost);
        if (one.kind === 'arrange') {
          const cover = one.cover === null ? null : (images[one.cover]?.id ?? null);
          await write('PUT', '', { images: images.map(({ id }) => ({ id })).reverse(), cover });
        }
        await expectWhole(product);
      }
      for (const image of asked) await deliver(image, -1, false);
      const { images } = await visible(product);
      const added = (await buckets.keys('media')).filter((key) => !media.has(key));
      const files: string[] = images.flatMap(filesOf);
      expect(added.sort()).toEqual([...files, ...files.map((key) => key.replace(/^media/, 'private'))].sort());
      expect((await buckets.keys('uploads')).filter((key) => key.includes(product))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
