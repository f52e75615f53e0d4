import { type Api, OFFICER, OWNER } from './api.ts';
import { type Call, type Case, type Scene, scene } from './case.ts';
import { auditedEvents } from './cases-events.ts';
import {
  activePoint,
  drafted,
  proposedPoint,
  published,
  registered,
  verified,
  withCertificate,
  withHiddenCertificate,
} from './scenes.ts';

let appointed = 0;

const officeScene = (path: string, before: (api: Api) => Promise<unknown> = async () => undefined): Scene[] => [
  scene('an office', true, async (api) => {
    await before(api);
    return { path, as: OFFICER };
  }),
];

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

/** How to ask the routes of offices, of what they review and of the audit rightly. */
export const officeCases: Record<string, Case> = {
  getMe: { audience: 'anyone', scenes: [scene('myself', true, async () => ({ path: '/v1/me', as: OWNER }))] },
  listReviews: {
    audience: 'any officer',
    scenes: [scene('the queue', true, async () => ({ path: '/v1/reviews', as: OFFICER }))],
  },
  getReview: { audience: 'officers', scenes: documents((id) => ({ path: `/v1/reviews/${id}` })) },
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
};
