import { dropEvent, noteEvent } from '#shared/data/pending-work/pending-work-store.ts';
import { VERSION_GUARD } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Item, numberOf, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { ConditionFailed } from '#shared/data/table/transaction.ts';
import type { Action, Writer } from '#shared/data/table/writer.ts';
import {
  type AdmissionWalk,
  admitRows,
  endOf,
  type QueueRow,
  Waitlist,
} from '#shared/domain/registrations/waitlist.ts';

/** The name under which it is reported that a queue number has a row already. */
export const QUEUE_NUMBER_GUARD = 'ticket';

/** Rows behind `admittedUpTo` that are read at once for a single place: mostly the first one decides. */
const ROWS_AT_ONCE = 25;

const optionalNumber = (item: Item, name: string): number | null => (item[name] ? numberOf(item, name) : null);

const parse = (item: Item): Waitlist =>
  Waitlist.parse({
    lastQueueNumber: numberOf(item, 'tickets'),
    admittedUpTo: numberOf(item, 'boundary'),
    capacity: numberOf(item, 'capacity'),
    version: numberOf(item, 'version'),
    swept: numberOf(item, 'swept'),
    checkpoint: optionalNumber(item, 'checkpoint'),
    checkpointAt: item.checkpointAt ? stringOf(item, 'checkpointAt') : null,
    closed: item.closed !== undefined,
  });

/** How an event's places stand, strongly consistent; undefined before its first registration. */
export const loadWaitlist = async (reader: Reader, event: string): Promise<Waitlist | undefined> => {
  const item = await reader.get(keys.waitlist(event), { consistent: true });
  return item && parse(item);
};

/**
 * Takes the next queue number in one write that meets nobody else's; undefined where the waitlist is not open. The waitlist is as it was at
 * that moment. A queue number whose taking was not answered is nobody's, and is void in time.
 */
export const takeQueueNumber = async (
  writer: Writer,
  event: string,
): Promise<{ queueNumber: number; waitlist: Waitlist } | undefined> => {
  try {
    const waitlist = parse(
      await writer.countUp(keys.waitlist(event), 'tickets', {
        condition: {
          expression: 'attribute_exists(pk) AND attribute_not_exists(#closed)',
          names: named('closed'),
        },
      }),
    );
    return { queueNumber: waitlist.lastQueueNumber, waitlist };
  } catch (error) {
    if (error instanceof ConditionFailed) return undefined;
    throw error;
  }
};

/** Attribute names for expressions, because several are reserved words of DynamoDB. */
const named = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`#${name}`, name]));

const number = (value: number) => ({ N: String(value) });

/** The actions that let an event give queue numbers: its waitlist, made or opened again, and the mark for the recurring job. */
export const openActions = (event: string, capacity: number, waitlist: Waitlist | undefined): Action[] => {
  const { pk, sk } = keys.waitlist(event);
  const [lastQueueNumber, admittedUpTo] = [number(0), number(capacity)];
  return [
    waitlist
      ? {
          kind: 'update',
          key: { pk, sk },
          update: 'REMOVE #closed',
          condition: { expression: 'attribute_exists(pk)', names: named('closed') },
          guard: VERSION_GUARD,
        }
      : {
          kind: 'put',
          item: {
            pk: { S: pk },
            sk: { S: sk },
            tickets: lastQueueNumber,
            boundary: admittedUpTo,
            capacity: admittedUpTo,
            version: number(1),
            swept: lastQueueNumber,
          },
          condition: { expression: 'attribute_not_exists(pk)' },
          guard: VERSION_GUARD,
        },
    noteEvent(event),
  ];
};

/** The actions that end the giving of queue numbers, as long as no other was given. */
export const closeActions = (event: string, waitlist: Waitlist): Action[] => [
  {
    kind: 'update',
    key: keys.waitlist(event),
    update: 'SET #closed = :one',
    condition: {
      expression: '#tickets = :tickets AND #swept = :tickets',
      names: named('closed', 'tickets', 'swept'),
      values: { ':tickets': number(waitlist.lastQueueNumber), ':one': number(1) },
    },
    guard: VERSION_GUARD,
  },
  dropEvent(event),
];

/** The action by which a run of the recurring job notes what it has seen: no queue number is missing up to `swept`. */
export const noteAction = (event: string, waitlist: Waitlist, swept: number, at: string): Action => ({
  kind: 'update',
  key: keys.waitlist(event),
  update: 'SET #swept = :swept, #checkpoint = :tickets, #checkpointAt = :at',
  condition: {
    expression: '#swept = :before',
    names: named('swept', 'checkpoint', 'checkpointAt'),
    values: {
      ':before': number(waitlist.swept),
      ':swept': number(swept),
      ':tickets': number(waitlist.lastQueueNumber),
      ':at': { S: at },
    },
  },
  guard: VERSION_GUARD,
});

const rowOf = (item: Item): QueueRow => ({
  queueNumber: Number(stringOf(item, 'sk')),
  released: item.released !== undefined,
});

/** What the row of a queue number carries that was given back. */
export const RELEASED = { released: number(1) } as const;

const walked = async (reader: Reader, event: string, begin: AdmissionWalk): Promise<number> => {
  const { pk, sk } = keys.registrationAt(event, begin.at + 1);
  let walk = begin;
  let after: string | undefined;
  for (;;) {
    const page = await reader.query({
      pk,
      from: sk,
      consistent: true,
      ...(after === undefined ? (walk.left === 1 ? { limit: ROWS_AT_ONCE } : {}) : { after }),
    });
    walk = admitRows(walk, page.items.map(rowOf));
    if (walk.left === 0) return walk.at;
    const last = page.items.at(-1);
    if (!page.more || !last) return endOf(walk);
    after = stringOf(last, 'sk');
  }
};

/** The condition under which what was read of the waitlist and behind `admittedUpTo` still holds. */
const move = (event: string, waitlist: Waitlist, to: { admittedUpTo: number; capacity: number }): Action => ({
  kind: 'update',
  key: keys.waitlist(event),
  update: 'SET #boundary = :boundary, #capacity = :capacity, #version = :next',
  condition: {
    expression: `#version = :version${to.admittedUpTo < waitlist.admittedUpTo ? ' AND #tickets <= :boundary' : ''}`,
    names: named('boundary', 'capacity', 'version', ...(to.admittedUpTo < waitlist.admittedUpTo ? ['tickets'] : [])),
    values: {
      ':version': number(waitlist.version),
      ':next': number(waitlist.version + 1),
      ':boundary': number(to.admittedUpTo),
      ':capacity': number(to.capacity),
    },
  },
  guard: VERSION_GUARD,
});

const COUNT_VERSION = '#version = #version + :one';

/** Nobody comes in for a queue number that waited. Any number of these go side by side. */
const releaseWaiting = (event: string, queueNumber: number): Action => ({
  kind: 'update',
  key: keys.waitlist(event),
  update: `SET ${COUNT_VERSION}`,
  condition: {
    expression: '#boundary < :ticket',
    names: named('boundary', 'version'),
    values: { ':ticket': number(queueNumber), ':one': number(1) },
  },
  guard: VERSION_GUARD,
});

/** Nobody waits, so the place is the next queue number's, whoever takes it. Any number of these go side by side. */
const releaseLast = (event: string): Action => ({
  kind: 'update',
  key: keys.waitlist(event),
  update: `SET #boundary = #boundary + :one, ${COUNT_VERSION}`,
  condition: {
    expression: '#tickets <= #boundary',
    names: named('boundary', 'version', 'tickets'),
    values: { ':one': number(1) },
  },
  guard: VERSION_GUARD,
});

/** The one that waits longest comes in, unless it was given back itself; of two such writes at once one looks again. */
const admitNext = (event: string, from: number, next: number): Action[] => [
  {
    kind: 'update',
    key: keys.waitlist(event),
    update: `SET #boundary = :next, ${COUNT_VERSION}`,
    condition: {
      expression: '#boundary = :from',
      names: named('boundary', 'version'),
      values: { ':from': number(from), ':next': number(next), ':one': number(1) },
    },
    guard: VERSION_GUARD,
  },
  {
    kind: 'check',
    key: keys.registrationAt(event, next),
    condition: { expression: 'attribute_not_exists(#released)', names: named('released') },
    guard: VERSION_GUARD,
  },
];

/**
 * The actions that give a queue number back, for the transaction that writes its row as released: where it was admitted, the next one that
 * waits comes in. Every release counts the waitlist's version, since a change of the capacity may be looking at this queue number to let
 * it in.
 */
export const releaseActions = async (
  reader: Reader,
  event: string,
  { admittedUpTo, lastQueueNumber }: Waitlist,
  queueNumber: number,
): Promise<Action[]> => {
  if (queueNumber > admittedUpTo) return [releaseWaiting(event, queueNumber)];
  if (lastQueueNumber <= admittedUpTo) return [releaseLast(event)];
  return admitNext(event, admittedUpTo, await walked(reader, event, { at: admittedUpTo, left: 1 }));
};

/** What a changed capacity does to the places that were given. */
export type CapacityChange = { kind: 'actions'; actions: Action[] } | { kind: 'refused'; lastQueueNumber: number };

/**
 * The actions by which an event's capacity changes: more lets in who waits, in order; less is refused where queue numbers were given
 * already that would lose their place. Goes into the transaction that saves the event.
 */
export const capacityChange = async (reader: Reader, event: string, capacity: number): Promise<CapacityChange> => {
  const waitlist = await loadWaitlist(reader, event);
  if (!waitlist) {
    const key = keys.waitlist(event);
    const condition = { expression: 'attribute_not_exists(pk)' };
    return { kind: 'actions', actions: [{ kind: 'check', key, condition, guard: VERSION_GUARD }] };
  }
  const more = capacity - waitlist.capacity;
  if (more === 0) return { kind: 'actions', actions: [] };
  const admittedUpTo =
    more > 0 ? await walked(reader, event, { at: waitlist.admittedUpTo, left: more }) : waitlist.admittedUpTo + more;
  if (more < 0 && waitlist.lastQueueNumber > admittedUpTo)
    return { kind: 'refused', lastQueueNumber: waitlist.lastQueueNumber };
  return { kind: 'actions', actions: [move(event, waitlist, { admittedUpTo, capacity })] };
};

/** The action that makes a queue number void for which no registration came; whoever is late finds it taken. */
export const voidAction = (event: string, queueNumber: number): Action => {
  const { pk, sk } = keys.registrationAt(event, queueNumber);
  return {
    kind: 'put',
    item: { pk: { S: pk }, sk: { S: sk }, ...RELEASED },
    condition: { expression: 'attribute_not_exists(pk)' },
    guard: QUEUE_NUMBER_GUARD,
  };
};

/** The queue numbers behind `from` and up to `to` that have no row, strongly consistent. */
export const missingQueueNumbers = async (
  reader: Reader,
  event: string,
  from: number,
  to: number,
): Promise<number[]> => {
  const missing: number[] = [];
  let next = from + 1;
  const end = keys.registrationAt(event, to).sk;
  for (let more = next <= to; more; ) {
    const { pk, sk } = keys.registrationAt(event, next);
    const page = await reader.query({ pk, from: sk, to: end, consistent: true });
    for (const item of page.items) {
      const { queueNumber } = rowOf(item);
      for (; next < queueNumber; next += 1) missing.push(next);
      next = queueNumber + 1;
    }
    more = page.more && next <= to;
  }
  for (; next <= to; next += 1) missing.push(next);
  return missing;
};
