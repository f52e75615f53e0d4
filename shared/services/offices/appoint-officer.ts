import { addMember } from '#shared/domain/access/members.ts';
import type { Office } from '#shared/domain/offices/office.ts';
import { loadOfficeAsOfficer } from '#shared/services/access/office.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';
import { saveOffice } from '#shared/services/offices/internal/save-office.ts';

/** Appoints a person as an officer of an office in the caller's territory. */
export const appointOfficer = async (context: Context, id: string, subject: string): Promise<Working<Office>> => {
  const office = await loadOfficeAsOfficer(context, id);
  const members = addMember(office.value.members, subject, context.now.toISOString());
  if (members === office.value.members) return { body: office.value, version: office.version };
  return saveOffice(context, office, members, { action: 'office.appoint', member: subject });
};
