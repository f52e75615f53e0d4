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
/** Maximum number of sales points that a page examines; each costs a read of the end of its ledger. */
const LOOKED_AT = 100;

/** A sales point of the list, the instant of its last report, and the number of whole days since. */
type SilentPoint = ListedSalesPoint & { lastReportAt: string | null; silentDays: number };

/** The begin of a sales point's silence: its last report, or its approval without any report. */
const silenceOf = async (context: Context, id: string): Promise<{ last: string | null; since: string }> => {
  const last = await lastReportAt(context.reader, id);
  if (last !== undefined) return { last, since: last };
  const point = await loadDocument(context.reader, salesPointKind, id, { consistent: false });
  return { last: null, since: point?.value.approvedAt ?? context.now.toISOString() };
};

/**
 * Active sales points of the officer's territory without a report for `days`, by name. A page examines at most a
 * hundred sales points, and is short if few of them are silent.
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
