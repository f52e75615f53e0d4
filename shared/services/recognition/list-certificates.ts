import { keys } from '#shared/data/table/keys.ts';
import { readPage } from '#shared/data/table/page.ts';
import { stringOf } from '#shared/data/table/reader.ts';
import { addDays } from '#shared/platform/vietnam-day.ts';
import { requireOfficer } from '#shared/services/access/office.ts';
import { partitionOf } from '#shared/services/access/territory-partition.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/**
 * Certificates of the officer's territory by the day on which they end, the nearest first. With `expiringWithinDays` only
 * those that are in force today and end within so many days. `after` is the sort key to go on behind.
 */
export const listCertificates = async (
  context: Context,
  asked: {
    expiringWithinDays?: number | undefined;
    province?: string | undefined;
    limit: number;
    after?: string | undefined;
  },
) => {
  const scope = partitionOf(await requireOfficer(context), asked.province);
  const pk = keys.certificate.partition(scope);
  const window =
    asked.expiringWithinDays === undefined
      ? {}
      : { from: context.today, to: `${addDays(context.today, asked.expiringWithinDays)}\uffff` };
  const { items, ...rest } = await readPage(context.reader, { pk, ...window }, asked);
  return { items: items.map((item) => JSON.parse(stringOf(item, 'card')) as object), ...rest };
};
