import { expect } from 'vitest';
import { allRoutes } from '#infra/build/all-routes.ts';
import type { Route } from '#shared/http/route.ts';
import { type Api, type Ask, OFFICER, OWNER, type Reply } from './api.ts';
import { auditedEvents, eventCases, publishedEvent } from './cases-events.ts';
import { outcomeCases } from './cases-outcomes.ts';
import { promotedAt, promotionCases } from './cases-promotions.ts';
import { registrationCases } from './cases-registrations.ts';
import {
  act,
  activeSalesPoint,
  actOnSalesPoint,
  certificateInput,
  certified,
  draft,
  producerInput,
  productInput,
  proposedSalesPoint,
  publishedProduct,
  readyImage,
  salesPointInput,
} from './journey.ts';

/** A request that its sender may make and that succeeds; `key` is there where the route needs one. */
export type Call = {
  path: string;
  as: string;
  query?: Record<string, string>;
  body?: object;
  etag?: string;
  key?: string;
};

/** A scene of a route; `known` says whether strangers may know of what the call is about. */
export type Scene = { name: string; known: boolean; set: (api: Api) => Promise<Call> };

/** Whom a route is for; `organisers` are officers of what only they know of, as long as it is not announced. */
export type Audience =
  | 'organisers'
  | 'anyone'
  | 'members'
  | 'officers'
  | 'members and officers'
  | 'any officer'
  | 'office';

export type Case = { audience: Audience; scenes: Scene[] };

/** What must be in no public answer; the personal number in no answer at all. */
export const PERSONAL_NUMBER = '037199004321';
export const SECRETS = {
  phone: '912345678',
  taxCode: '0100100103',
  email: 'hokinhdoanh@example.vn',
  homeAddress: 'Ngõ nhà riêng 27',
};

let appointed = 0;
let named = 0;
/** A name that no other scene of the process has, so that slugs do not collide. */
const freshName = (base: string): string => {
  named += 1;
  return `${base} ${named}`;
};

/** A household with everything that must stay private. */
export const householdInput = (over: object = {}) =>
  producerInput({
    name: freshName('Hộ kinh doanh'),
    kind: 'household',
    personalNumber: PERSONAL_NUMBER,
    phone: `0${SECRETS.phone}`,
    taxCode: SECRETS.taxCode,
    email: SECRETS.email,
    addressLine: SECRETS.homeAddress,
    ...over,
  });

const done = (reply: Reply): Reply => {
  expect([200, 201, 204], reply.text).toContain(reply.status);
  return reply;
};

export const registered = async (api: Api): Promise<string> =>
  done(await api.ask('POST', '/v1/producers', { as: OWNER, body: householdInput() })).body.id;

export const verified = async (api: Api): Promise<string> => {
  const id = await registered(api);
  done(await api.ask('POST', `/v1/producers/${id}/verify`, { as: OFFICER }));
  return id;
};

export const suspend = async (api: Api, producer: string): Promise<void> => {
  done(await api.ask('POST', `/v1/producers/${producer}/suspend`, { as: OFFICER, body: { reason: 'Kiểm tra' } }));
};

type Made = { id: string; etag: string; producer: string };

export const drafted = async (api: Api): Promise<Made> => {
  const producer = await verified(api);
  return { producer, ...(await draft(api, producer, { name: freshName('Sản phẩm') })) };
};

const submitted = async (api: Api): Promise<Made> => {
  const made = await drafted(api);
  return { ...made, etag: await act(api, made.id, 'submit', made.etag) };
};

export const published = async (api: Api): Promise<Made> => {
  const producer = await verified(api);
  return { producer, ...(await publishedProduct(api, producer, { name: freshName('Sản phẩm') })) };
};

const proposed = async (api: Api): Promise<Made> => {
  const made = await published(api);
  const reply = await api.ask('PATCH', `/v1/products/${made.id}`, {
    as: OWNER,
    headers: { 'if-match': made.etag },
    body: { description: 'Mô tả mới.' },
  });
  return { ...made, etag: done(reply).headers.etag ?? '' };
};

const sentBack = async (api: Api): Promise<Made> => {
  const made = await proposed(api);
  return { ...made, etag: await act(api, made.id, 'request-changes', made.etag, OFFICER, { reason: 'Thiếu ảnh' }) };
};

const suspended = async (api: Api): Promise<Made> => {
  const made = await published(api);
  return { ...made, etag: await act(api, made.id, 'suspend', made.etag, OFFICER, { reason: 'Hàng giả' }) };
};

const archived = async (api: Api): Promise<Made> => {
  const made = await published(api);
  return { ...made, etag: await act(api, made.id, 'archive', made.etag) };
};

/** Published, but its producer is suspended: nobody outside may know of it. */
const withdrawnFromSight = async (api: Api): Promise<Made> => {
  const made = await published(api);
  await suspend(api, made.producer);
  const { headers } = await api.ask('GET', `/v1/me/products/${made.id}`, { as: OWNER });
  return { ...made, etag: headers.etag ?? '' };
};

export const withCertificate = async (api: Api): Promise<Made & { product: string }> => {
  const { id: product, producer } = await published(api);
  return { ...(await certified(api, product, { number: freshName('GCN') })), product, producer };
};

const withHiddenCertificate = async (api: Api): Promise<Made & { product: string }> => {
  const made = await withCertificate(api);
  await suspend(api, made.producer);
  const { headers } = await api.ask('GET', `/v1/reviews/${made.id}`, { as: OFFICER });
  return { ...made, etag: headers.etag ?? '' };
};

type MadePoint = { id: string; etag: string };

const proposedPoint = (api: Api): Promise<MadePoint> =>
  proposedSalesPoint(api, { name: freshName('Điểm bán'), operator: { name: 'Đơn vị', taxCode: SECRETS.taxCode } });

const activePoint = (api: Api): Promise<MadePoint> =>
  activeSalesPoint(api, { name: freshName('Điểm bán'), operator: { name: 'Đơn vị', taxCode: SECRETS.taxCode } });

const pausedPoint = async (api: Api): Promise<MadePoint> => {
  const { id, etag } = await activePoint(api);
  return { id, etag: await actOnSalesPoint(api, id, 'pause', etag, reason) };
};

const pausedByMember = async (api: Api): Promise<MadePoint> => {
  const { id } = await activePoint(api);
  const path = `/v1/sales-points/${id}/pause`;
  const reply = await api.ask('POST', path, { as: OWNER, headers: { 'if-match': '*' }, body: reason });
  return { id, etag: reply.headers.etag ?? '' };
};

const lineOf = (api: Api, product: string) => ({ product, quantity: '2', occurredAt: api.clock.now.toISOString() });

/** A delivery by a member of the point. */
const receive = (api: Api, point: string, product: string): Promise<Reply> =>
  api.ask('POST', `/v1/sales-points/${point}/stock-changes`, {
    as: OWNER,
    headers: { 'idempotency-key': freshName('delivery') },
    body: { mode: 'atomic', lines: [{ ...lineOf(api, product), kind: 'receive' }] },
  });

type Stocked = { point: string; product: string };

const stocked = async (api: Api): Promise<Stocked> => {
  const { id: point } = await activePoint(api);
  const { id: product } = await published(api);
  done(await receive(api, point, product));
  return { point, product };
};

/** Stock of a point that pauses: its members go on with it. */
const stockedAndPaused = async (api: Api): Promise<Stocked> => {
  const made = await stocked(api);
  const { headers } = await api.ask('GET', `/v1/me/sales-points/${made.point}`, { as: OWNER });
  await actOnSalesPoint(api, made.point, 'pause', headers.etag ?? '', reason);
  return made;
};

/** What a test of every public route asks about: one thing of each kind, shown to anybody. */
export type Shown = Made & { product: string; salesPoint: string; promotion: string; event: string };

export const visible = async (api: Api): Promise<Shown> => {
  const made = { ...(await withCertificate(api)), salesPoint: (await activePoint(api)).id };
  done(await receive(api, made.salesPoint, made.product));
  const { id: promotion } = await promotedAt(api, made.product);
  return { ...made, promotion, event: (await publishedEvent(api)).id };
};

const scene = (name: string, known: boolean, set: Scene['set']): Scene => ({ name, known, set });

type Fields = Partial<Pick<Call, 'body' | 'query'>>;

const onProduct =
  (make: (api: Api) => Promise<Made>, as: string, path: (id: string) => string, fields: Fields = {}): Scene['set'] =>
  async (api) => {
    const { id, etag } = await make(api);
    return { path: path(id), as, etag, ...fields };
  };

const action = (name: string, as: string, states: [Scene['name'], boolean, typeof drafted][], body?: object): Scene[] =>
  states.map(([state, known, make]) =>
    scene(
      state,
      known,
      onProduct(make, as, (id) => `/v1/products/${id}/${name}`, body ? { body } : {}),
    ),
  );

const reason = { reason: 'Theo kết luận kiểm tra' };
const officeScene = (path: string, before: (api: Api) => Promise<unknown> = async () => undefined): Scene[] => [
  scene('an office', true, async (api) => {
    await before(api);
    return { path, as: OFFICER };
  }),
];

const onImages = (as: string, call: (made: Made & { image: string }) => Pick<Call, 'path' | 'body'>): Scene[] =>
  (
    [
      ['a published product', true, published],
      ['a draft', false, drafted],
    ] as const
  ).map(([state, known, make]) =>
    scene(state, known, async (api) => {
      const made = await make(api);
      const image = await readyImage(api, made.id);
      const { headers } = await api.ask('GET', `/v1/me/products/${made.id}`, { as: OWNER });
      const etag = headers.etag ?? '';
      return { ...call({ ...made, image }), as, etag };
    }),
  );

const REVOCATION = { decisionNumber: '9/QĐ-UBND', decisionDate: '2026-11-01', ground: 'b' };

const revokedCertificate = async <M extends Made>(api: Api, made: M): Promise<M> => {
  const headers = { 'if-match': made.etag };
  const reply = await api.ask('POST', `/v1/certificates/${made.id}/revoke`, { as: OFFICER, headers, body: REVOCATION });
  return { ...made, etag: done(reply).headers.etag ?? '' };
};

const onCertificate = (
  name: string,
  body: object,
  prepared: <M extends Made>(api: Api, made: M) => Promise<M> = async (_, made) => made,
): Scene[] =>
  (
    [
      ['a certificate', true, withCertificate],
      ['a certificate of a suspended producer', false, withHiddenCertificate],
    ] as const
  ).map(([state, known, make]) =>
    scene(
      state,
      known,
      onProduct(
        async (api) => prepared(api, await make(api)),
        OFFICER,
        (id) => `/v1/certificates/${id}/${name}`,
        { body },
      ),
    ),
  );

const onProducer = (as: string, path: (id: string) => string, fields: Fields = {}): Scene[] =>
  (
    [
      ['a verified producer', true, verified],
      ['a producer that waits for verification', false, registered],
    ] as const
  ).map(([state, known, make]) => scene(state, known, async (api) => ({ path: path(await make(api)), as, ...fields })));

const onPoint = (
  as: string,
  states: [Scene['name'], boolean, typeof activePoint][],
  path: (id: string) => string,
  fields: Fields = {},
): Scene[] =>
  states.map(([state, known, make]) =>
    scene(state, known, async (api) => {
      const { id, etag } = await make(api);
      return { path: path(id), as, etag, ...fields };
    }),
  );

const IN_EVERY_STATE: [Scene['name'], boolean, typeof activePoint][] = [
  ['an active sales point', true, activePoint],
  ['a paused sales point', true, pausedPoint],
  ['a proposed sales point', false, proposedPoint],
];

const onStock = (call: (api: Api, made: Stocked) => Omit<Call, 'as'> | Promise<Omit<Call, 'as'>>): Scene[] =>
  (
    [
      ['stock of an active sales point', stocked],
      ['stock of a paused sales point', stockedAndPaused],
    ] as const
  ).map(([state, make]) => scene(state, true, async (api) => ({ ...(await call(api, await make(api))), as: OWNER })));

const documents = (call: (id: string) => Pick<Call, 'path' | 'query'>): Scene[] =>
  (
    [
      ['a published product', true, async (api: Api) => (await published(api)).id],
      ['a draft', false, async (api: Api) => (await drafted(api)).id],
      ['a verified producer', true, verified],
      ['a producer that waits for verification', false, registered],
      ['a certificate', true, async (api: Api) => (await withCertificate(api)).id],
      ['a certificate of a suspended producer', false, async (api: Api) => (await withHiddenCertificate(api)).id],
      ['an active sales point', true, async (api: Api) => (await activePoint(api)).id],
      ['a proposed sales point', false, async (api: Api) => (await proposedPoint(api)).id],
    ] as const
  ).map(([state, known, make]) => scene(state, known, async (api) => ({ ...call(await make(api)), as: OFFICER })));

/** How to ask every signed-in route rightly, in each kind of state that it works on. A new route needs its case here. */
export const cases: Record<string, Case> = {
  getMe: { audience: 'anyone', scenes: [scene('myself', true, async () => ({ path: '/v1/me', as: OWNER }))] },
  registerProducer: {
    audience: 'anyone',
    scenes: [scene('a new producer', true, async () => ({ path: '/v1/producers', as: OWNER, body: householdInput() }))],
  },
  listOwnProducts: {
    audience: 'anyone',
    scenes: [
      scene('my products', true, async (api) => {
        await drafted(api);
        return { path: '/v1/me/products', as: OWNER };
      }),
    ],
  },
  editProducer: {
    audience: 'members and officers',
    scenes: onProducer(OWNER, (id) => `/v1/producers/${id}`, { body: { story: 'Chuyện làng nghề.' } }),
  },
  getOwnProducer: { audience: 'members', scenes: onProducer(OWNER, (id) => `/v1/me/producers/${id}`) },
  addProducerMember: {
    audience: 'members',
    scenes: onProducer(OWNER, (id) => `/v1/producers/${id}/members/colleague-1`),
  },
  removeProducerMember: {
    audience: 'members',
    scenes: (['a verified producer', 'a producer that waits for verification'] as const).map((state, index) =>
      scene(state, index === 0, async (api) => {
        const id = await (index === 0 ? verified(api) : registered(api));
        done(await api.ask('PUT', `/v1/producers/${id}/members/colleague-1`, { as: OWNER }));
        return { path: `/v1/producers/${id}/members/colleague-1`, as: OWNER };
      }),
    ),
  },
  verifyProducer: {
    audience: 'officers',
    scenes: [
      scene('a producer that waits for verification', false, async (api) => ({
        path: `/v1/producers/${await registered(api)}/verify`,
        as: OFFICER,
      })),
      scene('a suspended producer', false, async (api) => {
        const { producer } = await withdrawnFromSight(api);
        return { path: `/v1/producers/${producer}/verify`, as: OFFICER, body: reason };
      }),
    ],
  },
  suspendProducer: {
    audience: 'officers',
    scenes: [
      scene('a verified producer', true, async (api) => ({
        path: `/v1/producers/${(await published(api)).producer}/suspend`,
        as: OFFICER,
        body: reason,
      })),
    ],
  },
  createProduct: {
    audience: 'members',
    scenes: (
      [
        ['a verified producer', true, verified],
        ['a producer that waits for verification', false, registered],
      ] as const
    ).map(([state, known, make]) =>
      scene(state, known, async (api) => ({
        path: '/v1/products',
        as: OWNER,
        body: productInput(await make(api), { name: freshName('Bản nháp') }),
      })),
    ),
  },
  editProduct: {
    audience: 'members',
    scenes: (
      [
        ['a published product', true, published],
        ['a draft', false, drafted],
      ] as const
    ).map(([state, known, make]) =>
      scene(
        state,
        known,
        onProduct(make, OWNER, (id) => `/v1/products/${id}`, { body: { description: 'Mới.' } }),
      ),
    ),
  },
  requestImage: {
    audience: 'members',
    scenes: (
      [
        ['a published product', true, published],
        ['a draft', false, drafted],
      ] as const
    ).map(([state, known, make]) =>
      scene(
        state,
        known,
        onProduct(make, OWNER, (id) => `/v1/products/${id}/images`, { body: { contentType: 'image/jpeg' } }),
      ),
    ),
  },
  arrangeImages: {
    audience: 'members',
    scenes: onImages(OWNER, ({ id, image }) => ({
      path: `/v1/products/${id}/images`,
      body: { images: [{ id: image, alt: 'Hũ thịt chưng trên mâm' }], cover: image },
    })),
  },
  removeImage: {
    audience: 'members and officers',
    scenes: onImages(OWNER, ({ id, image }) => ({ path: `/v1/products/${id}/images/${image}` })),
  },
  getOwnProduct: {
    audience: 'members',
    scenes: [
      scene(
        'a published product',
        true,
        onProduct(published, OWNER, (id) => `/v1/me/products/${id}`),
      ),
      scene(
        'a draft',
        false,
        onProduct(drafted, OWNER, (id) => `/v1/me/products/${id}`),
      ),
    ],
  },
  submitProduct: {
    audience: 'members',
    scenes: action('submit', OWNER, [
      ['a proposal that was sent back', true, sentBack],
      ['a draft', false, drafted],
    ]),
  },
  withdrawProduct: {
    audience: 'members',
    scenes: action('withdraw', OWNER, [
      ['a proposal', true, proposed],
      ['a submitted draft', false, submitted],
    ]),
  },
  archiveProduct: {
    audience: 'members',
    scenes: action('archive', OWNER, [
      ['a published product', true, published],
      ['a draft', false, drafted],
    ]),
  },
  restoreProduct: {
    audience: 'members',
    scenes: action('restore', OWNER, [['an archived product', false, archived]]),
  },
  approveProduct: {
    audience: 'officers',
    scenes: action('approve', OFFICER, [
      ['a proposal', true, proposed],
      ['a submitted draft', false, submitted],
    ]),
  },
  requestProductChanges: {
    audience: 'officers',
    scenes: action(
      'request-changes',
      OFFICER,
      [
        ['a proposal', true, proposed],
        ['a submitted draft', false, submitted],
      ],
      reason,
    ),
  },
  suspendProduct: {
    audience: 'officers',
    scenes: action(
      'suspend',
      OFFICER,
      [
        ['a published product', true, published],
        ['a product of a suspended producer', false, withdrawnFromSight],
      ],
      reason,
    ),
  },
  reinstateProduct: {
    audience: 'officers',
    scenes: action('reinstate', OFFICER, [['a suspended product', false, suspended]]),
  },
  createCertificate: {
    audience: 'officers',
    scenes: (
      [
        ['a published product', true, published],
        ['a draft', false, drafted],
      ] as const
    ).map(([state, known, make]) =>
      scene(state, known, async (api) => ({
        path: '/v1/certificates',
        as: OFFICER,
        body: certificateInput((await make(api)).id, { number: freshName('GCN') }),
      })),
    ),
  },
  correctCertificate: { audience: 'officers', scenes: onCertificate('correct', { ...reason, stars: 3 }) },
  revokeCertificate: {
    audience: 'officers',
    scenes: onCertificate('revoke', REVOCATION),
  },
  reinstateCertificate: {
    audience: 'officers',
    scenes: onCertificate('reinstate', reason, revokedCertificate),
  },
  extendCertificate: {
    audience: 'officers',
    scenes: onCertificate('extend', { effectiveTo: '2028-09-01', basis: 'khoản 3 Điều 12' }),
  },
  createSalesPoint: {
    audience: 'officers',
    scenes: [
      scene('a new sales point', true, async () => ({
        path: '/v1/sales-points',
        as: OFFICER,
        body: salesPointInput({ name: freshName('Điểm bán') }),
      })),
    ],
  },
  editSalesPoint: {
    audience: 'members and officers',
    scenes: onPoint(OWNER, IN_EVERY_STATE, (id) => `/v1/sales-points/${id}`, { body: { addressLine: 'Số 2' } }),
  },
  getOwnSalesPoint: {
    audience: 'members',
    scenes: onPoint(OWNER, IN_EVERY_STATE, (id) => `/v1/me/sales-points/${id}`),
  },
  addSalesPointMember: {
    audience: 'members and officers',
    scenes: onPoint(OWNER, IN_EVERY_STATE, (id) => `/v1/sales-points/${id}/members/colleague-1`),
  },
  removeSalesPointMember: {
    audience: 'members and officers',
    scenes: onPoint(
      OWNER,
      IN_EVERY_STATE.map(([state, known, make]) => [
        state,
        known,
        async (api) => {
          const made = await make(api);
          done(await api.ask('PUT', `/v1/sales-points/${made.id}/members/colleague-1`, { as: OWNER }));
          return made;
        },
      ]),
      (id) => `/v1/sales-points/${id}/members/colleague-1`,
    ),
  },
  approveSalesPoint: {
    audience: 'officers',
    scenes: onPoint(
      OFFICER,
      [
        ['a proposed sales point', false, proposedPoint],
        ['a paused sales point', true, pausedPoint],
      ],
      (id) => `/v1/sales-points/${id}/approve`,
    ),
  },
  resumeSalesPoint: {
    audience: 'members and officers',
    scenes: onPoint(
      OFFICER,
      [['a point paused by a member', true, pausedByMember]],
      (id) => `/v1/sales-points/${id}/resume`,
    ),
  },
  pauseSalesPoint: {
    audience: 'members and officers',
    scenes: onPoint(OFFICER, [['an active sales point', true, activePoint]], (id) => `/v1/sales-points/${id}/pause`, {
      body: reason,
    }),
  },
  changeStock: {
    audience: 'members',
    scenes: onStock((api, { point, product }) => ({
      path: `/v1/sales-points/${point}/stock-changes`,
      key: freshName('key'),
      body: {
        mode: 'atomic',
        lines: [
          { ...lineOf(api, product), kind: 'sell', quantity: '1' },
          { ...lineOf(api, product), kind: 'receive', lot: 'L1', useBy: '2027-01-31', reason: 'Giao thêm' },
        ],
      },
    })),
  },
  getStockTotals: {
    audience: 'members and officers',
    scenes: onStock((_, { point }) => ({
      path: `/v1/me/sales-points/${point}/stock-totals`,
      query: { day: '2026-11-23' },
    })),
  },
  voidStockChange: {
    audience: 'members',
    scenes: onStock(async (api, { point, product }) => {
      const reply = await api.ask('POST', `/v1/sales-points/${point}/stock-changes`, {
        as: OWNER,
        headers: { 'idempotency-key': freshName('key') },
        body: { mode: 'atomic', lines: [{ ...lineOf(api, product), kind: 'receive', quantity: '1' }] },
      });
      const { id } = reply.body.results[0].change;
      return {
        path: `/v1/sales-points/${point}/stock-changes/${id}/void`,
        key: freshName('key'),
        body: { reason: 'Nhập nhầm' },
      };
    }),
  },
  transferStock: {
    audience: 'members',
    scenes: onStock(async (api, { point: from, product }) => ({
      path: '/v1/stock-transfers',
      key: freshName('key'),
      body: { from, to: (await activePoint(api)).id, lines: [lineOf(api, product)] },
    })),
  },
  listStockChanges: {
    audience: 'members and officers',
    scenes: onStock((_, { point }) => ({ path: `/v1/sales-points/${point}/stock-changes` })),
  },
  listOwnStock: {
    audience: 'members and officers',
    scenes: onStock((_, { point }) => ({ path: `/v1/me/sales-points/${point}/stock` })),
  },
  setStockSettings: {
    audience: 'members',
    scenes: onStock((_, { point, product }) => ({
      path: `/v1/sales-points/${point}/stock/${product}/settings`,
      body: { priceVnd: 99_000, lowStockThreshold: '3', show: 'band' },
    })),
  },
  grantRestocking: {
    audience: 'members',
    scenes: onStock((_, { point, product }) => ({ path: `/v1/products/${product}/grants/${point}` })),
  },
  withdrawRestocking: {
    audience: 'members',
    scenes: onStock(async (api, { point, product }) => {
      const path = `/v1/products/${product}/grants/${point}`;
      done(await api.ask('PUT', path, { as: OWNER }));
      return { path };
    }),
  },
  listSilentPoints: {
    audience: 'any officer',
    scenes: [
      scene('the silent points', true, async (api) => {
        await activePoint(api);
        return { path: '/v1/sales-points/silent', as: OFFICER };
      }),
    ],
  },
  listReviews: {
    audience: 'any officer',
    scenes: [scene('the queue', true, async () => ({ path: '/v1/reviews', as: OFFICER }))],
  },
  getReview: { audience: 'officers', scenes: documents((id) => ({ path: `/v1/reviews/${id}` })) },
  listCertificates: {
    audience: 'any officer',
    scenes: [
      scene('the certificates', true, async (api) => {
        await withCertificate(api);
        return { path: '/v1/certificates', as: OFFICER };
      }),
    ],
  },
  listAudit: {
    audience: 'officers',
    scenes: [...documents((id) => ({ path: '/v1/audit', query: { subject: id } })), ...auditedEvents],
  },
  getOffice: { audience: 'office', scenes: officeScene('/v1/offices/off_37') },
  appointOfficer: {
    audience: 'office',
    scenes: [
      scene('an office', true, async () => {
        appointed += 1;
        return { path: `/v1/offices/off_37/members/officer-new-${appointed}`, as: OFFICER };
      }),
    ],
  },
  dismissOfficer: {
    audience: 'office',
    scenes: officeScene('/v1/offices/off_37/members/officer-leaving', (api) =>
      api.ask('PUT', '/v1/offices/off_37/members/officer-leaving', { as: OFFICER }),
    ),
  },
  ...eventCases,
  ...outcomeCases,
  ...promotionCases,
  ...registrationCases,
};

/** How to ask every public route, about things that are there. Those that read files of the build come without a table. */
export const publicCases: Record<string, (made: Shown) => { path: string; query?: Call['query'] }> = {
  listProducts: ({ producer }) => ({ path: '/v1/products', query: { producer } }),
  getProduct: ({ product }) => ({ path: `/v1/products/${product}` }),
  listPromotions: ({ product }) => ({ path: '/v1/promotions', query: { product } }),
  getPromotion: ({ promotion }) => ({ path: `/v1/promotions/${promotion}` }),
  getProducer: ({ producer }) => ({ path: `/v1/producers/${producer}` }),
  getCertificate: ({ id }) => ({ path: `/v1/certificates/${id}` }),
  listSalesPoints: () => ({ path: '/v1/sales-points', query: { near: '20.25,105.97', radiusKm: '20', limit: '3' } }),
  getSalesPoint: ({ salesPoint }) => ({ path: `/v1/sales-points/${salesPoint}` }),
  listAvailability: ({ product }) => ({
    path: `/v1/products/${product}/availability`,
    query: { near: '20.25,105.97', radiusKm: '20' },
  }),
  listPublicStock: ({ salesPoint }) => ({ path: `/v1/sales-points/${salesPoint}/stock` }),
  listEvents: () => ({ path: '/v1/events', query: { province: '37', kind: 'fair', limit: '2' } }),
  getEvent: ({ event }) => ({ path: `/v1/events/${event}` }),
  getEventsCalendar: () => ({ path: '/v1/events.ics', query: { province: '37' } }),
  listProvinces: () => ({ path: '/v1/provinces' }),
  getProvince: () => ({ path: '/v1/provinces/37' }),
  listCommunes: () => ({ path: '/v1/communes', query: { province: '37', limit: '2' } }),
  resolveCommune: () => ({ path: '/v1/communes/resolve', query: { name: 'Ninh Nhất' } }),
  getTaxonomy: () => ({ path: '/v1/taxonomy' }),
  getLimits: () => ({ path: '/v1/limits' }),
  getHealth: () => ({ path: '/healthz' }),
  getOpenApi: () => ({ path: '/openapi.json' }),
  getDocs: () => ({ path: '/docs' }),
  getDocsAsset: () => ({ path: '/docs/initializer.js' }),
};

/** Routes that serve files which only a build has. */
export const BUILT: ReadonlySet<string> = new Set(['getOpenApi', 'getDocs', 'getDocsAsset']);

export const signedInRoutes: Route[] = allRoutes.filter(({ access }) => access === 'signed-in');
export const publicRoutes: Route[] = allRoutes.filter(({ access }) => access === 'public');

/** The request of a call as a test sends it. */
export const askOf = (call: Call, over: Ask = {}): Ask => ({
  as: call.as,
  ...(call.query ? { query: call.query } : {}),
  ...(call.body ? { body: call.body } : {}),
  ...over,
  headers: {
    ...(call.etag ? { 'if-match': call.etag } : {}),
    ...(call.key ? { 'idempotency-key': call.key } : {}),
    ...over.headers,
  },
});

/** The one case of a route; a route without one fails whoever asks. */
export const caseOf = ({ operationId }: Route): Case => {
  const found = cases[operationId];
  if (!found) throw new Error(`${operationId} has no case in test/support/cases.ts`);
  return found;
};

/** Every scene of every signed-in route, for `describe.each`. */
export const everyScene = (pick: (route: Route) => boolean = () => true) =>
  signedInRoutes
    .filter(pick)
    .flatMap((route) =>
      caseOf(route).scenes.map((one) => ({ ...one, route, title: `${route.operationId}: ${one.name}` })),
    );

/** One scene of every signed-in route of some methods: enough where input is judged before the state of anything. */
export const oneSceneEach = (methods: readonly string[]) => {
  const scenes = everyScene(({ method }) => methods.includes(method));
  return scenes.filter((one, index) => scenes.findIndex(({ route }) => route === one.route) === index);
};
