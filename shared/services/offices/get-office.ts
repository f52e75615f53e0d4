import type { Office } from '../../domain/offices/office.ts';
import { loadOfficeAsOfficer } from '../access/office.ts';
import type { Context, Working } from '../context.ts';

/** An office of the officer's territory with its members. */
export const getOffice = async (context: Context, id: string): Promise<Working<Office>> => {
  const { value, version } = await loadOfficeAsOfficer(context, id);
  return { body: value, version };
};
