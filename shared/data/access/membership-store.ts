import type { Row } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { allRows, cardBy, sortKeyOf } from '#shared/data/table/rows.ts';
import { Membership } from '#shared/domain/access/membership.ts';
import { ID_PREFIXES } from '#shared/platform/ids.ts';

/** The rows by which members find their organisation. */
export const membershipRows = (members: readonly { subject: string }[], membership: Membership): Row[] =>
  members.map(({ subject }) => ({
    ...keys.membership(subject, membership.id),
    card: JSON.stringify(membership),
  }));

/** The memberships of a person, strongly consistent. */
export const readMemberships = (reader: Reader, subject: string): Promise<Membership[]> =>
  allRows(reader, { pk: keys.membership.partition(subject) }, cardBy(Membership));

const OFFICE = `${ID_PREFIXES.office}_`;

/** The ids of a person's offices, strongly consistent. */
export const readOffices = (reader: Reader, subject: string): Promise<string[]> =>
  allRows(reader, { pk: keys.membership.partition(subject), from: OFFICE, to: `${OFFICE}\uffff` }, sortKeyOf);
