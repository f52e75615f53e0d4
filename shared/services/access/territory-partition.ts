import * as messages from '#shared/domain/access/messages.ts';
import { COUNTRY, covers, type Territory } from '#shared/domain/access/territory.ts';
import { Problem } from '#shared/platform/problem.ts';
import { forbidden } from './forbidden-or-not-found.ts';

/**
 * The partition of an officer's list: the requested province if it is in the territory; otherwise the whole territory
 * of an officer of the country or of one province. An officer of several provinces must name one.
 */
export const partitionOf = (territory: Territory, province: string | undefined): string => {
  if (province !== undefined) {
    if (!covers(territory, province)) throw forbidden();
    return province;
  }
  if (territory.country) return COUNTRY;
  const [only, ...others] = territory.provinces;
  if (only !== undefined && others.length === 0) return only;
  throw new Problem('invalid_request', undefined, {
    faults: [
      {
        parameter: 'province',
        code: 'required',
        detail: messages.chooseProvince,
      },
    ],
  });
};
