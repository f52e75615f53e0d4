import { removeMember } from '../../domain/access/members.ts';
import { loadOfficeAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { saveOffice } from './save-office.ts';

/** An officer ends a person's membership of an office in their own territory; the last officer stays. */
export const dismissOfficer = async (context: Context, id: string, subject: string): Promise<void> => {
  const office = await loadOfficeAsOfficer(context, id);
  await saveOffice(context, office, removeMember(office.value.members, subject), {
    action: 'office.dismiss',
    member: subject,
  });
};
