import type { Office } from '#shared/domain/offices/office.ts';
import { loadOfficeAsOfficer } from '#shared/services/access/office.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';

/** An office of the officer's territory with its members. */
export const getOffice = async (context: Context, id: string): Promise<Working<Office>> => {
  const { value, version } = await loadOfficeAsOfficer(context, id);
  return { body: value, version };
};
