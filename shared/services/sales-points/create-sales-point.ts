import { covers } from '../../domain/access/territory.ts';
import type { SalesPoint } from '../../domain/sales-points/sales-point.ts';
import { type CreateSalesPoint, placeFaults } from '../../domain/sales-points/sales-point-input.ts';
import { newId } from '../../platform/ids.ts';
import { requireOfficer } from '../access/office.ts';
import { forbidden } from '../access/refusal.ts';
import type { Context } from '../context.ts';
import { communeOf } from '../places.ts';
import { saveSalesPoint } from './save-sales-point.ts';

/** Takes up a sales point in the officer's territory, perhaps with its first member. It is shown once it is approved. */
export const createSalesPoint = async (context: Context, input: CreateSalesPoint) => {
  const territory = await requireOfficer(context);
  const { commune: code, operator, openingHours, phone, member, ...rest } = input;
  const { commune, province } = await communeOf(code, placeFaults(input));
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
