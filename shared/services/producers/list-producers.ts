import { readProducersByName } from '#shared/data/producers/producer-lists.ts';
import { isNamePosition } from '#shared/data/table/name-order.ts';
import type { Page } from '#shared/data/table/rows.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import type { KnownProvince } from '#shared/domain/places/communes.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import type { PublicProducerRow } from '#shared/domain/producers/producer-views.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { type ProvinceScope, provinceScopeOf } from '#shared/services/places/province-scope.ts';

type Filter = {
  province?: KnownProvince | undefined;
  formerProvince?: { code: string } | undefined;
  kind?: Producer['kind'] | undefined;
};

/** Where the producers of a filter are listed; undefined if its two provinces share nothing. */
const scopeOf = async ({ province, formerProvince: former }: Filter): Promise<ProvinceScope | undefined> => {
  if (former === undefined) return province === undefined ? { territory: COUNTRY } : provinceScopeOf(province);
  const scope = await provinceScopeOf({ kind: 'former', code: former.code });
  return province?.kind === 'current' && province.code !== scope.territory ? undefined : scope;
};

/** One page of verified producers by Vietnamese name; `after` is the sort key to continue after. */
export const listProducers = async (
  context: ReadContext,
  filter: Filter,
  walk: { limit: number; after?: string | undefined },
): Promise<Page<PublicProducerRow>> => {
  if (walk.after !== undefined && !isNamePosition('producer', walk.after)) throw cursorInvalid();
  const scope = await scopeOf(filter);
  if (!scope) return { items: [] };
  const { territory, holds } = scope;
  const keep = holds && (({ commune }: PublicProducerRow) => holds(commune.code));
  return readProducersByName(context.reader, { territory, kind: filter.kind, keep }, walk);
};
