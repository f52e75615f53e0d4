import { officeKind } from '#shared/data/offices/office-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { Office } from '#shared/domain/offices/office.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/**
 * Creates an office with its first officers, or adds them to an existing one. Not reachable by HTTP: an operator runs
 * it before the first officer exists.
 */
export const openOffice = async (
  context: Context,
  office: Pick<Office, 'id' | 'name' | 'territory'>,
  subjects: string[],
) => {
  const addedAt = context.now.toISOString();
  const before = await loadDocument(context.reader, officeKind, office.id, { consistent: true });
  const members = before?.value.members ?? [];
  const added = subjects.filter((subject) => !members.some((member) => member.subject === subject));
  if (before && added.length === 0) return;
  const after: Office = {
    ...office,
    status: 'active',
    members: [...members, ...added.map((subject) => ({ subject, addedAt }))],
  };
  await commit(
    context,
    { saves: [{ kind: officeKind, before, after }], auditEvents: [{ subject: office.id, action: 'office.open' }] },
    null,
  );
};
