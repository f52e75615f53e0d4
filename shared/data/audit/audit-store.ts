import { keys } from '#shared/data/table/keys.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { jsonIn, type Page, readPage, type Walk } from '#shared/data/table/rows.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { AuditEntry } from '#shared/domain/audit/audit-entry.ts';

/** The action that adds an audit event of a document. */
export const auditAction = (entry: AuditEntry): Action => {
  const { pk, sk } = keys.audit(entry.subject, entry.at, entry.id);
  return { kind: 'put', item: { pk: { S: pk }, sk: { S: sk }, entry: { S: JSON.stringify(entry) } } };
};

/** The audit events of a document, latest first. */
export const readAudit = (reader: Reader, subject: string, walk: Walk): Promise<Page<AuditEntry>> =>
  readPage(reader, { pk: keys.audit.partition(subject), descending: true }, walk, jsonIn('entry', AuditEntry));
