import { keys } from '#shared/data/table/keys.ts';
import { type Reader, stringOf } from '#shared/data/table/reader.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { Visit } from '#shared/domain/registrations/attendance.ts';

/** The name under which it is reported that a visit was counted already. */
export const VISIT_GUARD = 'visit';

/** The visit of a registration on a day, strongly consistent; undefined where none was counted. */
export const loadVisit = async (
  reader: Reader,
  event: string,
  registration: string,
  day: string,
): Promise<Visit | undefined> => {
  const item = await reader.get(keys.checkIn(event, registration, day), { consistent: true });
  return item && Visit.parse(JSON.parse(stringOf(item, 'visit')));
};

/** The action that counts a visit, once for each registration and day. */
export const visitAction = (event: string, visit: Visit): Action => {
  const { pk, sk } = keys.checkIn(event, visit.registration, visit.day);
  return {
    kind: 'put',
    item: { pk: { S: pk }, sk: { S: sk }, visit: { S: JSON.stringify(visit) } },
    condition: { expression: 'attribute_not_exists(pk)' },
    guard: VISIT_GUARD,
  };
};

/** The days on which a registration came, in their order. */
export const daysAttended = async (reader: Reader, event: string, registration: string): Promise<string[]> => {
  const { pk, sk } = keys.checkIn(event, registration, '');
  const { items } = await reader.query({ pk, from: sk, to: `${sk}\uffff`, consistent: true });
  return items.map((item) => stringOf(item, 'sk').slice(sk.length));
};
