import { membershipRows } from '#shared/data/access/membership-store.ts';
import { reviewRows } from '#shared/data/reviews/review-store.ts';
import type { DocumentKind, Row } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { Producer } from '#shared/domain/producers/producer.ts';
import { publicProducerRows } from './producer-lists.ts';

const waitingRows = (producer: Producer): Row[] =>
  producer.status === 'registered'
    ? reviewRows(producer.province.code, {
        id: producer.id,
        kind: 'producer',
        name: producer.name,
        producer: { id: producer.id, name: producer.name },
        change: 'first',
        since: producer.createdAt,
      })
    : [];

/** How producers are stored. */
export const producerKind: DocumentKind<Producer> = {
  kind: 'producer',
  schema: Producer,
  rows: (producer) => [
    ...waitingRows(producer),
    ...publicProducerRows(producer),
    ...membershipRows(producer.members, {
      id: producer.id,
      kind: 'producer',
      name: producer.name,
      status: producer.status,
    }),
    ...(producer.unfinished ? [{ ...keys.pendingDocument(producer.id), card: producer.id }] : []),
  ],
};

/**
 * The action that stores or erases a household's personal number (Law 91/2025/QH15). It is stored separately, so that
 * no response, list row, audit event or idempotency record can contain it.
 */
export const personalNumberAction = (producer: string, personalNumber: string | null): Action => {
  const { pk, sk } = keys.personalNumber(producer);
  return personalNumber === null
    ? { kind: 'delete', key: { pk, sk } }
    : { kind: 'put', item: { pk: { S: pk }, sk: { S: sk }, number: { S: personalNumber } } };
};
