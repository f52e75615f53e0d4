import { membershipRows } from '#shared/data/access/membership-store.ts';
import type { DocumentKind } from '#shared/data/table/document.ts';
import { Office } from '#shared/domain/offices/office.ts';

/** How offices are stored. */
export const officeKind: DocumentKind<Office> = {
  kind: 'office',
  schema: Office,
  rows: (office) =>
    membershipRows(office.members, { id: office.id, kind: 'office', name: office.name, territory: office.territory }),
};
