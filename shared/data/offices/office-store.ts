import type { DocumentKind } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { Office } from '#shared/domain/offices/office.ts';

/** How offices are kept. */
export const officeKind: DocumentKind<Office> = {
  kind: 'office',
  schema: Office,
  rows: (office) =>
    office.members.map(({ subject }) => ({
      ...keys.membership(subject, office.id),
      card: JSON.stringify({ id: office.id, kind: 'office', name: office.name, territory: office.territory }),
    })),
};
