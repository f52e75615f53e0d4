import { readCertificates } from '#shared/data/recognition/certificate-store.ts';
import { addDays } from '#shared/platform/vietnam-day.ts';
import { requireOfficer } from '#shared/services/access/officer-territory.ts';
import { partitionOf } from '#shared/services/access/territory-partition.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/**
 * Certificates of the officer's territory by the day on which they expire, earliest first. `expiringWithinDays` selects
 * those that are valid today and expire within that many days. `after` is the sort key to continue after.
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
  const territory = partitionOf(await requireOfficer(context), asked.province);
  const days = asked.expiringWithinDays;
  const within = days === undefined ? undefined : { from: context.today, to: addDays(context.today, days) };
  return readCertificates(context.reader, territory, within, asked);
};
