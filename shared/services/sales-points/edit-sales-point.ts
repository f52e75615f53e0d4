import { loadCommuneCentres } from '#shared/data/places/commune-centres.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { type EditSalesPoint, placeFaults, provinceFaults } from '#shared/domain/sales-points/sales-point-input.ts';
import { doubtFaults, doubtfulDistance } from '#shared/domain/sales-points/sales-point-location.ts';
import type { Fault } from '#shared/platform/problem.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadSalesPointToChange } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { communeOf } from '#shared/services/places/locate-commune.ts';
import { saveAndPropagate } from '#shared/services/sales-points/internal/propagate-sales-point.ts';

const operatorWith = (
  { name, taxCode }: SalesPoint['operator'],
  edit: EditSalesPoint['operator'],
): SalesPoint['operator'] => {
  const kept = edit?.taxCode === undefined ? taxCode : edit.taxCode;
  return { name: edit?.name ?? name, ...(kept === undefined || kept === null ? {} : { taxCode: kept }) };
};

/** Changes the profile of a sales point. */
export const editSalesPoint = async (context: Context, id: string, input: EditSalesPoint) => {
  const stored = await loadSalesPointToChange(context, id);
  requireExpected(context, stored);
  const { phone: oldPhone, confirmedDistance: oldDistance, ...before } = stored.value;
  const {
    commune: code,
    operator,
    locationConfirmed,
    phone = oldPhone,
    openingHours = before.openingHours,
    ...rest
  } = input;
  const place = { lat: input.lat ?? before.lat, lng: input.lng ?? before.lng };
  const outside = placeFaults(place, input);
  const isMoved =
    place.lat !== before.lat || place.lng !== before.lng || (code !== undefined && code !== before.commune.code);
  const metres =
    isMoved || locationConfirmed === true
      ? doubtfulDistance(place, (await loadCommuneCentres())(code ?? before.commune.code))
      : undefined;
  const faultsIn = (commune: string): Fault[] =>
    outside.length > 0 ? outside : doubtFaults(metres, commune, locationConfirmed);
  if (code === undefined) requireRules(faultsIn(before.commune.name));
  const placed =
    code === undefined
      ? {}
      : await communeOf(code, (found) => [
          ...faultsIn(found?.commune.name ?? ''),
          ...provinceFaults(stored.value, found?.province),
        ]);
  const at = context.now.toISOString();
  const confirmedDistance =
    metres === undefined ? (isMoved ? undefined : oldDistance) : { metres, by: context.caller.subject, at };
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const after: SalesPoint = {
    ...before,
    ...given,
    ...placed,
    ...(confirmedDistance && { confirmedDistance }),
    operator: operatorWith(before.operator, operator),
    openingHours,
    ...(phone === undefined || phone === null ? {} : { phone }),
    updatedAt: at,
  };
  return saveAndPropagate(context, stored, after, { action: 'sales-point.edit', changed: Object.keys(input) });
};
