import type { Stored } from '../../data/document.ts';
import { officeKind } from '../../data/office-kind.ts';
import type { Office } from '../../domain/offices/office.ts';
import { commit } from '../commit.ts';
import type { Context, Working } from '../context.ts';

/** Writes an office's new members with its audit entry. */
export const saveOffice = (
  context: Context,
  before: Stored<Office>,
  members: Office['members'],
  told: { action: string; member: string },
): Promise<Working<Office>> => {
  const after = { ...before.value, members };
  return commit(
    context,
    { saves: [{ kind: officeKind, before, after }], deeds: [{ subject: after.id, ...told }] },
    { body: after, version: before.version + 1 },
  );
};
