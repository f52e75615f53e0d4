import { expect } from 'vitest';
import type { Ask, Reply } from './api.ts';
import {
  changesBetween,
  FAULTS,
  pointsOf,
  type Snapshot,
  type Trouble,
  type tableOf,
  withoutNewIds,
} from './faults.ts';

/** A request about stock that is struck by faults; it carries its idempotency key. */
export type Struck = { method: string; path: string; ask: Ask };

/** Reports and their state with the keys and request ids that they always have. */
const REQUEST_ID = { 'x-request-id': 'struck' };

export type Blow = {
  which: string;
  lasting: boolean;
  /** Whether the write took effect although its answer was lost. */
  lost: boolean;
  reply: Reply;
  /** What is in the table after the blow, before the retry. */
  after: Snapshot;
};

const seen = ({ status, text }: Reply, before: Snapshot) => ({ status, text: withoutNewIds(text, before) });

/**
 * Strikes a request with every fault at each of its calls, once and for good. A passing fault must come to the answer and
 * the state of an undisturbed run; `judge` looks at what a lasting one left; a retry with the same key must then come to the
 * answer and the state of the undisturbed run too. The table is put back after every blow.
 */
export const strikeEverywhere = async (
  { table, trouble }: { table: ReturnType<typeof tableOf>; trouble: Trouble },
  { method, path, ask }: Struck,
  judge: (blow: Blow, clean: { reply: Reply; changes: string[]; before: Snapshot }) => void,
): Promise<{ blows: number }> => {
  const before = await table.snapshot();
  const keyed = { ...ask, headers: { ...ask.headers, ...REQUEST_ID } };
  const send = (injection?: Parameters<Trouble['ask']>[3]) => trouble.ask(method, path, keyed, injection);
  const undisturbed = await send();
  expect([200, 207], undisturbed.reply.text).toContain(undisturbed.reply.status);
  const end = await table.snapshot();
  const clean = { reply: undisturbed.reply, changes: changesBetween(before, end), before };
  await table.restore(before, end);

  let blows = 0;
  for (const { at, on } of pointsOf(undisturbed.calls)) {
    for (const kind of FAULTS.filter((one) => one.on === on)) {
      for (const lasting of [false, true]) {
        blows += 1;
        const which = `${kind.name} ${lasting ? 'from' : 'at'} ${on} ${at}`;
        const { reply } = await send({ at, kind, ...(lasting ? { lasting } : {}) });
        const after = await table.snapshot();
        if (!lasting) expect([which, seen(reply, before)]).toEqual([which, seen(clean.reply, before)]);
        judge({ which, lasting, lost: on === 'write' && kind.lost === true, reply, after }, clean);
        const again = await send();
        const last = again.transactions.length === 0 ? after : await table.snapshot();
        const comes = `${which}, then again`;
        expect([comes, seen(again.reply, before)]).toEqual([comes, seen(clean.reply, before)]);
        expect([comes, changesBetween(before, last)]).toEqual([comes, clean.changes]);
        await table.restore(before, last);
      }
    }
  }
  return { blows };
};
