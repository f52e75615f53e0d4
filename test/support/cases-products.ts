import { OFFICER, OWNER } from './api.ts';
import { type Call, type Case, onDocument, reason, type Scene, scene } from './case.ts';
import { productInput, readyImage } from './journey.ts';
import {
  archived,
  drafted,
  freshName,
  type Made,
  proposed,
  published,
  registered,
  sentBack,
  submitted,
  suspended,
  verified,
  withdrawnFromSight,
} from './scenes.ts';

const action = (name: string, as: string, states: [Scene['name'], boolean, typeof drafted][], body?: object): Scene[] =>
  states.map(([state, known, make]) =>
    scene(
      state,
      known,
      onDocument(make, as, (id) => `/v1/products/${id}/${name}`, body ? { body } : {}),
    ),
  );

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

/** How to ask the routes of products and their images rightly. */
export const productCases: Record<string, Case> = {
  listOwnProducts: {
    audience: 'anyone',
    scenes: [
      scene('my products', true, async (api) => {
        await drafted(api);
        return { path: '/v1/me/products', as: OWNER };
      }),
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
        onDocument(make, OWNER, (id) => `/v1/products/${id}`, { body: { description: 'Mới.' } }),
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
        onDocument(make, OWNER, (id) => `/v1/products/${id}/images`, { body: { contentType: 'image/jpeg' } }),
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
        onDocument(published, OWNER, (id) => `/v1/me/products/${id}`),
      ),
      scene(
        'a draft',
        false,
        onDocument(drafted, OWNER, (id) => `/v1/me/products/${id}`),
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
};
