import { type DocumentKind, type Row, type Stored, saveActions, VERSION_GUARD } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Item, numberOf, type Reader, stringOf } from '#shared/data/table/reader.ts';
import {
  allRows,
  cardBy,
  type OwnerPosition,
  type Page,
  readPage,
  readPageOfOwners,
  rowsOf,
  sortKeyOf,
  type Walk,
} from '#shared/data/table/rows.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { barredBy, isLive, REGISTRATIONS_MAX, Registration } from '#shared/domain/registrations/registration.ts';
import {
  EventRegistrationRow,
  eventRowText,
  ownRowText,
  RegistrationRow,
} from '#shared/domain/registrations/registration-views.ts';
import { QUEUE_NUMBER_GUARD, RELEASED } from './waitlist-store.ts';

/** The owner of a registration: a producer or a person. */
export type RegistrationOwner = { producer: string } | { subject: string };

const ownerName = (owner: RegistrationOwner): string =>
  'producer' in owner ? owner.producer : `subject#${owner.subject}`;

const registrationsPartition = (owner: RegistrationOwner): string => keys.registrationOf.partition(ownerName(owner));

const decodeOwn = cardBy(RegistrationRow);
const decodeOfEvent = cardBy(EventRegistrationRow);

type Registrant = Pick<Registration, 'event' | 'product' | 'subject'>;

/** The name under which the one live registration of a product or a person at an event is taken. */
const uniqueName = ({ event, product, subject }: Registrant): string =>
  `${event}#${product?.id ?? `subject#${subject}`}`;

/** The row that only one live registration of a product or a person at an event can have. */
const uniqueKey = (of: Registrant) => keys.liveRegistration(uniqueName(of));

/** What counts the registrations of a product or a person at an event; unlike the claim it stays after a withdrawal. */
const countKey = (of: Registrant) => keys.timesRegistered(uniqueName(of));

/** How often a product or a person has registered for an event, strongly consistent. */
export const timesRegistered = async (reader: Reader, of: Registrant): Promise<number> => {
  const item = await reader.get(countKey(of), { consistent: true });
  return item ? numberOf(item, 'times') : 0;
};

/** The action that counts a registration, up to as many as there can be. */
export const countRegistration = (of: Registrant): Action => ({
  kind: 'update',
  key: countKey(of),
  update: 'ADD #times :one',
  condition: {
    expression: 'attribute_not_exists(#times) OR #times < :max',
    names: { '#times': 'times' },
    values: { ':one': { N: '1' }, ':max': { N: String(REGISTRATIONS_MAX) } },
  },
  guard: VERSION_GUARD,
});

/** The action that counts a registration of a product. */
export const countOfProduct = (product: string): Action => ({
  kind: 'update',
  key: keys.registrationCount(product),
  update: 'ADD #times :one',
  condition: {
    expression: 'attribute_not_exists(#times) OR #times >= :one',
    names: { '#times': 'times' },
    values: { ':one': { N: '1' } },
  },
  guard: VERSION_GUARD,
});

/** The registrations of a producer's products, oldest first, strongly consistent. */
export const registrationRowsOf = (reader: Reader, producer: string): AsyncGenerator<RegistrationRow> =>
  rowsOf(reader, { pk: registrationsPartition({ producer }) }, decodeOwn);

/**
 * The ids of a product's live registrations with their events, strongly consistent; and the action that makes a
 * transaction fail if another is added.
 */
export const registrationsOfProduct = async (
  reader: Reader,
  { id, producer }: { id: string; producer: { id: string } },
): Promise<{ live: { id: string; event: string }[]; noneAdded: Action }> => {
  const key = keys.registrationCount(id);
  const counted = await reader.get(key, { consistent: true });
  const condition = counted
    ? {
        expression: '#times = :times',
        names: { '#times': 'times' },
        values: { ':times': { N: String(numberOf(counted, 'times')) } },
      }
    : { expression: 'attribute_not_exists(pk)' };
  const noneAdded: Action = { kind: 'check', key, condition, guard: VERSION_GUARD };
  if (!counted) return { live: [], noneAdded };
  const live: { id: string; event: string }[] = [];
  for await (const row of registrationRowsOf(reader, producer.id))
    if (row.product?.id === id && isLive(row)) live.push({ id: row.id, event: row.event });
  return { live, noneAdded };
};

const ownerOf = ({ producer, subject }: Registration): RegistrationOwner =>
  producer ? { producer: producer.id } : { subject };

const queueRow = (registration: Registration): Row => ({
  ...keys.registrationAt(registration.event, registration.ticket),
  card: eventRowText(registration),
});

/** The value in the row of a registration whose product is hidden; its pass can become valid again. */
const BARRED = 'barred';

/** How registrations are stored. */
export const registrationKind: DocumentKind<Registration> = {
  kind: 'registration',
  schema: Registration,
  rows: (registration) => [
    queueRow(registration),
    { ...keys.registrationOf(ownerName(ownerOf(registration)), registration.id), card: ownRowText(registration) },
    ...(isLive(registration) ? [{ ...uniqueKey(registration), card: registration.id }] : []),
    ...(isLive(registration) && barredBy(registration) === null
      ? []
      : [{ ...keys.endedRegistration(registration.event, registration.id), card: registration.ending?.at ?? BARRED }]),
    ...(registration.booth === null
      ? []
      : [{ ...keys.booth(registration.event, registration.booth), card: registration.id }]),
  ],
};

/**
 * The actions that save a registration. What only one can have must be free when it is taken: the queue number, the claim, the
 * booth. The row of a queue number that was given back says so.
 */
export const registrationActions = (before: Stored<Registration> | undefined, after: Registration): Action[] => {
  const { pk: queuePk } = keys.registrationAt(after.event, after.ticket);
  const { pk: uniquePk } = uniqueKey(after);
  const { pk: boothPk } = keys.booth(after.event, '');
  return saveActions({ kind: registrationKind, before, after }).map((action) => {
    if (action.kind !== 'put') return action;
    const { pk } = action.item;
    const partition = pk && 'S' in pk ? pk.S : '';
    const item = partition === queuePk && !isLive(after) ? { ...action.item, ...RELEASED } : action.item;
    const isTaken = partition === uniquePk || partition === boothPk || (partition === queuePk && !before);
    if (!isTaken) return { ...action, item };
    return {
      ...action,
      item,
      condition: { expression: 'attribute_not_exists(pk)' },
      guard: partition === queuePk ? QUEUE_NUMBER_GUARD : VERSION_GUARD,
    };
  });
};

/** The id of the live registration of a product or a person at an event, strongly consistent; undefined without one. */
export const liveRegistration = async (reader: Reader, of: Registrant): Promise<string | undefined> => {
  const item = await reader.get(uniqueKey(of), { consistent: true });
  return item && stringOf(item, 'card');
};

/** A page of the registrations of several owners, owner by owner; the result names an owner as in `owners`. */
export const readOwnRegistrations = (
  reader: Reader,
  owners: readonly { name: string; of: RegistrationOwner }[],
  walk: { limit: number; after?: OwnerPosition | undefined },
): Promise<{ rows: { owner: string; row: RegistrationRow }[]; next?: OwnerPosition }> =>
  readPageOfOwners(
    reader,
    owners.map(({ name, of }) => ({ name, pk: registrationsPartition(of) })),
    walk,
    decodeOwn,
  );

/** A released queue number has a row without a card. */
const unlessVoid = (item: Item): EventRegistrationRow | undefined => (item.card ? decodeOfEvent(item) : undefined);

const isRow = (row: EventRegistrationRow | undefined): row is EventRegistrationRow => row !== undefined;

/** A page of the registrations of an event in the order of their queue numbers; released numbers make it shorter. */
export const readEventRegistrations = async (
  reader: Reader,
  event: string,
  walk: Walk,
): Promise<Page<EventRegistrationRow>> => {
  const { items, ...rest } = await readPage(reader, { pk: keys.registrationAt.partition(event) }, walk, unlessVoid);
  return { items: items.filter(isRow), ...rest };
};

/** All registrations of an event. */
export async function* registrationsAt(reader: Reader, event: string): AsyncGenerator<RegistrationRow> {
  for await (const row of rowsOf(reader, { pk: keys.registrationAt.partition(event) }, unlessVoid)) if (row) yield row;
}

/** The registrations of an event whose passes are not valid; `barred` are those whose product is hidden at the moment. */
export const endedRegistrations = (reader: Reader, event: string): Promise<{ id: string; barred: boolean }[]> =>
  allRows(reader, { pk: keys.endedRegistration.partition(event) }, (item) => ({
    id: sortKeyOf(item),
    barred: stringOf(item, 'card') === BARRED,
  }));

/** The id of the registration with a booth of an event, strongly consistent; undefined if the booth is free. */
export const boothHolder = async (reader: Reader, event: string, booth: string): Promise<string | undefined> => {
  const item = await reader.get(keys.booth(event, booth), { consistent: true });
  return item && stringOf(item, 'card');
};

/** The assigned booths of an event. */
export const assignedBooths = (reader: Reader, event: string): Promise<string[]> =>
  allRows(reader, { pk: keys.booth.partition(event) }, sortKeyOf);
