import { removeMember } from '#shared/domain/access/members.ts';
import { loadOfficeAsOfficer } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveOffice } from '#shared/services/offices/internal/save-office.ts';

/** Ends a person's membership of an office in the caller's territory; the last officer cannot be removed. */
export const dismissOfficer = async (context: Context, id: string, subject: string): Promise<void> => {
  const office = await loadOfficeAsOfficer(context, id);
  await saveOffice(context, office, removeMember(office.value.members, subject), {
    action: 'office.dismiss',
    member: subject,
  });
};
