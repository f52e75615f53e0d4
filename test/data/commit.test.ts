import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { officeKind } from '#shared/data/offices/office-store.ts';
import { type DocumentKind, loadDocument, type Row, saveActions } from '#shared/data/table/document.ts';
import { stringOf } from '#shared/data/table/reader.ts';
import { ConditionFailed } from '#shared/data/table/transaction.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Office } from '#shared/domain/offices/office.ts';
import { ConcurrentWriteError, commit, IdempotencyKeyUsedError } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { type Api, OFFICER, startApi } from '#test/support/api.ts';
import { allItems, expectRowsDerived } from '#test/support/table.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const office = (id: string, subjects: string[]): Office => ({
  id,
  status: 'active',
  name: 'Văn phòng',
  territory: '01',
  members: subjects.map((subject) => ({ subject, addedAt: '2026-01-01T00:00:00.000Z' })),
});
const operation = (subject: string) => ({ subject, action: 'office.test', reason: 'Thử', changed: ['members'] });
const keyed = (context: Context, key: string, fingerprint = 'f'): Context => ({
  ...context,
  idempotency: { keyHash: key, fingerprint },
});
const itemsOf = async (pk: string) =>
  (await allItems(api.settings)).filter((item) => JSON.stringify(item.pk) === JSON.stringify({ S: pk }));

describe('a commit', () => {
  it('writes document, rows, audit entry and kept answer in one transaction', async () => {
    const sent: Action[][] = [];
    const context = keyed(api.context(OFFICER), 'one');
    const writer = { ...context.writer, transact: async (actions: Action[]) => void sent.push(actions) };
    const result = await commit(
      { ...context, writer },
      { saves: [{ kind: officeKind, after: office('off_91', ['a', 'b']) }], auditEvents: [operation('off_91')] },
      { ok: 1 },
    );
    expect(result).toEqual({ ok: 1 });
    expect(sent).toHaveLength(1);
    const partitions = sent[0]?.map((action) =>
      'item' in action && action.item.pk && 'S' in action.item.pk ? action.item.pk.S : '',
    );
    expect(partitions).toEqual(['off_91', 'subject#a', 'subject#b', 'audit#off_91', 'idempotency#one']);
  });

  it('tells in the audit who, when, what and why, under the request’s id', async () => {
    const context = api.context(OFFICER);
    await commit(
      context,
      { saves: [{ kind: officeKind, after: office('off_92', ['a']) }], auditEvents: [operation('off_92')] },
      null,
    );
    const [entry, ...others] = await itemsOf('audit#off_92');
    expect(others).toEqual([]);
    expect(JSON.parse(stringOf(entry ?? {}, 'entry'))).toEqual({
      id: expect.stringMatching(/^aud_/),
      at: context.now.toISOString(),
      actor: OFFICER,
      requestId: 'test',
      ...operation('off_92'),
    });
  });

  it('that loses a race writes nothing at all: no row, no audit entry, no kept answer', async () => {
    const context = api.context(OFFICER);
    await commit(
      context,
      { saves: [{ kind: officeKind, after: office('off_93', ['a']) }], auditEvents: [operation('off_93')] },
      null,
    );
    const before = await allItems(api.settings);
    for (const stale of [undefined, { value: office('off_93', ['a']), version: 7 }]) {
      const saves = [{ kind: officeKind, before: stale, after: office('off_93', ['x', 'y']) }];
      await expect(
        commit(keyed(context, 'lost'), { saves, auditEvents: [operation('off_93')] }, null),
      ).rejects.toBeInstanceOf(ConcurrentWriteError);
    }
    const sorted = (items: object[]) => items.map((item) => JSON.stringify(Object.entries(item).sort())).sort();
    expect(sorted(await allItems(api.settings))).toEqual(sorted(before));
  });

  it('under a key that was answered meanwhile writes nothing and says so', async () => {
    const context = keyed(api.context(OFFICER), 'twice');
    await commit(
      context,
      { saves: [{ kind: officeKind, after: office('off_94', ['a']) }], auditEvents: [operation('off_94')] },
      { n: 1 },
    );
    const again = commit(
      context,
      { saves: [{ kind: officeKind, after: office('off_95', ['a']) }], auditEvents: [operation('off_95')] },
      { n: 2 },
    );
    await expect(again).rejects.toBeInstanceOf(IdempotencyKeyUsedError);
    expect(await loadDocument(context.reader, officeKind, 'off_95', { consistent: true })).toBeUndefined();
    expect(await itemsOf('audit#off_95')).toEqual([]);
    const [kept] = await itemsOf('idempotency#twice');
    expect(JSON.parse(stringOf(kept ?? {}, 'answer'))).toEqual({ result: { n: 1 } });
  });

  it('moves rows with the members, whoever comes and goes', async () => {
    const context = api.context(OFFICER);
    const people = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 0, maxLength: 5 });
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(people, { minLength: 1, maxLength: 5 }), async (versions) => {
        n += 1;
        const id = `off_p${n}`;
        for (const members of versions) {
          const before = await loadDocument(context.reader, officeKind, id, { consistent: true });
          await commit(
            context,
            { saves: [{ kind: officeKind, before, after: office(id, members) }], auditEvents: [operation(id)] },
            null,
          );
        }
        await expectRowsDerived(api);
      }),
      { seed: 6, numRuns: 15 },
    );
  });
});

describe('the actions of a save', () => {
  type Doc = { id: string; status: string; rows: Row[] };
  const kind: DocumentKind<Doc> = { kind: 'office', schema: undefined as never, rows: ({ rows }) => rows };
  const row = fc.record({
    pk: fc.constantFrom('p', 'q'),
    sk: fc.constantFrom('1', '2', '3'),
    card: fc.constantFrom('x', 'y'),
  });
  const rows = fc.uniqueArray(row, { selector: ({ pk, sk }) => pk + sk });

  it('turn the old rows into the new ones, touch no key twice and leave equal rows alone', () => {
    fc.assert(
      fc.property(rows, rows, (old, wanted) => {
        const before = { value: { id: 'd', status: 's', rows: old }, version: 3 };
        const [document, ...actions] = saveActions({ kind, before, after: { id: 'd', status: 't', rows: wanted } });
        expect(document).toMatchObject({
          kind: 'put',
          item: { version: { N: '4' }, state: { S: 't' } },
          guard: 'version',
        });
        const table = new Map<string, string>(old.map(({ pk, sk, card }) => [pk + sk, card]));
        const touched = actions.map((action) => {
          if (action.kind === 'put') {
            const { pk, sk, card } = action.item as Record<string, { S: string }>;
            const key = `${pk?.S}${sk?.S}`;
            expect(table.get(key)).not.toBe(card?.S);
            table.set(key, card?.S ?? '');
            return key;
          }
          table.delete(action.key.pk + action.key.sk);
          return action.key.pk + action.key.sk;
        });
        expect(new Set(touched).size).toBe(touched.length);
        expect([...table].sort()).toEqual(wanted.map(({ pk, sk, card }) => [pk + sk, card]).sort());
      }),
      { seed: 8, numRuns: 300 },
    );
  });
});

describe('a transaction', () => {
  const put = (pk: string): Action => ({ kind: 'put', item: { pk: { S: pk }, sk: { S: 'A' } } });
  it('is all or nothing, and names the guards that did not hold', async () => {
    const { writer } = api.context(OFFICER);
    const guarded: Action = {
      ...put('taken'),
      condition: { expression: 'attribute_not_exists(pk)' },
      guard: 'free',
    } as Action;
    await writer.transact([guarded], randomUUID());
    const failed = await writer.transact([put('beside'), guarded], randomUUID()).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ConditionFailed);
    expect((failed as ConditionFailed).guards).toEqual(['free']);
    expect(await itemsOf('beside')).toEqual([]);
  });

  it('sent twice under one token is done once', async () => {
    const { writer } = api.context(OFFICER);
    const token = randomUUID();
    const once: Action = {
      ...put('once'),
      condition: { expression: 'attribute_not_exists(pk)' },
      guard: 'free',
    } as Action;
    await writer.transact([once], token);
    await writer.transact([once], token);
    expect(await itemsOf('once')).toHaveLength(1);
  });
});
