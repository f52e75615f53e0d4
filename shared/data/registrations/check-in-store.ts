import { keys } from '#shared/data/table/keys.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { allRows, jsonIn, sortKeyOf } from '#shared/data/table/rows.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { CheckIn } from '#shared/domain/registrations/attendance.ts';

/** The name under which it is reported that a visit was counted already. */
export const CHECK_IN_GUARD = 'visit';

/** The visit of a registration on a day, strongly consistent; undefined where none was counted. */
export const loadCheckIn = async (
  reader: Reader,
  event: string,
  registration: string,
  day: string,
): Promise<CheckIn | undefined> => {
  const item = await reader.get(keys.checkIn(event, registration, day), { consistent: true });
  return item && jsonIn('visit', CheckIn)(item);
};

/** The action that counts a visit, once for each registration and day; with `before` the one that adds a move to it. */
export const checkInAction = (event: string, checkIn: CheckIn, before?: CheckIn): Action => {
  const { pk, sk } = keys.checkIn(event, checkIn.registration, checkIn.day);
  return {
    kind: 'put',
    item: { pk: { S: pk }, sk: { S: sk }, visit: { S: JSON.stringify(checkIn) } },
    condition:
      before === undefined
        ? { expression: 'attribute_not_exists(pk)' }
        : { expression: 'visit = :before', values: { ':before': { S: JSON.stringify(before) } } },
    guard: CHECK_IN_GUARD,
  };
};

/** The days on which a registration checked in, in order. */
export const daysAttended = (reader: Reader, event: string, registration: string): Promise<string[]> => {
  const { pk, sk } = keys.checkIn(event, registration, '');
  return allRows(reader, { pk, from: sk, to: `${sk}\uffff` }, (item) => sortKeyOf(item).slice(sk.length));
};

/** The registrations with a check-in at an event on any day. */
export const registrationsCheckedIn = async (reader: Reader, event: string): Promise<Set<string>> =>
  new Set(await allRows(reader, { pk: keys.checkIn.partition(event) }, (item) => sortKeyOf(item).split('#')[0] ?? ''));
