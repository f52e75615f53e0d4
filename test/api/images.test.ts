import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderImage } from '#functions/images/render-image.ts';
import { IMAGES_MAX } from '#shared/platform/limits.ts';
import { processUpload } from '#shared/services/images/process-upload.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { type Api, OFFICER, OTHER_OFFICER, OTHER_OWNER, OWNER, type Reply, startApi } from '#test/support/api.ts';
import { type Buckets, postForm, startBuckets } from '#test/support/buckets.ts';
import { act, draft, publishedProduct, readyImage, renderedAs, verifiedProducer } from '#test/support/journey.ts';
import { MEDIA_URL } from '#test/support/memory-storage.ts';
import { codesOf } from '#test/support/responses.ts';

let buckets: Buckets;
let api: Api;
let producer: string;
let photo: Buffer;
beforeAll(async () => {
  buckets = await startBuckets();
  // The form's signature and the store's clock are the real ones.
  api = await startApi({
    stream: false,
    storage: buckets.storage,
    requestStorage: buckets.requestStorage,
    now: new Date().toISOString(),
  });
  producer = await verifiedProducer(api);
  photo = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#a33' } })
    .jpeg()
    .toBuffer();
});
afterAll(async () => {
  await api.stop();
  await buckets.stop();
});
beforeEach(() => {
  api.clock.now = new Date();
});

const publish = async (over: object = {}) => (await publishedProduct(api, producer, over)).id;
const ask = (product: string, body: object = {}, as = OWNER): Promise<Reply> =>
  api.ask('POST', `/v1/products/${product}/images`, {
    as,
    body: { contentType: 'image/jpeg', ...body },
    headers: { 'accept-language': 'en' },
  });
const asked = async (product: string, body: object = {}) => {
  const reply = await ask(product, body);
  expect(reply.status, reply.text).toBe(201);
  return reply.body;
};
const processOf = (product: string, image: string, render = renderImage as Parameters<typeof processUpload>[2]) =>
  processUpload(api.context('system:images'), { product, image }, render);
const own = async (product: string) => {
  const { body, headers } = await api.ask('GET', `/v1/me/products/${product}`, { as: OWNER });
  return { ...body, etag: headers.etag ?? '' };
};
const uploadsOf = async (product: string): Promise<string[]> =>
  (await buckets.keys('uploads')).filter((key) => key.includes(product));
const visible = async (product: string) => (await api.ask('GET', `/v1/products/${product}`)).body;
const arrange = async (product: string, body: object, etag?: string) =>
  api.ask('PUT', `/v1/products/${product}/images`, {
    as: OWNER,
    body,
    headers: { 'if-match': etag ?? (await own(product)).etag, 'accept-language': 'en' },
  });
const remove = async (product: string, image: string, as = OWNER, query = {}) =>
  api.ask('DELETE', `/v1/products/${product}/images/${image}`, {
    as,
    query,
    headers: { 'if-match': (await own(product)).etag },
  });
const mediaOf = (urls: string[]): string[] => urls.map((url) => url.slice(MEDIA_URL.length + 1)).sort();
/** The private copy of a public file. */
const privately = (key: string): string => key.replace(/^media/, 'private');
const filesOf = (image: { sizes: { url: string }[]; socialCard: { url: string } }): string[] =>
  mediaOf([...image.sizes.map(({ url }) => url), image.socialCard.url]);

describe('an image', () => {
  it('is asked for, uploaded by a form, taken in, and shown with its sizes, its files kept for good', async () => {
    const product = await publish({ name: 'Thịt chưng mắm tép hũ' });
    const form = await asked(product, { alt: 'Hũ thịt chưng', altEn: 'A jar' });
    expect(form).toMatchObject({ state: 'waiting', maxBytes: 15_000_000, sizes: [], reason: null });
    expect(Date.parse(form.expiresAt) - api.clock.now.getTime()).toBe(600_000);
    expect((await visible(product)).images).toEqual([]);

    expect(await postForm(form, photo)).toMatchObject({ status: 204 });
    expect(await processOf(product, form.id)).toBe('published');

    const { images, cover } = await visible(product);
    expect(images).toHaveLength(1);
    expect(images[0]).toMatchObject({ id: form.id, alt: 'Hũ thịt chưng', altEn: 'A jar', width: 1600, height: 1200 });
    expect(images[0].sizes.map(({ width, height, type }: never) => [width, height, type])).toEqual([
      [320, 240, 'image/avif'],
      [320, 240, 'image/webp'],
      [640, 480, 'image/avif'],
      [640, 480, 'image/webp'],
      [1280, 960, 'image/avif'],
      [1280, 960, 'image/webp'],
    ]);
    expect(cover).toEqual({ url: images[0].sizes[3].url, width: 640, height: 480, alt: 'Hũ thịt chưng' });
    const { items } = (await api.ask('GET', '/v1/products', { query: { producer } })).body;
    expect(items.find(({ id }: { id: string }) => id === product).cover).toEqual(cover);

    for (const { url, width, height, type } of [...images[0].sizes, images[0].socialCard]) {
      const file = await buckets.read('media', url.slice(MEDIA_URL.length + 1));
      expect(file).toMatchObject({ type, cacheControl: 'public, max-age=31536000, immutable, stale-if-error=0' });
      expect(await sharp(file.bytes).metadata()).toMatchObject({ width, height });
    }
    expect(await uploadsOf(product)).toEqual([]);
  });

  it('without words of its own is told by the name of the product, in lists too', async () => {
    const product = await publish({ name: 'Nem chua Yên Mạc', nameEn: 'Fermented pork' });
    await readyImage(api, product);
    const { images, cover } = await visible(product);
    expect(images[0]).toMatchObject({ alt: 'Nem chua Yên Mạc', altEn: 'Fermented pork' });
    expect(cover.alt).toBe('Nem chua Yên Mạc');
  });

  it('of a draft is seen by its owner and by no buyer', async () => {
    const { id } = await draft(api, producer);
    await readyImage(api, id);
    expect((await own(id)).images[0]).toMatchObject({ state: 'ready' });
    expect((await api.ask('GET', `/v1/products/${id}`)).status).toBe(404);
  });

  it('needs no review: what waits for review goes on waiting, and its approval keeps the images', async () => {
    const product = await publish();
    const { etag } = await own(product);
    await api.ask('PATCH', `/v1/products/${product}`, {
      as: OWNER,
      headers: { 'if-match': etag },
      body: { story: 'Mới' },
    });
    const image = await readyImage(api, product);
    const before = await own(product);
    expect([before.proposal.state, before.face.images[0].id]).toEqual(['in-review', image]);
    await act(api, product, 'approve', before.etag, OFFICER);
    expect((await visible(product)).images.map(({ id }: { id: string }) => id)).toEqual([image]);
  });

  it('that came to nothing within an hour says so, and no longer takes a place', async () => {
    const product = await publish();
    const { id } = await asked(product);
    api.clock.now = new Date(api.clock.now.getTime() + 60 * 60_000);
    expect((await own(product)).images[0]).toMatchObject({ id, state: 'waiting', reason: null });
    api.clock.now = new Date(api.clock.now.getTime() + 1);
    expect((await own(product)).images[0]).toMatchObject({ id, state: 'failed', reason: { code: 'not_processed' } });
    for (let count = 0; count < IMAGES_MAX; count += 1) await asked(product);
    expect(codesOf(await ask(product))).toEqual(['images_max']);
  });
});

describe('asking for an image', () => {
  it('of a type that is not taken is refused with the reason, HEIC with what to do about it', async () => {
    const product = await publish();
    for (const contentType of ['image/heic', 'IMAGE/HEIF', 'image/heic-sequence']) {
      const reply = await ask(product, { contentType });
      expect([reply.status, codesOf(reply)]).toEqual([422, ['heic_unsupported']]);
      expect(reply.body.detail).toContain('JPEG');
    }
    for (const contentType of ['image/svg+xml', 'image/gif', 'text/html', '']) {
      const reply = await ask(product, { contentType });
      expect([contentType, reply.status, codesOf(reply)]).toEqual([contentType, 422, ['image_type_unsupported']]);
    }
  });

  it('names every fault at once', async () => {
    const product = await publish();
    const reply = await ask(product, { contentType: 'image/heic', alt: 'x'.repeat(126), altEn: ' ', size: 3 });
    expect(reply.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/alt',
      '/altEn',
      '/contentType',
      '/size',
    ]);
  });

  it('beyond a dozen is refused until one is deleted; replacing one is always possible', async () => {
    const product = await publish();
    const first = await readyImage(api, product);
    for (let count = 1; count < IMAGES_MAX; count += 1) await asked(product);
    expect([(await ask(product)).status, codesOf(await ask(product))]).toEqual([422, ['images_max']]);
    expect((await ask(product, { replaces: first })).status).toBe(201);
    expect((await remove(product, first)).status).toBe(200);
    expect((await ask(product)).status).toBe(201);
  });

  it('beyond a dozen stays refused when old forms are posted after all', async () => {
    const product = await publish();
    const old: { id: string; url: string; fields: Record<string, string> }[] = [];
    for (let count = 0; count < 3; count += 1) {
      const form = await asked(product);
      await postForm(form, Buffer.from('no photo'));
      expect(await processOf(product, form.id)).toBe('refused');
      old.push(form);
    }
    for (let count = 0; count < IMAGES_MAX; count += 1) await readyImage(api, product);
    const media = await buckets.keys('media');
    for (const form of old) {
      await postForm(form, photo);
      expect(await processOf(product, form.id)).toBe('refused');
    }
    const { images } = await own(product);
    expect(images.filter(({ state }: { state: string }) => state === 'ready')).toHaveLength(IMAGES_MAX);
    expect(images.find(({ id }: { id: string }) => id === old[0]?.id).reason.code).toBe('images_max');
    expect(await buckets.keys('media')).toEqual(media);
  });

  it('as the cover changes the cover when it is ready, and not before', async () => {
    const product = await publish();
    const [a, b] = [await readyImage(api, product), await readyImage(api, product)];
    await arrange(product, { images: [{ id: a }, { id: b }], cover: b });
    const { cover } = await visible(product);
    const bad = await asked(product, { cover: true });
    expect((await visible(product)).cover).toEqual(cover);
    await postForm(bad, Buffer.from('no photo'));
    await processOf(product, bad.id);
    expect((await visible(product)).cover).toEqual(cover);
    const good = await readyImage(api, product, { cover: true });
    const { images, cover: chosen } = await visible(product);
    const image = images.find(({ id }: { id: string }) => id === good);
    expect(image.sizes.map(({ url }: { url: string }) => url)).toContain(chosen.url);
  });

  it('in place of what is no photo of this product is refused', async () => {
    const product = await publish();
    const waiting = (await asked(product)).id;
    const foreign = await readyImage(api, await publish());
    for (const replaces of [waiting, foreign]) {
      expect(codesOf(await ask(product, { replaces }))).toEqual(['unknown_image']);
    }
  });

  it('with one key twice gives the same image and the same form', async () => {
    const product = await publish();
    const headers = { 'idempotency-key': 'photo-1' };
    const send = () =>
      api.ask('POST', `/v1/products/${product}/images`, { as: OWNER, body: { contentType: 'image/png' }, headers });
    const [first, second] = [await send(), await send()];
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect((await own(product)).images).toHaveLength(1);
  });

  it('of an archived product is refused', async () => {
    const { id, etag } = await publishedProduct(api, producer);
    await act(api, id, 'archive', etag);
    expect((await ask(id)).body.code).toBe('state_conflict');
  });
});

describe('the form', () => {
  it('takes this image only: neither another key, nor type, nor too much, nor nothing, nor a bent policy', async () => {
    const product = await publish();
    const form = await asked(product);
    const other = await asked(await publish());
    const tries: [string, Record<string, string | null>, Buffer, string][] = [
      ['the key of another product', { key: other.fields.key }, photo, 'AccessDenied'],
      ['a key beside uploads', { key: 'media/x/320.webp' }, photo, 'AccessDenied'],
      ['another type', { 'Content-Type': 'text/html' }, photo, 'AccessDenied'],
      ['a field that the policy does not know', { acl: 'public-read' }, photo, 'AccessDenied'],
      ['no signature', { 'x-amz-signature': null }, photo, 'InvalidArgument'],
      ['a signature of something else', { 'x-amz-signature': '0'.repeat(64) }, photo, 'SignatureDoesNotMatch'],
      ['nothing', {}, Buffer.alloc(0), 'EntityTooSmall'],
      ['a byte too much', {}, Buffer.alloc(15_000_001), 'EntityTooLarge'],
    ];
    for (const [name, over, file, code] of tries) {
      const answer = await postForm(form, file, over);
      expect([name, answer.status >= 400, answer.code]).toEqual([name, true, code]);
    }
    expect(await uploadsOf(product)).toEqual([]);
    expect(await postForm(form, Buffer.alloc(15_000_000))).toMatchObject({ status: 204 });
    expect(await processOf(product, form.id)).toBe('refused');
  });

  it('ends after ten minutes', async () => {
    const product = await publish();
    api.clock.now = new Date(Date.now() - 600_000);
    expect(await postForm(await asked(product), photo)).toMatchObject({ status: 403, code: 'AccessDenied' });
    api.clock.now = new Date(Date.now() - 590_000);
    expect(await postForm(await asked(product), photo)).toMatchObject({ status: 204 });
  });

  it('cannot overwrite what was published: a later upload with it is dropped', async () => {
    const product = await publish();
    const form = await asked(product);
    await postForm(form, photo);
    await processOf(product, form.id);
    const before = await visible(product);
    const files = await buckets.keys('media');
    const other = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#0a0' } })
      .jpeg()
      .toBuffer();
    expect(await postForm(form, other)).toMatchObject({ status: 204 });
    expect(await processOf(product, form.id)).toBe('ignored');
    expect(await visible(product)).toEqual(before);
    expect(await buckets.keys('media')).toEqual(files);
    expect(await uploadsOf(product)).toEqual([]);
  });

  it('uploads what nobody can read without a signature', async () => {
    const product = await publish();
    const form = await asked(product);
    await postForm(form, photo);
    expect((await fetch(`${form.url}/${form.fields.key}`)).status).toBe(403);
    await processOf(product, form.id);
  });
});

describe('an upload that is no good', () => {
  it.each([
    ['HTML', 'image/jpeg', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'not_an_image'],
    ['a PNG that is declared as JPEG', 'image/jpeg', () => sharp(photo).png().toBuffer(), 'type_mismatch'],
    ['half a photo', 'image/jpeg', () => photo.subarray(0, photo.length / 2), 'truncated'],
  ])('%s is refused with the reason, and nothing of it is public', async (_, contentType, bytes, code) => {
    const product = await publish();
    const media = await buckets.keys('media');
    const form = await asked(product, { contentType });
    expect(await postForm(form, await bytes())).toMatchObject({ status: 204 });
    expect(await processOf(product, form.id)).toBe('refused');
    expect((await own(product)).images[0]).toMatchObject({
      state: 'refused',
      reason: { code, vi: expect.stringMatching(/\S/), en: expect.stringMatching(/\S/) },
      sizes: [],
    });
    expect((await visible(product)).images).toEqual([]);
    expect([await uploadsOf(product), await buckets.keys('media')]).toEqual([[], media]);
  });

  it('does not take with it what was uploaded in its place meanwhile', async () => {
    const product = await publish();
    const form = await asked(product);
    await postForm(form, Buffer.from('no photo'));
    const late = processOf(product, form.id, async () => {
      await postForm(form, photo);
      return { refused: 'not_an_image' };
    });
    expect(await late).toBe('refused');
    expect(await processOf(product, form.id)).toBe('published');
  });

  it('may be followed by a good one with the same form', async () => {
    const product = await publish();
    const form = await asked(product);
    await postForm(form, Buffer.from('no photo'));
    await processOf(product, form.id);
    await postForm(form, photo);
    expect(await processOf(product, form.id)).toBe('published');
    expect((await own(product)).images[0]).toMatchObject({ state: 'ready', reason: null });
  });
});

describe('an event', () => {
  it('that comes twice, one after the other or at once, publishes once', async () => {
    const product = await publish();
    const form = await asked(product);
    await postForm(form, photo);
    const outcomes = await Promise.all([1, 2, 3].map(() => processOf(product, form.id, renderedAs())));
    expect(outcomes).toContain('published');
    expect(await processOf(product, form.id)).toBe('ignored');
    const { images } = await visible(product);
    expect(images).toHaveLength(1);
    for (const key of filesOf(images[0])) expect(await buckets.keys('media')).toContain(key);
    const { history } = await own(product);
    expect(history.filter(({ action }: { action: string }) => action === 'product.publish-image')).toHaveLength(1);
  });

  it.each<[string, (product: string, image: string) => Promise<unknown>]>([
    ['the image was deleted', (product, image) => remove(product, image)],
    ['the product was archived', async (product) => act(api, product, 'archive', (await own(product)).etag)],
  ])('that comes after %s changes nothing and leaves nothing', async (_, gone) => {
    const product = await publish();
    const form = await asked(product);
    await postForm(form, photo);
    await gone(product, form.id);
    const before = [await own(product), await buckets.keys('media')];
    expect(await processOf(product, form.id)).toBe('ignored');
    expect([await own(product), await buckets.keys('media')]).toEqual(before);
    expect(await uploadsOf(product)).toEqual([]);
  });

  it('whose image is deleted while it is taken in leaves no file behind', async () => {
    const product = await publish();
    const form = await asked(product);
    await postForm(form, photo);
    const media = await buckets.keys('media');
    const render = renderedAs();
    expect(
      await processOf(product, form.id, async (bytes, declared) => {
        await remove(product, form.id);
        return render(bytes, declared);
      }),
    ).toBe('ignored');
    expect([await uploadsOf(product), await buckets.keys('media')]).toEqual([[], media]);
  });

  it('of two different uploads for one image shows one of them, whole, and no file of the other', async () => {
    const product = await publish();
    const form = await asked(product);
    const media = await buckets.keys('media');
    await postForm(form, photo);
    const first = processOf(product, form.id, async () => {
      await postForm(form, Buffer.concat([photo, photo]));
      expect(await processOf(product, form.id, renderedAs({ width: 100, height: 50 }))).toBe('published');
      return renderedAs()(photo, 'image/jpeg');
    });
    expect(await first).toBe('ignored');
    const { images } = await visible(product);
    expect(images[0]).toMatchObject({ width: 100, height: 50 });
    const added = (await buckets.keys('media')).filter((key) => !media.includes(key));
    const files = filesOf(images[0]);
    expect(added.sort()).toEqual([...files, ...files.map(privately)].sort());
  });

  it('that was not followed by an upload, or names no product, changes nothing', async () => {
    const product = await publish();
    const { id } = await asked(product);
    expect(await processOf(product, id)).toBe('ignored');
    expect(await processOf('prd_00000000000000000000000000', id)).toBe('ignored');
    expect((await own(product)).images[0].state).toBe('waiting');
  });
});

describe('the images of a product', () => {
  it('stand in the order that was told; the first is the cover unless one was chosen', async () => {
    const product = await publish();
    const [a, b, c] = [await readyImage(api, product), await readyImage(api, product), await readyImage(api, product)];
    const order = async () => {
      const { images, cover } = await visible(product);
      const chosen = images.find(({ sizes }: { sizes: { url: string }[] }) =>
        sizes.some(({ url }) => url === cover.url),
      );
      return [...images.map(({ id }: { id: string }) => id), chosen.id];
    };
    expect(await order()).toEqual([a, b, c, a]);
    expect((await arrange(product, { images: [{ id: c }, { id: a }, { id: b }] })).status).toBe(200);
    expect(await order()).toEqual([c, a, b, c]);
    await arrange(product, { images: [{ id: c }, { id: a }, { id: b }], cover: b });
    expect(await order()).toEqual([c, a, b, b]);
    await remove(product, b);
    expect(await order()).toEqual([c, a, c]);
    await arrange(product, { images: [{ id: a }, { id: c }], cover: c });
    await arrange(product, { images: [{ id: a }, { id: c }], cover: null });
    expect(await order()).toEqual([a, c, a]);
  });

  it('keep the words that are left out, change those that are told, and lose those that are null', async () => {
    const product = await publish({ name: 'Miến' });
    const id = await readyImage(api, product, { alt: 'Miến khô', altEn: 'Noodles' });
    const seen = async (image: object) => {
      const { body } = await arrange(product, { images: [{ id, ...image }] });
      return [body.images[0].alt, body.images[0].altEn];
    };
    expect(await seen({})).toEqual(['Miến khô', 'Noodles']);
    expect(await seen({ alt: 'Bó miến' })).toEqual(['Bó miến', 'Noodles']);
    expect(await seen({ alt: null, altEn: null })).toEqual(['Miến', undefined]);
  });

  it('are lost to no list that was read before they came, and every fault of a list is named', async () => {
    const product = await publish();
    const [a, b] = [await readyImage(api, product), (await asked(product)).id];
    const foreign = await readyImage(api, await publish());
    const reply = await arrange(product, { images: [{ id: a }, { id: a }, { id: foreign }], cover: foreign });
    expect(reply.status).toBe(422);
    expect(reply.body.errors.map(({ pointer, code }: never) => `${pointer} ${code}`).sort()).toEqual([
      '/images image_missing',
      '/images/1/id repeated',
      '/images/2/id unknown_image',
    ]);
    expect(reply.body.detail).toContain(b);
  });

  it('may leave out what was refused, which is then gone', async () => {
    const product = await publish();
    const a = await readyImage(api, product);
    const form = await asked(product);
    await postForm(form, Buffer.from('no photo'));
    await processOf(product, form.id);
    expect((await arrange(product, { images: [{ id: a }] })).body.images.map(({ id }: { id: string }) => id)).toEqual([
      a,
    ]);
  });

  it('keep at most a dozen refusals to be read', async () => {
    const product = await publish();
    for (let count = 0; count < IMAGES_MAX + 3; count += 1) {
      const form = await asked(product);
      await buckets.put('uploads', form.fields.key, Buffer.from('no photo'), 'image/jpeg');
      await processOf(product, form.id);
    }
    expect((await own(product)).images).toHaveLength(IMAGES_MAX);
  });

  it('are changed only over the version that was read', async () => {
    const product = await publish();
    const { etag } = await own(product);
    const id = await readyImage(api, product);
    expect((await arrange(product, { images: [{ id }] }, etag)).status).toBe(412);
    const noTag = await api.ask('DELETE', `/v1/products/${product}/images/${id}`, { as: OWNER });
    expect(noTag.status).toBe(428);
  });
});

describe('what is no longer shown', () => {
  it('goes with its files when it is replaced; the new one takes its place, its words and the cover', async () => {
    const product = await publish();
    const [a, b] = [await readyImage(api, product, { alt: 'Một' }), await readyImage(api, product, { alt: 'Hai' })];
    await arrange(product, { images: [{ id: a }, { id: b }], cover: b });
    const before = (await visible(product)).images[1];
    const c = await readyImage(api, product, { replaces: b });
    const { images, cover } = await visible(product);
    expect(images.map(({ id, alt }: never) => [id, alt])).toEqual([
      [a, 'Một'],
      [c, 'Hai'],
    ]);
    expect(cover.alt).toBe('Hai');
    const media = await buckets.keys('media');
    expect(filesOf(before).filter((key) => media.includes(key))).toEqual([]);
    expect(filesOf(images[1]).filter((key) => !media.includes(key))).toEqual([]);
  });

  it('stays until its replacement is ready; of two replacements the later one counts', async () => {
    const product = await publish();
    const a = await readyImage(api, product);
    const early = await asked(product, { replaces: a });
    const late = await asked(product, { replaces: a });
    expect((await visible(product)).images.map(({ id }: { id: string }) => id)).toEqual([a]);
    await postForm(early, photo);
    expect(await processOf(product, early.id)).toBe('ignored');
    await postForm(late, photo);
    expect(await processOf(product, late.id)).toBe('published');
    expect((await visible(product)).images.map(({ id }: { id: string }) => id)).toEqual([late.id]);
  });

  it('goes when it is deleted, and never with what another product shows of the same bytes', async () => {
    const [one, two] = [await publish(), await publish()];
    const both = await Promise.all(
      [one, two].map(async (product) => {
        const form = await asked(product);
        await postForm(form, photo);
        await processOf(product, form.id);
        return form.id as string;
      }),
    );
    const kept = filesOf((await visible(two)).images[0]);
    const dropped = filesOf((await visible(one)).images[0]);
    expect((await remove(one, both[0] ?? '')).status).toBe(200);
    const media = await buckets.keys('media');
    expect(kept.filter((key) => !media.includes(key))).toEqual([]);
    expect(dropped.filter((key) => media.includes(key))).toEqual([]);
    expect((await visible(one)).cover).toBeNull();
  });

  it('goes when the product is archived, and does not come back with it', async () => {
    const product = await publish();
    await readyImage(api, product);
    const files = filesOf((await visible(product)).images[0]);
    const etag = await act(api, product, 'archive', (await own(product)).etag);
    const media = await buckets.keys('media');
    expect(files.filter((key) => media.includes(key))).toEqual([]);
    await act(api, product, 'restore', etag);
    expect((await visible(product)).images).toEqual([]);
  });

  it('goes with the recurring job when the bucket was away at first', async () => {
    const product = await publish();
    const image = await readyImage(api, product);
    const files = filesOf((await visible(product)).images[0]);
    const context = api.context(OWNER);
    const broken = { ...context.storage.media, removeAll: () => Promise.reject(new Error('away')) };
    const { removeImage } = await import('#shared/services/images/remove-image.ts');
    await removeImage({ ...context, storage: { ...context.storage, media: broken } }, product, image, undefined);
    expect((await visible(product)).images).toEqual([]);
    const left = await buckets.keys('media');
    expect(files.filter((key) => !left.includes(key))).toEqual([]);
    expect(await finishPendingWork(api.context('system:schedules'))).toBeGreaterThan(0);
    const media = await buckets.keys('media');
    expect(files.filter((key) => media.includes(key))).toEqual([]);
    expect(await finishPendingWork(api.context('system:schedules'))).toBe(0);
  });
});

describe('the image of another', () => {
  it('is touched by no other producer and no officer of elsewhere; the officer in charge takes it down with a reason', async () => {
    const product = await publish();
    const image = await readyImage(api, product);
    expect((await ask(product, {}, OTHER_OWNER)).status).toBe(403);
    for (const as of [OTHER_OWNER, OTHER_OFFICER]) expect((await remove(product, image, as)).status).toBe(403);
    expect((await ask(product, {}, OFFICER)).status).toBe(403);
    expect((await remove(product, image, OFFICER, { reason: 'Ảnh của người khác' })).status).toBe(200);
    const { history } = await own(product);
    expect(history[0]).toMatchObject({ action: 'product.remove-image', actor: OFFICER, reason: 'Ảnh của người khác' });
  });
});
