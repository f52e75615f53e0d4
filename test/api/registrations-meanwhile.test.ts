import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, OFFICER, startApi } from '#test/support/api.ts';
import { personRegistered, registrationsOf, trainingClass } from '#test/support/registrations.ts';

/** What somebody else does right before, or right after, the next read that holds a text. */
let meanwhile: { at: string; when: 'before' | 'after'; act: () => Promise<unknown> } | undefined;
let api: Api;
beforeAll(async () => {
  api = await startApi({
    stream: false,
    send: (real) => async (target, body) => {
      const due = meanwhile && body.includes(meanwhile.at) ? meanwhile : undefined;
      if (due) meanwhile = undefined;
      if (due?.when === 'before') await due.act();
      const answer = await real(target, body);
      if (due?.when === 'after') await due.act();
      return answer;
    },
  });
});
afterAll(() => api.stop());

describe("the organiser's list", () => {
  it.each([
    ['before the roll is read', '"roll"', 'before'],
    ['between the roll and the rows', 'registrations#', 'before'],
    ['after the rows are read', 'registrations#', 'after'],
  ] as const)('shows nobody too many as in when somebody leaves %s', async (_, at, when) => {
    const { id: event } = await trainingClass(api, { capacity: 1 });
    const { id } = await personRegistered(api, event, 'person-a');
    await personRegistered(api, event, 'person-b');
    const act = async () => {
      const left = await api.ask('POST', `/v1/registrations/${id}/withdraw`, { as: OFFICER, body: { reason: 'Bận' } });
      expect(left.status).toBe(200);
    };
    meanwhile = { at, when, act };
    const rows = await registrationsOf(api, event);
    expect(meanwhile).toBeUndefined();
    expect(rows.filter(({ status }) => status === 'confirmed').length).toBeLessThanOrEqual(1);
  });
});

describe('a booth that is taken back', () => {
  it('is that booth and no other one that its holder was given meanwhile', async () => {
    const { id: event } = await trainingClass(api, { capacity: 3 });
    const { id } = await personRegistered(api, event, 'person-c');
    const assign = (booth: string) =>
      api.ask('PUT', `/v1/events/${event}/booths/${booth}`, { as: OFFICER, body: { registration: id } });
    const take = (booth: string) => api.ask('DELETE', `/v1/events/${event}/booths/${booth}`, { as: OFFICER });
    expect((await assign('A1')).status).toBe(200);
    const act = async () => {
      expect((await take('A1')).status).toBe(204);
      expect((await assign('A2')).status).toBe(200);
    };
    meanwhile = { at: 'booths#', when: 'after', act };
    expect((await take('A1')).status).toBe(404);
    expect((await registrationsOf(api, event))[0]?.booth).toBe('A2');
  });
});
