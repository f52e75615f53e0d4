import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { freePort } from '@ocop/local-aws/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#infra/build/bundles.ts';
import type { Item } from '#shared/data/table/reader.ts';
import { verifyStock } from '#shared/services/stock/verify-stock.ts';
import { type Api, OFFICER, startApi } from '#test/support/api.ts';
import { at } from '#test/support/clock.ts';
import { engineClient } from '#test/support/engine.ts';
import { tableOf } from '#test/support/faults.ts';
import { actOnSalesPoint } from '#test/support/journey.ts';
import { POINT_MEMBER, report, reported, soldProduct, stockedPoint, transfer } from '#test/support/stock.ts';
import { allItems } from '#test/support/table.ts';

let api: Api;
let here: string;
let there: string;
let jars: string;
let fish: string;
let wine: string;
let table: ReturnType<typeof tableOf>;

const clock = (time: string): void => {
  api.clock.now = new Date(at(time));
};

const setSettings = async (point: string, product: string, body: object): Promise<void> => {
  const path = `/v1/sales-points/${point}/stock/${product}/settings`;
  expect((await api.ask('PUT', path, { as: POINT_MEMBER, body })).status).toBe(200);
};

const etagOf = async (point: string): Promise<string> =>
  (await api.ask('GET', `/v1/me/sales-points/${point}`, { as: POINT_MEMBER })).headers.etag ?? '';

const edit = async (point: string, body: object): Promise<void> => {
  const headers = { 'if-match': await etagOf(point) };
  const reply = await api.ask('PATCH', `/v1/sales-points/${point}`, { as: POINT_MEMBER, headers, body });
  expect(reply.status, reply.text).toBe(200);
};

const sold = (product: string, quantity: string, more: object = {}) => ({ product, kind: 'sell', quantity, ...more });

beforeAll(async () => {
  api = await startApi({ now: at('09:00') });
  table = tableOf(api.settings);
  jars = await soldProduct(api);
  fish = await soldProduct(api, { unit: 'kg' });
  wine = await soldProduct(api);
  here = await stockedPoint(api);
  there = await stockedPoint(api, POINT_MEMBER, { lat: 20.3, lng: 105.9 });

  await reported(api, here, 'count', jars, '10');
  await reported(api, here, 'receive', jars, '6', { lot: 'L1', useBy: '2027-01-31', reference: 'PN-01' });
  await reported(api, here, 'receive', jars, '4', { lot: 'L2', useBy: '2026-11-23' });
  await reported(api, here, 'receive', fish, '2.5', { lot: 'M', reason: 'Giao buổi sáng' });
  clock('09:30');
  await report(api, here, [sold(jars, '3'), sold(fish, '0.75'), sold(fish, '99')], { mode: 'each' });
  await reported(api, here, 'waste', jars, '1', { lot: 'L2' });
  await reported(api, here, 'sell', jars, '8', { occurredAt: at('09:20') });
  // Counts that arrive late: of the whole, of a lot, and one that leaves something unexplained.
  clock('10:00');
  await reported(api, here, 'count', jars, '9', { occurredAt: at('09:10') });
  await reported(api, here, 'count', jars, '5', { occurredAt: at('09:25'), lot: 'L1' });
  await reported(api, here, 'count', fish, '0.5', { occurredAt: at('09:10') });
  await reported(api, here, 'sell', jars, '2', { occurredAt: at('09:05') });
  await transfer(api, here, there, [{ product: jars, quantity: '3' }]);
  await reported(api, here, 'receive', fish, '7', { useBy: '2026-12-24' });
  await transfer(
    api,
    here,
    there,
    [
      { product: fish, quantity: '2' },
      { product: jars, quantity: '1' },
    ],
    { mode: 'each' },
  );
  await reported(api, there, 'count', jars, '6');
  await transfer(api, there, here, [{ product: jars, quantity: '1', occurredAt: at('09:55') }]);
  await reported(api, there, 'return', fish, '0.25', { lot: 'M' });
  await setSettings(here, fish, { show: 'band', lowStockThreshold: '1', priceVnd: 90_000 });
  await setSettings(there, wine, { show: 'band' });
  await edit(there, { lat: 20.35, lng: 105.8, name: 'Nơi khác' });
  const third = await stockedPoint(api);
  await reported(api, third, 'receive', wine, '3');
  await actOnSalesPoint(api, third, 'pause', await etagOf(third), { reason: 'Sửa chữa' }, OFFICER);
});
afterAll(async () => {
  await api.stop();
});

const prove = async () => {
  const said: string[] = [];
  const proof = await verifyStock(api.settings, (line) => said.push(line), { patienceMs: 200 });
  return { ...proof, said };
};

const text = (item: Item, name: string): string => {
  const value = item[name];
  return value && 'S' in value ? value.S : '';
};

// biome-ignore lint/suspicious/noExplicitAny: documents of several kinds are bent.
type Bend = (doc: any) => void;

const itemsWhere = async (pk: string, matches: (item: Item) => boolean = () => true): Promise<Item[]> =>
  (await allItems(api.settings)).filter((item) => text(item, 'pk') === pk && matches(item));

const put = async (item: Item): Promise<void> => {
  const client = engineClient(api.settings.endpoint);
  await client.send(new PutItemCommand({ TableName: api.settings.tableName, Item: item }));
  client.destroy();
};

const remove = async (item: Item | undefined): Promise<void> => {
  if (!item?.pk || !item.sk) throw new Error('nothing to remove');
  const client = engineClient(api.settings.endpoint);
  const Key = { pk: item.pk, sk: item.sk };
  await client.send(new DeleteItemCommand({ TableName: api.settings.tableName, Key }));
  client.destroy();
};

const bend = async (item: Item | undefined, change: Bend): Promise<void> => {
  if (!item) throw new Error('nothing to bend');
  const doc = JSON.parse(text(item, 'doc'));
  change(doc);
  await put({ ...item, doc: { S: JSON.stringify(doc) } });
};

const levelItem = async (point: string, product: string): Promise<Item | undefined> =>
  (await itemsWhere(`stock#${point}`, (item) => text(item, 'sk') === product))[0];

const shelfItem = async (point: string, product: string): Promise<Item | undefined> =>
  (await itemsWhere(`shelf#${point}`, (item) => text(item, 'sk') === product))[0];

const replaceOnShelf = async (point: string, product: string, part: string, found: string): Promise<void> => {
  const item = await shelfItem(point, product);
  if (!item) throw new Error('nothing on the shelf');
  await put({ ...item, [part]: { S: found } });
};

/** The entry at a point whose lines meet the description; its first such line is the one to bend. */
const entryItem = async (point: string, isMeant: (line: Record<string, unknown>) => boolean) => {
  const [item] = await itemsWhere(`ledger#${point}`, (one) => JSON.parse(text(one, 'doc')).lines.some(isMeant));
  return item;
};

const rowItem = async (point: string, product: string): Promise<Item | undefined> =>
  (
    await itemsWhere(`available#${product}`, (item) => text(item, 'sk').endsWith(point) && text(item, 'card') !== '')
  )[0];

const isLine = (product: string, kind: string, quantity: number) => (line: Record<string, unknown>) =>
  line.product === product && line.kind === kind && line.quantity === quantity;

/** A copy of an entry under a key of its own, as if one request had been written twice. */
const again = (item: Item, sk: string): Item => ({
  ...item,
  sk: { S: sk },
  arrived: { S: text(item, 'arrived').replace(text(item, 'sk'), sk) },
});

describe('the proof of stock', () => {
  it('finds nothing after counts, late ones too, lots, transfers, settings, a moved and a paused point', async () => {
    const { said, ...proof } = await prove();
    expect(said).toEqual([]);
    expect(proof).toMatchObject({ points: 3, levels: 6, differences: 0, unjudged: 0 });
    expect(proof.lines).toBeGreaterThan(20);
  });

  it.each<{ what: string; damage: () => Promise<void>; said: RegExp[] }>([
    {
      what: 'a changed quantity of a level',
      damage: async () => bend(await levelItem(here, fish), (level) => (level.lots[0].quantity += 1_000)),
      said: [/here fish quantity: expected 5, found 6$/, /here fish lots: /],
    },
    {
      what: 'another lot in a level',
      damage: async () => bend(await levelItem(there, fish), (level) => (level.lots[0].useBy = '2027-03-03')),
      said: [/there fish lots: expected .*, found .*2027-03-03/, /there fish availability row: /],
    },
    {
      what: 'a negative quantity',
      damage: async () => bend(await levelItem(there, fish), (level) => (level.lots[0].quantity = -1_000)),
      said: [/there fish level: expected a document, found something else/],
    },
    {
      what: 'another time of the last count',
      damage: async () => bend(await levelItem(there, jars), (level) => (level.countedAt = at('08:00'))),
      said: [/there jars last counted: expected 2026-11-23T10:00.*, found 2026-11-23T08:00/],
    },
    {
      what: 'another number of lines',
      damage: async () => bend(await levelItem(here, fish), (level) => (level.lines -= 1)),
      said: [/here fish number of lines: expected \d+, found \d+/],
    },
    {
      what: 'an older head on a shelf',
      damage: async () => replaceOnShelf(here, fish, 'head', '{"name":"another"}'),
      said: [/here fish shelf row: head: expected .*, found \{"name":"another"\}/],
    },
    {
      what: 'another stock on a shelf',
      damage: async () => replaceOnShelf(there, jars, 'stock', '*'),
      said: [/there jars shelf row: stock: expected .*, found \*$/],
    },
    {
      what: 'a removed row of a shelf',
      damage: async () => remove(await shelfItem(there, wine)),
      said: [
        /there wine shelf row: head: expected .*, found none/,
        /there wine shelf row: stock: expected .*, found none/,
      ],
    },
    {
      what: 'a removed entry',
      damage: async () => remove(await entryItem(here, isLine(jars, 'sell', 8_000))),
      said: [/here jars ledger line \d: expected once, found none/],
    },
    {
      what: 'the removed last entry of a level',
      damage: async () => remove(await entryItem(there, isLine(fish, 'return', 250))),
      said: [/there fish ledger line 2: expected once, found none/],
    },
    {
      what: 'a doubled entry',
      damage: async () => {
        const item = await entryItem(here, isLine(jars, 'sell', 8_000));
        if (item) await put(again(item, `${text(item, 'sk').slice(0, -1)}1`));
      },
      said: [
        /here jars ledger line \d: expected once, found another/,
        /line 0 of its request: expected once, found another/,
      ],
    },
    {
      what: 'a changed before',
      damage: async () =>
        bend(await entryItem(here, isLine(jars, 'sell', 8_000)), ({ lines }) => (lines[0].before += 1_000)),
      said: [/here jars ledger line \d: before: expected \d+, found \d+/],
    },
    {
      what: 'a sale told as larger than it was',
      damage: async () =>
        bend(await entryItem(here, isLine(jars, 'sell', 8_000)), ({ lines }) => (lines[0].quantity += 1_000)),
      said: [/here jars ledger line \d: after: /, /here jars ledger line \d: lots: /],
    },
    {
      what: 'a discrepancy that is told smaller',
      damage: async () =>
        bend(await entryItem(here, isLine(fish, 'discrepancy', 250)), ({ lines }) => (lines[1].quantity = 100)),
      said: [/here fish ledger line 4: quantity: expected 0.25, found 0.1/],
    },
    {
      what: 'a line that is told as not applied',
      damage: async () =>
        bend(await entryItem(here, isLine(jars, 'waste', 1_000)), ({ lines }) => (lines[0].applied = false)),
      said: [/here jars ledger line \d: applied: expected true, found false/],
    },
    {
      what: 'a transfer of which one side is gone',
      damage: async () => remove(await entryItem(there, isLine(jars, 'transfer-in', 3_000))),
      said: [
        /here jars ledger line \d+: other side at there: expected line 0 of the request, found none/,
        /there jars ledger line 1: expected once, found none/,
      ],
    },
    {
      what: 'a transfer that brought another lot',
      damage: async () =>
        bend(await entryItem(there, isLine(jars, 'transfer-in', 3_000)), ({ lines }) => (lines[0].lots[0].lot = 'X')),
      said: [/here jars ledger line \d+: other side: lots: /, /there jars ledger line 1: lots: /],
    },
    {
      what: 'a transfer whose sides are by different people',
      damage: async () => bend(await entryItem(there, isLine(jars, 'transfer-in', 3_000)), (e) => (e.by = 'somebody')),
      said: [/here jars ledger line \d+: other side: request: expected the same, found another/],
    },
    {
      what: 'an entry that is none',
      damage: async () =>
        bend(await entryItem(here, isLine(jars, 'sell', 8_000)), (entry) => (entry.lines[0].kind = 'gift')),
      said: [/here - ledger entry \S+: expected a document/, /here jars ledger line \d: expected once, found none/],
    },
    {
      what: 'a changed availability row',
      damage: async () => {
        const [row, other] = [await rowItem(here, fish), await rowItem(here, jars)];
        if (row && other) await put({ ...row, card: other.card ?? { S: '' } });
      },
      said: [/here fish availability row: expected \{.*"in-stock".*, found \{.*hũ 500 g/],
    },
    {
      what: 'an availability row that is none',
      damage: async () => {
        const row = await rowItem(here, fish);
        if (row) await put({ ...row, card: { S: 'x' } });
      },
      said: [/here fish availability row: expected \{.*, found something else/],
    },
    {
      what: 'an availability row with another name of the point',
      damage: async () => {
        const row = await rowItem(there, fish);
        if (row) await put({ ...row, card: { S: text(row, 'card').replace('Nơi khác', 'Chỗ cũ') } });
      },
      said: [/there fish availability row: card of the point: expected the same, found another/],
    },
    {
      what: 'a removed availability row',
      damage: async () => remove(await rowItem(here, jars)),
      said: [/here jars availability row: expected \{.*, found none/],
    },
    {
      what: 'a row where the point stood before',
      damage: async () => {
        const row = await rowItem(there, jars);
        if (row) await put({ ...row, sk: { S: `00000000#${there}` } });
      },
      said: [/there jars availability row at 00000000: expected none \(not where the point stands\), found \{/],
    },
    {
      what: 'a removed level with a ledger',
      damage: async () => remove(await levelItem(here, jars)),
      said: [
        /here jars level: expected one with \d+ ledger lines, found none/,
        /here jars availability row at .*\(no level\)/,
      ],
    },
    {
      what: 'a level without its ledger',
      damage: async () => {
        for (const item of await itemsWhere(`ledger#${there}`)) await remove(item);
      },
      said: [
        /there jars ledger lines 1 to \d+: expected once, found none/,
        /here jars ledger line \d+: other side at there/,
      ],
    },
  ])('names $what, and nothing about people', async ({ damage, said: expected }) => {
    const sound = await table.snapshot();
    await damage();
    const { said, differences } = await prove();
    await table.restore(sound);
    const names = { [here]: 'here', [there]: 'there', [jars]: 'jars', [fish]: 'fish', [wine]: 'wine' };
    const seen = said.map((line) => Object.entries(names).reduce((t, [id, name]) => t.replaceAll(id, name), line));
    for (const pattern of expected) expect(seen).toContainEqual(expect.stringMatching(pattern));
    expect(differences).toBe(said.length);
    expect(said.join('\n')).not.toMatch(/keeper|somebody|0987654321|Phố cổ|Giao buổi sáng/);
  });

  it('names an entry of which any stored attribute was changed, whichever it is', async () => {
    const item = await entryItem(here, (line) => line.reference === 'PN-01');
    if (!item) throw new Error('no entry');
    const doc = JSON.parse(text(item, 'doc'));
    const withDoc = (changed: object): Item => ({ ...item, doc: { S: JSON.stringify({ ...doc, ...changed }) } });
    const withLine = (name: string, value: unknown): Item => withDoc({ lines: [{ ...doc.lines[0], [name]: value }] });
    const bent = (value: unknown): unknown => {
      if (typeof value === 'number') return value + 1;
      if (typeof value === 'boolean') return !value;
      return typeof value === 'string' ? `${value}0` : 'x';
    };
    const changed: [name: string, Item][] = [
      ...Object.entries(doc).map(([name, value]): [string, Item] => [name, withDoc({ [name]: bent(value) })]),
      ...Object.entries(doc.lines[0]).map(([name, value]): [string, Item] => [name, withLine(name, bent(value))]),
      ...Object.keys(item).map((name): [string, Item] => [name, { ...item, [name]: { S: `${text(item, name)}0` } }]),
      ['reason', withLine('reason', 'Hàng biếu')],
      ['a field that came later', withDoc({ later: true })],
      ['a field of a line that came later', withLine('later', 1)],
      ['an attribute that came later', { ...item, later: { N: '1' } }],
      ['the same fields in another order', { ...item, doc: { S: JSON.stringify({ lines: doc.lines, ...doc }) } }],
    ];
    const names = changed.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['by', 'reason', 'requestId', 'fingerprint', 'arrived', 'pk', 'sk']));
    const unnamed: string[] = [];
    for (const [name, tampered] of changed) {
      const sound = await table.snapshot();
      await remove(item);
      await put(tampered);
      const { said } = await prove();
      if (!said.some((line) => line.includes(`${text(tampered, 'pk').slice(7)} `))) unnamed.push(name);
      expect(said.join('\n')).not.toMatch(/keeper|Hàng biếu/);
      await table.restore(sound);
    }
    expect(unnamed).toEqual([]);
  });

  it.each(['by', 'requestId', 'fingerprint', 'reason'])(
    'names the entry and the product where %s was changed',
    async (name) => {
      const item = await entryItem(here, (line) => line.reference === 'PN-01');
      const sound = await table.snapshot();
      await bend(item, (entry) => {
        (name === 'reason' ? entry.lines[0] : entry)[name] = 'another';
      });
      const { said } = await prove();
      await table.restore(sound);
      expect(said).toEqual([
        `${here} ${jars} ledger entry ${item && text(item, 'sk')}: content: expected as it was written, found changed`,
      ]);
    },
  );

  it('names the first and the last entry of a level, and all of them, where the content hash was removed', async () => {
    const entries = await itemsWhere(`ledger#${there}`, (item) => text(item, 'doc').includes(fish));
    const numbers = entries.map((item) => JSON.parse(text(item, 'doc')).lines[0].sequence as number);
    expect(numbers.toSorted()).toEqual([1, 2]);
    const stripped = async (items: Item[]) => {
      const sound = await table.snapshot();
      for (const { contentHash: _, ...item } of items) await put(item);
      const { said, unhashed } = await prove();
      await table.restore(sound);
      expect(unhashed).toBe(items.length);
      return said.toSorted();
    };
    const missing = (number: number) =>
      `${there} ${fish} ledger line ${number}: content hash: expected one, found none`;
    for (const [index, number] of numbers.entries())
      expect(await stripped(entries.slice(index, index + 1))).toEqual([missing(number)]);
    expect(await stripped(entries)).toEqual([missing(1), missing(2)]);
  });

  it('accepts entries from before there were content hashes, counts them, and asks a content hash of all that follow', async () => {
    const sound = await table.snapshot();
    const entries = await itemsWhere(`ledger#${here}`);
    for (const { contentHash: _, ...item } of entries) await put(item);
    for (const product of [jars, fish]) await bend(await levelItem(here, product), (doc) => delete doc.hashedFrom);
    const old = await prove();
    await reported(api, here, 'receive', jars, '1', { reference: 'sau' });
    const later = await prove();
    const { contentHash: _, ...bare } = (await entryItem(here, (line) => line.reference === 'sau')) ?? {};
    await put(bare);
    const tampered = await prove();
    await table.restore(sound);
    expect([old.said, old.unhashed, later.said, later.unhashed]).toEqual([[], entries.length, [], entries.length]);
    expect(tampered.said).toEqual([expect.stringMatching(/ledger line \d+: content hash: expected one, found none$/)]);
  });

  it('names a level that has lost since when its entries have content hashes', async () => {
    const sound = await table.snapshot();
    await bend(await levelItem(there, fish), (doc) => delete doc.hashedFrom);
    const { said } = await prove();
    await table.restore(sound);
    expect(said).toEqual([`${there} ${fish} first line with a content hash: expected 1, found none`]);
  });

  it('says of a point whose change is unfinished that its rows could not be judged', async () => {
    const sound = await table.snapshot();
    const [point] = await itemsWhere(there);
    await bend(point, (doc) => (doc.unfinished = true));
    const { said, differences, unjudged } = await prove();
    await table.restore(sound);
    expect([differences, unjudged]).toEqual([0, said.length]);
    expect(said).toContainEqual(expect.stringMatching(/could not be judged/));
  });

  it('finds nothing while the stock keeps changing', async () => {
    const busy = await stockedPoint(api);
    await reported(api, busy, 'receive', jars, '9000');
    let proving = true;
    const client = async (): Promise<void> => {
      while (proving) {
        await report(api, busy, [sold(jars, '1'), { product: fish, kind: 'receive', quantity: '1' }], { mode: 'each' });
        await transfer(api, busy, here, [{ product: jars, quantity: '1' }]);
      }
    };
    const clients = Promise.all([client(), client(), client()]);
    for (let round = 0; round < 5; round += 1)
      expect(await verifyStock(api.settings, () => undefined)).toMatchObject({ differences: 0, unjudged: 0 });
    proving = false;
    await clients;
    expect((await prove()).said).toEqual([]);
  });
});

describe('npm run stock:verify', () => {
  const run = async (env: Record<string, string>) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'infra/commands/verify-stock.ts'], {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    const code = await new Promise<number | null>((done) => child.once('close', done));
    return { code, out, err };
  };

  const credentials = { AWS_REGION: 'ap-southeast-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  const environment = () => ({
    ...credentials,
    TABLE_NAME: api.settings.tableName,
    AWS_ENDPOINT_URL_DYNAMODB: api.settings.endpoint,
  });

  it('ends with 0 and one line where everything follows', async () => {
    const { code, out, err } = await run(environment());
    expect(out).toMatch(/^\d+ points, \d+ levels, \d+ ledger lines, 0 differences, [\d.]+ s\n$/);
    expect([code, err]).toEqual([0, '']);
  });

  it('tells how many entries have no content hash', async () => {
    const sound = await table.snapshot();
    const { contentHash: _, ...item } = (await entryItem(there, isLine(fish, 'transfer-in', 2_000))) ?? {};
    await put(item);
    await bend(await levelItem(there, fish), (doc) => (doc.hashedFrom = 2));
    const { out } = await run(environment());
    await table.restore(sound);
    expect(out).toMatch(/, 0 differences, 1 entries without a content hash, [\d.]+ s\n$/);
  });

  it('ends with 1 and a line for each difference', async () => {
    const sound = await table.snapshot();
    await remove(await rowItem(here, jars));
    const { code, out } = await run(environment());
    await table.restore(sound);
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringContaining(`${here} ${jars} availability row: expected`),
      expect.stringContaining('1 differences'),
    ]);
  });

  it.each<{ what: string; env: () => Promise<Record<string, string>>; said: string }>([
    {
      what: 'no start',
      env: async () => ({ DATA_DIR: '/nowhere/at-all' }),
      said: 'No running start serves',
    },
    {
      what: 'an unreadable record of the running system',
      env: async () => {
        const folder = await mkdtemp(join(tmpdir(), 'ocop-verify-'));
        await writeFile(join(folder, 'local-system.json'), '{"environment":');
        return { DATA_DIR: folder };
      },
      said: 'local-system.json cannot be read',
    },
    { what: 'no table', env: async () => ({ ...environment(), TABLE_NAME: 'other' }), said: 'There is no table other' },
    {
      what: 'no database',
      env: async () => ({ ...environment(), AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${await freePort()}` }),
      said: 'No database answers at',
    },
    { what: 'no credentials', env: async () => ({ TABLE_NAME: 'x', AWS_REGION: 'y' }), said: 'AWS_ACCESS_KEY_ID' },
  ])('ends with 2 and one line where there is $what', async ({ env, said }) => {
    const { code, out, err } = await run(await env());
    expect([code, out]).toEqual([2, '']);
    expect(err.trimEnd().split('\n')).toEqual([expect.stringContaining(said)]);
  });
});
