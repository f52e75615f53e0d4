import { readOffices } from '#shared/data/access/membership-store.ts';
import { OFFICER_GROUP } from '#shared/domain/access/caller.ts';
import { covers, type Territory } from '#shared/domain/access/territory.ts';
import { MINISTRY_OFFICE } from '#shared/domain/offices/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { forbidden } from './forbidden-or-not-found.ts';

const NOWHERE: Territory = { country: false, provinces: [] };

/**
 * The caller's territory as an officer: none unless the token has the officer group and the person is a member of an
 * office.
 */
export const territoryOf = async (context: Context): Promise<Territory> => {
  if (!context.caller.groups.includes(OFFICER_GROUP)) return NOWHERE;
  const offices = await readOffices(context.reader, context.caller.subject);
  if (offices.includes(MINISTRY_OFFICE)) return { country: true };
  return { country: false, provinces: offices.map((office) => office.slice('off_'.length)) };
};

/** Whether the caller is an officer of a current province, by its code. */
export const isInTerritory = async (context: Context, province: string): Promise<boolean> =>
  covers(await territoryOf(context), province);

const isOfficer = (territory: Territory): boolean => territory.country || territory.provinces.length > 0;

/** The caller's territory; 403 for callers who are no officers. */
export const requireOfficer = async (context: Context): Promise<Territory> => {
  const territory = await territoryOf(context);
  if (!isOfficer(territory)) throw forbidden();
  return territory;
};
