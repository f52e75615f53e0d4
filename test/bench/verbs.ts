import { type Api, type Ask, OFFICER, OWNER, startApi } from '#test/support/api.ts';
import { startEngine } from '#test/support/engine.ts';
import { startMeter } from './meter.ts';
import { textTable } from './text-table.ts';

const must = async (api: Api, method: string, path: string, ask: Ask) => {
  const reply = await api.ask(method, path, ask);
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.text}`);
  return { id: reply.body?.id as string, etag: reply.headers.etag ?? '' };
};

const CERTIFICATE = {
  number: 'MH-01/2025',
  decisionNumber: '123/QĐ-UBND',
  decisionDate: '2025-08-01',
  issuer: { name: 'UBND tỉnh Ninh Bình', level: 'province' },
  regime: '148/QĐ-TTg',
  criteriaSet: 8,
  stars: 4,
  issuedOn: '2025-08-01',
};

/** What each verb of the main job writes and reads, once, as a table. Every request carries an idempotency key. */
export const measureVerbs = async (): Promise<string> => {
  const engine = await startEngine();
  const { endpoint, written, stop } = await startMeter(engine.endpoint);
  const rows: (string | number)[][] = [];
  try {
    const api = await startApi({ engine: { endpoint } });
    const measured = async (name: string, method: string, path: string, as: string, ask: Ask = {}) => {
      written.length = 0;
      api.consumed.length = 0;
      const keyed = method === 'POST' ? { 'idempotency-key': `bench-${rows.length}-0000000000` } : {};
      const made = await must(api, method, path, { ...ask, as, headers: { ...ask.headers, ...keyed } });
      rows.push([
        name,
        written.reduce((sum, { table, index }) => sum + table + index, 0).toFixed(0),
        written.reduce((sum, { actions }) => sum + actions, 0),
        written.length,
        api.consumed.reduce((sum, { units }) => sum + units, 0).toFixed(1),
        api.consumed.length,
      ]);
      return made;
    };
    const matching = ({ etag }: { etag: string }): Ask => ({ headers: { 'if-match': etag } });

    const producer = await measured('register producer', 'POST', '/v1/producers', OWNER, {
      body: {
        name: 'Hợp tác xã Tràng An',
        kind: 'cooperative',
        phone: '0912345678',
        commune: '14329',
        addressLine: 'Số 1 phố cổ',
      },
    });
    await measured('verify producer', 'POST', `/v1/producers/${producer.id}/verify`, OFFICER);
    const draft = await measured('create product', 'POST', '/v1/products', OWNER, {
      body: {
        producer: producer.id,
        name: 'Thịt chưng mắm tép',
        criteriaSet: 8,
        description: 'Thịt ba chỉ băm thô được chưng nhỏ lửa với mắm tép đồng cho đến khi se lại. '.repeat(3).trim(),
        unit: 'hũ 500 g',
        priceVnd: 120_000,
        originCommune: { code: '14329', list: 'former' },
      },
    });
    const product = `/v1/products/${draft.id}`;
    const submitted = await measured('submit product', 'POST', `${product}/submit`, OWNER, matching(draft));
    await measured('approve product', 'POST', `${product}/approve`, OFFICER, matching(submitted));
    const certificate = await measured('enter certificate', 'POST', '/v1/certificates', OFFICER, {
      body: { ...CERTIFICATE, product: draft.id },
    });
    await measured('extend certificate', 'POST', `/v1/certificates/${certificate.id}/extend`, OFFICER, {
      ...matching(certificate),
      body: { effectiveTo: '2028-12-31', basis: 'Điều 12.3, 26/2026/QĐ-TTg' },
    });
  } finally {
    await stop();
    await engine.stop();
  }
  return [
    'Verbs of the main job, each with an idempotency key (a transaction costs twice a plain write):',
    '',
    textTable(['verb', 'WCU', 'actions', 'transactions', 'RCU', 'reads'], rows),
  ].join('\n');
};
