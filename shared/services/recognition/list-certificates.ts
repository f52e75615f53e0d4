import { keys } from '../../data/keys.ts';
import { readPage } from '../../data/page.ts';
import { stringOf } from '../../data/reader.ts';
import { addDays } from '../../platform/vietnam-day.ts';
import { requireOfficer } from '../access/office.ts';
import { partitionOf } from '../access/officer-scope.ts';
import type { Context } from '../context.ts';

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
  const { pk } = keys.certificate(scope, '', '');
  const window =
    asked.expiringWithinDays === undefined
      ? {}
      : { from: context.today, to: `${addDays(context.today, asked.expiringWithinDays)}\uffff` };
  const { items, ...rest } = await readPage(context.reader, { pk, ...window }, asked);
  return { items: items.map((item) => JSON.parse(stringOf(item, 'card')) as object), ...rest };
};
