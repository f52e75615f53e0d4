import { keys } from '#shared/data/table/keys.ts';
import { readPage } from '#shared/data/table/page.ts';
import { stringOf } from '#shared/data/table/reader.ts';
import { AuditEntry } from '#shared/domain/audit/audit-entry.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';

/** What was done to a document, the latest first; `after` is the sort key to go on behind. */
export const readAudit = async (
  context: ReadContext,
  subject: string,
  page: { limit: number; after?: string | undefined },
): Promise<{ items: AuditEntry[]; next?: string }> => {
  const pk = keys.audit.partition(subject);
  const { items, ...rest } = await readPage(context.reader, { pk, descending: true }, page);
  return { items: items.map((item) => AuditEntry.parse(JSON.parse(stringOf(item, 'entry')))), ...rest };
};
