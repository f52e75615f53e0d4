import { expect } from 'vitest';
import { type Api, OFFICER, OWNER } from './api.ts';
import type { Call, Case } from './case.ts';
import { fair, passOf, productRegistered, starredProduct } from './registrations.ts';

type Made = { event: string; registration: string; product: string };

/** A product at a fair that is going on, with a second one so that nothing of the event is made for the first time. */
const taking = async (api: Api, approval = false): Promise<Made> => {
  const { id: event } = await fair(api, { approval }, { startDate: '2026-11-22', endDate: '2026-11-30' });
  const { product } = await starredProduct(api, { producer: { phone: '0912345678' } });
  const { id: registration } = await productRegistered(api, event, product);
  return { event, registration, product };
};

const about =
  (as: string, call: (made: Made, api: Api) => Omit<Call, 'as'> | Promise<Omit<Call, 'as'>>, approval = false) =>
  async (api: Api): Promise<Call> => ({ ...(await call(await taking(api, approval), api)), as });

const one = (
  audience: Case['audience'],
  known: boolean,
  as: string,
  call: Parameters<typeof about>[1],
  approval = false,
): Case => ({ audience, scenes: [{ name: 'a registration', known, set: about(as, call, approval) }] });

const giveBooth = async (api: Api, { event, registration }: Made): Promise<void> => {
  const path = `/v1/events/${event}/booths/A1`;
  expect((await api.ask('PUT', path, { as: OFFICER, body: { registration } })).status).toBe(200);
};

/** How to ask the routes of taking part rightly. */
export const registrationCases: Record<string, Case> = {
  registerForEvent: {
    audience: 'members',
    scenes: [
      {
        name: 'a public product',
        known: true,
        set: async (api) => {
          const { event } = await taking(api);
          const { product } = await starredProduct(api);
          return { path: `/v1/events/${event}/registrations`, as: OWNER, body: { product, note: 'Cần ổ điện' } };
        },
      },
    ],
  },
  listEventRegistrations: one('officers', true, OFFICER, ({ event }) => ({
    path: `/v1/events/${event}/registrations`,
  })),
  listOwnRegistrations: one('anyone', true, OWNER, () => ({ path: '/v1/me/registrations', query: { limit: '3' } })),
  getRegistration: one('members and officers', false, OWNER, ({ registration }) => ({
    path: `/v1/registrations/${registration}`,
  })),
  approveRegistration: one(
    'officers',
    false,
    OFFICER,
    ({ registration }) => ({ path: `/v1/registrations/${registration}/approve`, body: { reason: 'Đủ hồ sơ' } }),
    true,
  ),
  refuseRegistration: one(
    'officers',
    false,
    OFFICER,
    ({ registration }) => ({ path: `/v1/registrations/${registration}/refuse`, body: { reason: 'Trùng mặt hàng' } }),
    true,
  ),
  withdrawRegistration: one('members and officers', false, OWNER, ({ registration }) => ({
    path: `/v1/registrations/${registration}/withdraw`,
    body: { reason: 'Hết hàng' },
  })),
  giveBooth: one('officers', true, OFFICER, ({ event, registration }) => ({
    path: `/v1/events/${event}/booths/A1`,
    body: { registration },
  })),
  takeBooth: one('officers', true, OFFICER, async (made, api) => {
    await giveBooth(api, made);
    return { path: `/v1/events/${made.event}/booths/A1` };
  }),
  getPass: one('members and officers', false, OWNER, ({ registration }) => ({
    path: `/v1/registrations/${registration}/pass`,
  })),
  getAttendanceCertificate: one('members and officers', false, OWNER, async ({ event, registration }, api) => {
    const scans = [{ pass: await passOf(api, registration), scannedAt: api.clock.now.toISOString() }];
    const path = `/v1/events/${event}/attendance`;
    expect((await api.ask('POST', path, { as: OFFICER, body: { mode: 'each', scans } })).status).toBe(207);
    return { path: `/v1/registrations/${registration}/attendance-certificate` };
  }),
  getGate: one('officers', true, OFFICER, ({ event }) => ({ path: `/v1/me/events/${event}/gate` })),
  recordAttendance: one('officers', true, OFFICER, async ({ event, registration }, api) => ({
    path: `/v1/events/${event}/attendance`,
    body: {
      mode: 'each',
      scans: [
        {
          pass: await passOf(api, registration),
          scannedAt: api.clock.now.toISOString(),
          gate: 'Cổng 1',
        },
      ],
    },
  })),
};
