import { officeKind } from '#shared/data/offices/office-store.ts';
import type { Stored } from '#shared/data/table/document.ts';
import type { Office } from '#shared/domain/offices/office.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';

/** Writes an office's new members with the audit event. */
export const saveOffice = (
  context: Context,
  before: Stored<Office>,
  members: Office['members'],
  details: { action: string; member: string },
): Promise<Working<Office>> => {
  const after = { ...before.value, members };
  return commit(
    context,
    { saves: [{ kind: officeKind, before, after }], auditEvents: [{ subject: after.id, ...details }] },
    { body: after, version: before.version + 1 },
  );
};
