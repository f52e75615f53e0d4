import { keys } from '../../data/keys.ts';
import { stringOf } from '../../data/reader.ts';
import { AuditEntry } from '../../domain/audit/audit-entry.ts';
import type { ReadContext } from '../context.ts';

/** What was done to a document, the latest first; `after` is the sort key to go on behind. */
export const readAudit = async (
  context: ReadContext,
  subject: string,
  page: { limit: number; after?: string | undefined },
): Promise<{ items: AuditEntry[]; next?: string }> => {
  const { pk } = keys.audit(subject, '', '');
  const { limit, after } = page;
  const { items } = await context.reader.query({
    pk,
    descending: true,
    limit: limit + 1,
    consistent: true,
    ...(after === undefined ? {} : { after }),
  });
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((item) => AuditEntry.parse(JSON.parse(stringOf(item, 'entry')))),
    ...(items.length > limit && last ? { next: stringOf(last, 'sk') } : {}),
  };
};
