import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Api, OFFICER, OTHER_OFFICER, OWNER, startApi } from '#test/support/api.ts';
import {
  fair,
  productRegistered,
  registrationNow,
  registrationsOf,
  starredProduct,
} from '#test/support/registrations.ts';
import { expectProblem } from '#test/support/responses.ts';
import { expectRowsDerived } from '#test/support/table.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi({ stream: false });
});
afterEach(async () => {
  await expectRowsDerived(api);
});
afterAll(() => api.stop());

const assign = (event: string, booth: string, registration: string, as = OFFICER) =>
  api.ask('PUT', `/v1/events/${event}/booths/${booth}`, { as, body: { registration } });
const take = (event: string, booth: string, as = OFFICER) =>
  api.ask('DELETE', `/v1/events/${event}/booths/${booth}`, { as });
const registered = async (event: string): Promise<string> => {
  const { product } = await starredProduct(api);
  return (await productRegistered(api, event, product)).id;
};

describe('a booth', () => {
  it('is given once, and again when it was taken back', async () => {
    const { id: event } = await fair(api);
    const [first, second] = [await registered(event), await registered(event)];
    expect((await assign(event, 'A1', first)).body).toEqual({ event, booth: 'A1', registration: first });
    expect((await assign(event, 'A1', first)).status).toBe(200);
    expectProblem(await assign(event, 'A1', second), 409, 'already_exists');
    expectProblem(await assign(event, 'A2', first), 409, 'state_conflict');
    expect((await take(event, 'A1')).status).toBe(204);
    expectProblem(await take(event, 'A1'), 404);
    expect((await assign(event, 'A1', second)).status).toBe(200);
    expect((await assign(event, 'A2', first)).status).toBe(200);
    expect((await registrationsOf(api, event)).map(({ booth }) => booth)).toEqual(['A2', 'A1']);
  });

  it('is for those who are confirmed and in', async () => {
    const { id: event } = await fair(api, { capacity: 1, approval: true });
    const [first, second] = [await registered(event), await registered(event)];
    expectProblem(await assign(event, 'A1', first), 409, 'state_conflict');
    await api.ask('POST', `/v1/registrations/${second}/approve`, { as: OFFICER });
    expectProblem(await assign(event, 'A1', second), 409, 'state_conflict');
    await api.ask('POST', `/v1/registrations/${first}/refuse`, { as: OFFICER, body: { reason: 'Trùng mặt hàng' } });
    expectProblem(await assign(event, 'A1', first), 409, 'state_conflict');
    expect((await assign(event, 'A1', second)).status).toBe(200);
  });

  it('is free again when its registration is withdrawn', async () => {
    const { id: event } = await fair(api);
    const [first, second] = [await registered(event), await registered(event)];
    await assign(event, 'A1', first);
    await api.ask('POST', `/v1/registrations/${first}/withdraw`, { as: OWNER });
    expect((await registrationNow(api, first)).booth).toBeNull();
    expect((await assign(event, 'A1', second)).status).toBe(200);
  });

  it('must be in the plan, its holder at the event, and both of an officer of the event', async () => {
    const { id: event } = await fair(api);
    const { id: other } = await fair(api);
    const [mine, theirs] = [await registered(event), await registered(other)];
    expectProblem(await assign(event, 'Z9', mine), 404);
    expectProblem(await assign(event, 'A1', theirs), 404);
    expectProblem(await assign(event, 'A1', 'reg_01JD0000000000000000000000'), 404);
    for (const as of [OWNER, OTHER_OFFICER]) expectProblem(await assign(event, 'A1', mine, as), 403);
    expect((await assign(event, 'A1', mine)).status).toBe(200);
    for (const as of [OWNER, OTHER_OFFICER]) expectProblem(await take(event, 'A1', as), 403);
  });

  it('that was given stays in the plan until it is taken back', async () => {
    const { id: event } = await fair(api);
    await assign(event, 'A1', await registered(event));
    const plan = async (ids: string[]) => {
      const { headers } = await api.ask('GET', `/v1/me/events/${event}`, { as: OFFICER });
      return api.ask('PATCH', `/v1/events/${event}`, {
        as: OFFICER,
        headers: { 'if-match': headers.etag ?? '' },
        body: { booths: ids.map((id) => ({ id, widthMetres: 3, depthMetres: 2 })) },
      });
    };
    expectProblem(await plan(['A2', 'A3']), 409, 'state_conflict');
    expect((await plan(['A1', 'B1'])).status).toBe(200);
    await take(event, 'A1');
    expect((await plan(['B1'])).status).toBe(200);
  });
});
