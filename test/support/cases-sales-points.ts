import { OFFICER, OWNER } from './api.ts';
import { type Case, type Fields, onDocument, reason, type Scene, scene } from './case.ts';
import { salesPointInput } from './journey.ts';
import { activePoint, done, freshName, pausedByMember, pausedPoint, proposedPoint } from './scenes.ts';

const onPoint = (
  as: string,
  states: [Scene['name'], boolean, typeof activePoint][],
  path: (id: string) => string,
  fields: Fields = {},
): Scene[] => states.map(([state, known, make]) => scene(state, known, onDocument(make, as, path, fields)));

const IN_EVERY_STATE: [Scene['name'], boolean, typeof activePoint][] = [
  ['an active sales point', true, activePoint],
  ['a paused sales point', true, pausedPoint],
  ['a proposed sales point', false, proposedPoint],
];

/** How to ask the routes of sales points rightly. */
export const salesPointCases: Record<string, Case> = {
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
  listSilentPoints: {
    audience: 'any officer',
    scenes: [
      scene('the silent points', true, async (api) => {
        await activePoint(api);
        return { path: '/v1/sales-points/silent', as: OFFICER };
      }),
    ],
  },
};
