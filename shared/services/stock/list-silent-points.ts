import { lookAtPoints } from '#shared/data/sales-points/sales-point-lists.ts';
import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { lastReportAt } from '#shared/data/stock/ledger-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { pointCardJson } from '#shared/domain/sales-points/sales-point-card.ts';
import type { ListedSalesPoint } from '#shared/domain/sales-points/sales-point-views.ts';
import { requireOfficer } from '#shared/services/access/officer-territory.ts';
import { partitionOf } from '#shared/services/access/territory-partition.ts';
import type { Context } from '#shared/services/kernel/context.ts';

const DAY_MS = 86_400_000;
/** So many points are looked at for a page: each costs a read of its ledger's end. */
const LOOKED_AT = 100;

/** The sales point as lists show it, when it last reported anything, and for how many whole days it has not. */
type SilentPoint = ListedSalesPoint & { lastReportAt: string | null; silentDays: number };

/** Since when a point has been silent: its last report, or its approval where it has never reported. */
const silenceOf = async (context: Context, id: string): Promise<{ last: string | null; since: string }> => {
  const last = await lastReportAt(context.reader, id);
  if (last !== undefined) return { last, since: last };
  const point = await loadDocument(context.reader, salesPointKind, id, { consistent: false });
  return { last: null, since: point?.value.approvedAt ?? context.now.toISOString() };
};

/**
 * Active points of the officer's territory that have reported nothing for `days`, by name. A page looks at a hundred points
 * at the most, and is short where few of them are silent.
 */
export const listSilentPoints = async (
  context: Context,
  asked: { days: number; province?: string | undefined; limit: number; after?: string | undefined },
): Promise<{ items: SilentPoint[]; next?: string }> => {
  const territory = partitionOf(await requireOfficer(context), asked.province);
  const { points, more } = await lookAtPoints(context.reader, territory, { limit: LOOKED_AT, after: asked.after });
  const looked = await Promise.all(
    points.map(async ({ position, card }) => {
      const { last, since } = await silenceOf(context, card.id);
      const silentDays = Math.floor((context.now.getTime() - Date.parse(since)) / DAY_MS);
      const point = JSON.parse(pointCardJson(card, context.now)) as ListedSalesPoint;
      return { position, point: { ...point, lastReportAt: last, silentDays } };
    }),
  );
  const silent = looked.filter(({ point }) => point.silentDays >= asked.days);
  const items = silent.slice(0, asked.limit);
  const next = silent.length > asked.limit ? items.at(-1)?.position : more ? looked.at(-1)?.position : undefined;
  return { items: items.map(({ point }) => point), ...(next === undefined ? {} : { next }) };
};
