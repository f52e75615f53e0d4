import { createEdgeHandler } from '@ocop/local-aws';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { placeAllImages } from '#infra/commands/place-all-images.ts';
import type { JobMediaStorage } from '#shared/data/objects/media-storage.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { isVisible } from '#shared/domain/images/image.ts';
import { placeFiles } from '#shared/services/images/internal/placement.ts';
import { processUpload } from '#shared/services/images/process-upload.ts';
import type { Context, JobContext } from '#shared/services/kernel/context.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { suspendProducer } from '#shared/services/producers/suspend-producer.ts';
import { verifyProducer } from '#shared/services/producers/verify-producer.ts';
import { approveProduct } from '#shared/services/products/approve-product.ts';
import { reinstateProduct } from '#shared/services/products/reinstate-product.ts';
import { suspendProduct } from '#shared/services/products/suspend-product.ts';
import { type Api, OFFICER, OWNER, startApi } from '#test/support/api.ts';
import { type Buckets, startBuckets } from '#test/support/buckets.ts';
import {
  act,
  draft,
  producerInput,
  publishedProduct,
  readyImage,
  renderedAs,
  verifiedProducer,
} from '#test/support/journey.ts';
import { MEDIA_URL } from '#test/support/memory-storage.ts';

let buckets: Buckets;
let api: Api;
beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  buckets = await startBuckets();
  api = await startApi({
    stream: false,
    storage: buckets.storage,
    requestStorage: buckets.requestStorage,
    now: new Date().toISOString(),
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await api.stop();
  await buckets.stop();
});
beforeEach(() => {
  api.clock.now = new Date();
});

const REASON = { reason: 'Hàng giả' };
const registered = async (): Promise<string> =>
  (await api.ask('POST', '/v1/producers', { as: OWNER, body: producerInput() })).body.id;
const own = async (product: string, as = OWNER) => {
  const { body, headers } = await api.ask('GET', `/v1/me/products/${product}`, { as });
  return { ...body, etag: headers.etag ?? '' };
};
const change = async (product: string, action: string, as = OFFICER, body?: object) =>
  act(api, product, action, (await own(product)).etag, as, body);
const onProducer = async (producer: string, action: string, body?: object) => {
  const reply = await api.ask('POST', `/v1/producers/${producer}/${action}`, {
    as: OFFICER,
    headers: { 'if-match': '*' },
    ...(body ? { body } : {}),
  });
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};
const job = (minutes = 0, context: Context = api.context('system:schedules')) =>
  finishPendingWork({ ...context, now: new Date(context.now.getTime() + minutes * 60_000) });

const FILES = ['1280.avif', '1280.webp', '320.avif', '320.webp', '640.avif', '640.webp', 'card.jpg'];
/** The keys of a product's photos below a prefix. */
const keysBelow = async (prefix: 'media' | 'private', product: string): Promise<string[]> => {
  const stored = await loadDocument(api.context('system:test').reader, productKind, product, { consistent: true });
  const photos = stored?.value.images.filter(isVisible) ?? [];
  const keys = await Promise.all(photos.map(({ photo }) => buckets.keys('media', `${prefix}/${photo.digest}/`)));
  return keys.flat();
};
const filesBelow = async (prefix: 'media' | 'private', product: string): Promise<string[]> =>
  (await keysBelow(prefix, product)).map((key) => key.split('/').at(-1) ?? '');
const publicFiles = (product: string) => filesBelow('media', product);
const expectHidden = async (product: string, photos = 1): Promise<void> => {
  expect(await publicFiles(product)).toEqual([]);
  expect(await filesBelow('private', product)).toEqual(Array.from({ length: photos }, () => FILES).flat());
};
const expectPublic = async (product: string, photos = 1): Promise<void> => {
  expect(await publicFiles(product)).toEqual(Array.from({ length: photos }, () => FILES).flat());
  const { images } = (await api.ask('GET', `/v1/products/${product}`)).body;
  expect(images).toHaveLength(photos);
};
const publishedWithPhoto = async (producer?: string): Promise<string> => {
  const { id } = await publishedProduct(api, producer ?? (await verifiedProducer(api)));
  await readyImage(api, id);
  return id;
};

type Media = JobMediaStorage['media'];

/** A context whose media bucket is `over` where that says so. */
const withMedia = (context: JobContext, over: (real: Media) => Partial<Media>): JobContext => {
  const { media, uploads, uploadForm } = context.storage;
  return { ...context, storage: { uploads, uploadForm, media: { ...media, ...over(media) } } };
};
const away = () => Promise.reject(new Error('away'));

describe('the files of a photo are public exactly while its product is', () => {
  it('a draft of an unverified producer, and of a verified one, has private files alone, until it is approved', async () => {
    const producer = await registered();
    const { id } = await draft(api, producer);
    await readyImage(api, id);
    await expectHidden(id);
    await onProducer(producer, 'verify');
    await expectHidden(id);
    await act(api, id, 'submit', (await own(id)).etag);
    await expectHidden(id);
    await change(id, 'approve');
    await expectPublic(id);
  });

  it('a suspended product has none, and has them again when it is reinstated', async () => {
    const id = await publishedWithPhoto();
    await expectPublic(id);
    await change(id, 'suspend', OFFICER, REASON);
    await expectHidden(id);
    await readyImage(api, id);
    await expectHidden(id, 2);
    await change(id, 'reinstate');
    await expectPublic(id, 2);
  });

  it('every product of a suspended producer has none, and what was published has them again when it is verified again', async () => {
    const producer = await verifiedProducer(api);
    const visible = await Promise.all([publishedWithPhoto(producer), publishedWithPhoto(producer)]);
    const { id: unseen } = await draft(api, producer);
    await readyImage(api, unseen);
    expect((await onProducer(producer, 'suspend', REASON)).productsUpdated).toBe(true);
    for (const id of [...visible, unseen]) await expectHidden(id);
    await onProducer(producer, 'verify');
    for (const id of visible) await expectPublic(id);
    await expectHidden(unseen);
  });

  it('a new photo of a public product is public at once, and its private copy stays when the product is hidden', async () => {
    const id = await publishedWithPhoto();
    await readyImage(api, id);
    await expectPublic(id, 2);
    await change(id, 'suspend', OFFICER, REASON);
    await expectHidden(id, 2);
  });

  it('an archived product has no files of either kind, and a restored one has no images', async () => {
    const id = await publishedWithPhoto();
    const before = await buckets.keys('media');
    await change(id, 'archive', OWNER);
    expect(before.length - (await buckets.keys('media')).length).toBe(2 * FILES.length);
    await change(id, 'restore', OWNER);
    expect((await api.ask('GET', `/v1/products/${id}`)).body.images).toEqual([]);
  });

  it('public files say that browsers may keep them, and private ones that nobody else may', async () => {
    const id = await publishedWithPhoto();
    const [digest] = (await buckets.keys('media', 'media/')).slice(-1).map((key) => key.split('/')[1]);
    await change(id, 'suspend', OFFICER, REASON);
    await change(id, 'reinstate');
    expect(await buckets.read('media', `media/${digest}/card.jpg`)).toMatchObject({
      type: 'image/jpeg',
      cacheControl: 'public, max-age=31536000, immutable, stale-if-error=0',
    });
    expect(await buckets.read('media', `private/${digest}/card.jpg`)).toMatchObject({
      type: 'image/jpeg',
      cacheControl: 'private, max-age=600',
    });
  });
});

describe('a working copy', () => {
  type View = { sizes: { url: string; type: string }[]; socialCard: { url: string } };
  const urlsOf = ({ cover, images }: { cover: { url: string }; images: View[] }): string[] => [
    cover.url,
    ...images.flatMap(({ sizes, socialCard }) => [...sizes, socialCard].map(({ url }) => url)),
  ];

  it('of what is not public gives its owner and its officer addresses that read the images and end after ten to fifteen minutes', async () => {
    const { id } = await draft(api, await verifiedProducer(api));
    await readyImage(api, id);
    await change(id, 'submit', OWNER);
    const review = (await api.ask('GET', `/v1/reviews/${id}`, { as: OFFICER })).body;
    for (const body of [await own(id), review]) {
      const minutes = (Date.parse(body.imagesExpireAt) - api.clock.now.getTime()) / 60_000;
      expect(minutes).toBeGreaterThanOrEqual(10);
      expect(minutes).toBeLessThanOrEqual(15);
      expect(body.images[0].sizes.map(({ type }: { type: string }) => type)).toEqual(Array(3).fill('image/webp'));
      for (const url of urlsOf(body)) {
        const answer = await fetch(url);
        expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, max-age=600']);
        expect((await fetch(url.split('?')[0] ?? '')).status).toBe(403);
        expect((await fetch(url.replace(/private\/[^/]+/, 'private/other'))).status).toBe(403);
      }
      expect(JSON.stringify(body)).not.toContain(MEDIA_URL);
    }
    api.clock.now = new Date(Date.now() - 16 * 60_000);
    for (const url of urlsOf(await own(id))) expect((await fetch(url)).status).toBe(403);
  });

  it('of what is public gives the addresses of the edge, and no end', async () => {
    const body = await own(await publishedWithPhoto());
    expect(body.imagesExpireAt).toBeNull();
    for (const url of urlsOf(body)) expect(url).toContain(`${MEDIA_URL}/media/`);
  });

  it('of a suspended product signs the face as well while a change waits', async () => {
    const id = await publishedWithPhoto();
    await change(id, 'suspend', OFFICER, REASON);
    const { etag } = await own(id);
    const edited = await api.ask('PATCH', `/v1/products/${id}`, {
      as: OWNER,
      headers: { 'if-match': etag },
      body: { story: 'Mới' },
    });
    for (const url of [...urlsOf(edited.body), ...urlsOf(edited.body.face)])
      expect((await fetch(url)).status).toBe(200);
  });

  it('keeps its ETag and its addresses for minutes, so that a page that is read again shows what the browser has', async () => {
    const { id } = await draft(api, await verifiedProducer(api));
    await readyImage(api, id);
    api.clock.now = new Date('2026-11-28T03:00:00Z');
    const first = await own(id);
    api.clock.now = new Date('2026-11-28T03:04:59Z');
    expect(await own(id)).toEqual(first);
  });

  it('is kept under an idempotency key without signatures, and is given again with fresh ones', async () => {
    const id = await publishedWithPhoto();
    const { etag } = await own(id);
    const suspend = () =>
      api.ask('POST', `/v1/products/${id}/suspend`, {
        as: OFFICER,
        body: REASON,
        headers: { 'if-match': etag, 'idempotency-key': `suspend-${id}` },
      });
    api.clock.now = new Date(Date.now() - 60 * 60_000);
    const first = await suspend();
    api.clock.now = new Date();
    const again = await suspend();
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([200, 'true']);
    expect(again.body.imagesExpireAt).not.toBe(first.body.imagesExpireAt);
    for (const url of urlsOf(again.body)) expect((await fetch(url)).status).toBe(200);
  });

  it('signs nothing that somebody wrote into a text', async () => {
    const foreign = await draft(api, await verifiedProducer(api));
    await readyImage(api, foreign.id);
    const [key = ''] = (await buckets.keys('media', 'private/')).slice(-1);
    const { id } = await draft(api, await verifiedProducer(api), {
      description: key,
      story: key,
      name: key.slice(0, 90),
    });
    await readyImage(api, id, { alt: key.slice(0, 100) });
    const body = await own(id);
    expect(body.description).toBe(key);
    const [, digest = ''] = key.split('/');
    for (const url of urlsOf(body)) expect(url).not.toContain(digest);
  });
});

describe('a hiding that is cut off', () => {
  it('by a bucket that is away does not refuse the suspension, and the next run of the job ends it', async () => {
    const id = await publishedWithPhoto();
    const context = withMedia(api.context(OFFICER), () => ({ removeAll: away, copy: away, has: away }));
    await suspendProduct(context, id, REASON.reason);
    expect((await api.ask('GET', `/v1/products/${id}`)).status).toBe(404);
    expect(await publicFiles(id)).toEqual(FILES);
    expect(await job()).toBeGreaterThan(0);
    await expectHidden(id);
    expect(await job()).toBe(0);
  });

  it('needs no copy, so that one that always fails leaves nothing public', async () => {
    const id = await publishedWithPhoto();
    await suspendProduct(
      withMedia(api.context(OFFICER), () => ({ copy: away })),
      id,
      REASON.reason,
    );
    await expectHidden(id);
  });

  it('is done at every minute by the run that leaves events alone', async () => {
    const id = await publishedWithPhoto();
    await suspendProduct(
      withMedia(api.context(OFFICER), () => ({ removeAll: away })),
      id,
      REASON.reason,
    );
    expect(await finishPendingWork(api.context('system:schedules'), { withoutEvents: true })).toBeGreaterThan(0);
    await expectHidden(id);
  });

  it('of a producer whose products take longer than a request has goes on in the job, and the answer says so', async () => {
    const producer = await verifiedProducer(api);
    const ids = [await publishedWithPhoto(producer), await publishedWithPhoto(producer)];
    const suspended = await suspendProducer(
      { ...api.context(OFFICER), expected: 'any', propagationBudgetMs: 0 },
      producer,
      'x',
    );
    expect(suspended.body).toMatchObject({ status: 'suspended', productsUpdated: false });
    for (const id of ids) expect(await publicFiles(id)).toEqual(FILES);
    await job();
    for (const id of ids) await expectHidden(id);
    const { body } = await api.ask('GET', `/v1/reviews/${producer}`, { as: OFFICER });
    expect(body).toMatchObject({ status: 'suspended', productsUpdated: true });
  });
});

describe('a publication', () => {
  const submitted = async (): Promise<string> => {
    const { id } = await draft(api, await verifiedProducer(api));
    await readyImage(api, id);
    await change(id, 'submit', OWNER);
    return id;
  };
  const approve = (context: Context, id: string) => approveProduct({ ...context, expected: 'any' }, id, undefined);

  it('shows no address before its file is there', async () => {
    const id = await submitted();
    const seen: number[] = [];
    const context = withMedia(api.context(OFFICER), (real) => ({
      copy: async (...copied) => {
        seen.push((await api.ask('GET', `/v1/products/${id}`)).status);
        return real.copy(...copied);
      },
    }));
    await approve(context, id);
    expect(seen).toEqual(FILES.map(() => 404));
    await expectPublic(id);
  });

  it('whose copies fail is refused, and leaves nothing public', async () => {
    const id = await submitted();
    let copies = 0;
    const context = withMedia(api.context(OFFICER), (real) => ({
      copy: (...copied) => {
        copies += 1;
        return copies > 3 ? away() : real.copy(...copied);
      },
    }));
    await expect(approve(context, id)).rejects.toThrow('away');
    await expectHidden(id);
    expect((await own(id)).status).toBe('submitted');
    await approve(api.context(OFFICER), id);
    await expectPublic(id);
    expect(await job(20)).toBeGreaterThan(0);
    await expectPublic(id);
  });

  it('that dies between its copies and its write leaves files that the job takes away after a quarter of an hour', async () => {
    const id = await submitted();
    const context = api.context(OFFICER);
    const dying = {
      ...context,
      writer: {
        ...context.writer,
        transact: (...[actions, token]: Parameters<typeof context.writer.transact>) =>
          actions.length === 1 ? context.writer.transact(actions, token) : away(),
      },
    };
    const lost = withMedia(dying, () => ({ removeAll: away }));
    await expect(approve(lost, id)).rejects.toThrow('away');
    expect(await publicFiles(id)).toEqual(FILES);
    await job(14);
    expect(await publicFiles(id)).toEqual(FILES);
    await job(15);
    await expectHidden(id);
  });

  it('that meets a run of the job which has taken its files away puts them there again', async () => {
    const id = await submitted();
    const context = api.context(OFFICER);
    let isFirst = true;
    const late = withMedia(context, (real) => ({
      copy: async (...each) => {
        const done = await real.copy(...each);
        if (isFirst && each[1].endsWith('card.jpg')) {
          isFirst = false;
          await job(30);
        }
        return done;
      },
    }));
    await expect(approve(late, id)).rejects.toThrow('placement');
    await approve(api.context(OFFICER), id);
    await expectPublic(id);
  });
});

describe('changes that meet', () => {
  it('a photo that is taken in while its product is suspended ends private', async () => {
    const id = await publishedWithPhoto();
    const asked = await api.ask('POST', `/v1/products/${id}/images`, {
      as: OWNER,
      body: { contentType: 'image/jpeg' },
    });
    await api.storage.uploads.put(asked.body.fields.key, {
      bytes: Buffer.from('x'),
      type: 'image/jpeg',
      cacheControl: '',
    });
    let isFirst = true;
    const context = withMedia(api.context('system:images'), (real) => ({
      put: async (key, object) => {
        await real.put(key, object);
        if (!isFirst || !key.startsWith('media/')) return;
        isFirst = false;
        await change(id, 'suspend', OFFICER, REASON);
      },
    }));
    expect(await processUpload(context, { product: id, image: asked.body.id }, renderedAs())).toBe('published');
    await expectHidden(id, 2);
    await change(id, 'reinstate');
    await expectPublic(id, 2);
  });

  it('a late removal of a suspension does not take the files of a product that is public again', async () => {
    const id = await publishedWithPhoto();
    let isFirst = true;
    const context = withMedia(api.context(OFFICER), (real) => ({
      removeAll: async (keys) => {
        if (isFirst) {
          isFirst = false;
          await change(id, 'reinstate');
        }
        await real.removeAll(keys);
      },
    }));
    await suspendProduct(context, id, REASON.reason);
    await expectPublic(id);
  });

  it('a late copy of a job does not show the files of a product that was suspended meanwhile', async () => {
    const id = await publishedWithPhoto();
    let isFirst = true;
    const context = withMedia(api.context('system:schedules'), (real) => ({
      copy: async (...each) => {
        if (isFirst) {
          isFirst = false;
          await change(id, 'suspend', OFFICER, REASON);
        }
        return real.copy(...each);
      },
    }));
    await placeFiles(context, id);
    await expectHidden(id);
  });

  it('whatever offices do in whatever order, cut off anywhere and at once with the job, the files end where publicity wants them', async () => {
    const actions = fc.record({
      verb: fc.constantFrom('suspend', 'reinstate', 'suspendProducer', 'verifyProducer', 'photo', 'job'),
      failing: fc.constantFrom('nothing', 'nothing', 'copy', 'removeAll', 'has'),
      alone: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(actions, { minLength: 2, maxLength: 7 }), async (steps) => {
        const producer = await verifiedProducer(api);
        const id = await publishedWithPhoto(producer);
        let photos = 1;
        const running: Promise<unknown>[] = [];
        for (const { verb, failing, alone } of steps) {
          const context: Context = {
            ...withMedia(api.context(OFFICER), () => (failing === 'nothing' ? {} : { [failing]: away })),
            expected: 'any',
          };
          const run = {
            suspend: () => suspendProduct(context, id, 'x'),
            reinstate: () => reinstateProduct(context, id, undefined),
            suspendProducer: () => suspendProducer(context, producer, 'x'),
            verifyProducer: () => verifyProducer(context, producer, undefined),
            photo: async () => {
              if (photos > 2) return;
              photos += 1;
              await readyImage(api, id);
            },
            job: () => job(0, context),
          }[verb];
          const done = run().catch(() => undefined);
          if (alone || verb === 'photo') await Promise.all([done, ...running.splice(0)]);
          else running.push(done);
        }
        await Promise.all(running);
        await job(20);
        await job(20);
        const isPublic = (await api.ask('GET', `/v1/products/${id}`)).status === 200;
        await (isPublic ? expectPublic(id, photos) : expectHidden(id, photos));
      }),
      { numRuns: 15 },
    );
  });
});

describe('photos of before files could be private', () => {
  /** Files as they lay then: public alone, whatever the product was. */
  const asBefore = async (product: string): Promise<void> => {
    for (const key of await keysBelow('private', product)) {
      const { bytes } = await buckets.read('media', key);
      await buckets.put('media', key.replace('private/', 'media/'), bytes, 'image/webp');
      await api.storage.media.removeAll([key]);
    }
  };

  it('are hidden with a private copy when their product is suspended, and are shown again', async () => {
    const id = await publishedWithPhoto();
    await asBefore(id);
    expect(await filesBelow('private', id)).toEqual([]);
    await change(id, 'suspend', OFFICER, REASON);
    await expectHidden(id);
    await change(id, 'reinstate');
    await expectPublic(id);
  });

  it('stay public and pending while no private copy of them can be made', async () => {
    const id = await publishedWithPhoto();
    await asBefore(id);
    await suspendProduct(
      withMedia(api.context(OFFICER), () => ({ copy: away })),
      id,
      REASON.reason,
    );
    expect(await publicFiles(id)).toEqual(FILES);
    await job();
    await expectHidden(id);
  });

  it('of a draft are hidden, and of a public product get their private copy, by placing them once', async () => {
    const { id } = await draft(api, await verifiedProducer(api));
    await readyImage(api, id);
    await asBefore(id);
    expect(await publicFiles(id)).toEqual(FILES);
    const visible = await publishedWithPhoto();
    await asBefore(visible);
    const media = { ...api.settings, bucket: 'media', endpoint: buckets.endpoint };
    const first = await placeAllImages({ table: api.settings, media });
    for (let run = 0; run < 2; run += 1) {
      expect(await placeAllImages({ table: api.settings, media })).toEqual(first);
      await expectHidden(id);
      await expectPublic(visible);
      expect(await filesBelow('private', visible)).toEqual(FILES);
    }
  });
});

it('the edge serves media/ and nothing private, however the path is written', async () => {
  const id = await publishedWithPhoto();
  const [key = ''] = (await buckets.keys('media', 'private/')).slice(-1);
  const asked: string[] = [];
  const handler = createEdgeHandler({
    edge: {
      objects: [{ pathPattern: 'media/*', bucket: 'media', methods: ['GET', 'HEAD'], headers: [] }],
      apiHeaders: [],
    },
    store: {
      serve: async (_, __, object) => void asked.push(object.key),
    },
    api: async () => void asked.push('the API'),
  });
  for (const path of [`/${key}`, `/media/../${key}`, `/media/%2e%2e/${key}`, `//${key}`, `/media/${id}`]) {
    await handler({ url: path, method: 'GET', rawHeaders: [] } as never, { setHeader: () => undefined } as never);
  }
  expect(asked).toEqual(['the API', `media/../${key}`, `media/../${key}`, 'the API', `media/${id}`]);
});
