import { OFFICER, OWNER } from './api.ts';
import { type Case, type Fields, reason, type Scene, scene } from './case.ts';
import { done, householdInput, published, registered, verified, withdrawnFromSight } from './scenes.ts';

const onProducer = (as: string, path: (id: string) => string, fields: Fields = {}): Scene[] =>
  (
    [
      ['a verified producer', true, verified],
      ['a producer that waits for verification', false, registered],
    ] as const
  ).map(([state, known, make]) => scene(state, known, async (api) => ({ path: path(await make(api)), as, ...fields })));

/** How to ask the routes of producers rightly. */
export const producerCases: Record<string, Case> = {
  registerProducer: {
    audience: 'anyone',
    scenes: [scene('a new producer', true, async () => ({ path: '/v1/producers', as: OWNER, body: householdInput() }))],
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
};
