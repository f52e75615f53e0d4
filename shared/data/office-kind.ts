import { Office } from '../domain/offices/office.ts';
import type { DocumentKind } from './document.ts';
import { keys } from './keys.ts';

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
