import { isLive, REGISTRATIONS_MAX, Registration } from '../domain/events/registration.ts';
import { eventRowText, ownRowText } from '../domain/events/registration-views.ts';
import { type DocumentKind, type Row, type Stored, saveActions, VERSION_GUARD } from './document.ts';
import { RELEASED, TICKET_GUARD } from './event-roll.ts';
import { keys } from './keys.ts';
import { numberOf, type Reader } from './reader.ts';
import type { Action } from './writer.ts';

type Claimant = Pick<Registration, 'event' | 'product' | 'subject'>;

/** The name under which the one live registration of a product or a person at an event is taken. */
const claimed = ({ event, product, subject }: Claimant): string => `${event}#${product?.id ?? `subject#${subject}`}`;

/** The row that only one live registration of a product or a person at an event can have. */
export const claimKey = (of: Claimant) => keys.claim('registration', claimed(of));

/** What counts the registrations of a product or a person at an event; unlike the claim it stays after a withdrawal. */
const countKey = (of: Claimant) => keys.claim('registration-count', claimed(of));

/** How often a product or a person has registered for an event, strongly consistent. */
export const timesRegistered = async (reader: Reader, of: Claimant): Promise<number> => {
  const item = await reader.get(countKey(of), { consistent: true });
  return item ? numberOf(item, 'times') : 0;
};

/** The action that counts a registration, up to as many as there can be. */
export const countRegistration = (of: Claimant): Action => ({
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

const ownerOf = ({ producer, subject }: Registration) => (producer ? { producer: producer.id } : { subject });

const ticketRow = (registration: Registration): Row => ({
  ...keys.ticket(registration.event, registration.ticket),
  card: eventRowText(registration),
});

/** How registrations are kept. */
export const registrationKind: DocumentKind<Registration> = {
  kind: 'registration',
  schema: Registration,
  rows: (registration) => [
    ticketRow(registration),
    { ...keys.registrationOf(ownerOf(registration), registration.id), card: ownRowText(registration) },
    ...(isLive(registration)
      ? [{ ...claimKey(registration), card: registration.id }]
      : [{ ...keys.endedRegistration(registration.event, registration.id), card: registration.ending?.at ?? '' }]),
    ...(registration.booth === null
      ? []
      : [{ ...keys.booth(registration.event, registration.booth), card: registration.id }]),
  ],
};

/**
 * The actions that save a registration. What only one can have must be free when it is taken: the ticket, the claim, the
 * booth. The row of a ticket that was given back says so.
 */
export const registrationActions = (before: Stored<Registration> | undefined, after: Registration): Action[] => {
  const { pk: ticketPk } = keys.ticket(after.event, after.ticket);
  const { pk: claimPk } = claimKey(after);
  const { pk: boothPk } = keys.booth(after.event, '');
  return saveActions({ kind: registrationKind, before, after }).map((action) => {
    if (action.kind !== 'put') return action;
    const { pk } = action.item;
    const partition = pk && 'S' in pk ? pk.S : '';
    const item = partition === ticketPk && !isLive(after) ? { ...action.item, ...RELEASED } : action.item;
    const isTaken = partition === claimPk || partition === boothPk || (partition === ticketPk && !before);
    if (!isTaken) return { ...action, item };
    return {
      ...action,
      item,
      condition: { expression: 'attribute_not_exists(pk)' },
      guard: partition === ticketPk ? TICKET_GUARD : VERSION_GUARD,
    };
  });
};
