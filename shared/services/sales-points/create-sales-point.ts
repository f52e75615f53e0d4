import { loadCommuneCentres } from '#shared/data/places/commune-centres.ts';
import { covers } from '#shared/domain/access/territory.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { type CreateSalesPoint, placeFaults } from '#shared/domain/sales-points/sales-point-input.ts';
import { doubtFaults, doubtfulDistance } from '#shared/domain/sales-points/sales-point-location.ts';
import { newId } from '#shared/platform/ids.ts';
import { forbidden } from '#shared/services/access/forbidden-or-not-found.ts';
import { requireOfficer } from '#shared/services/access/officer-territory.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { communeOf } from '#shared/services/places/locate-commune.ts';
import { saveSalesPoint } from '#shared/services/sales-points/internal/save-sales-point.ts';

/** Creates a sales point in the officer's territory, optionally with its first member. It is public after its approval. */
export const createSalesPoint = async (context: Context, input: CreateSalesPoint) => {
  const territory = await requireOfficer(context);
  const { commune: code, operator, openingHours, phone, member, locationConfirmed, ...rest } = input;
  const metres = doubtfulDistance(input, (await loadCommuneCentres())(code));
  const { commune, province } = await communeOf(code, (placed) => {
    const outside = placeFaults(input);
    return outside.length > 0 ? outside : doubtFaults(metres, placed?.commune.name ?? '', locationConfirmed);
  });
  if (!covers(territory, province.code)) throw forbidden();
  const id = newId('salesPoint', context.now);
  const at = context.now.toISOString();
  const point: SalesPoint = {
    id,
    slug: id,
    status: 'proposed',
    ...rest,
    operator: operator ?? { name: input.name },
    province,
    commune,
    ...(metres === undefined ? {} : { confirmedDistance: { metres, by: context.caller.subject, at } }),
    openingHours: openingHours ?? null,
    ...(phone === undefined ? {} : { phone }),
    members: member === undefined ? [] : [{ subject: member, addedAt: at }],
    note: null,
    unfinished: false,
    createdAt: at,
    updatedAt: at,
    approvedAt: null,
  };
  return saveSalesPoint(context, undefined, point, { action: 'sales-point.create', member });
};
