import type { DocumentKind, Row } from '#shared/data/table/document.ts';
import { COUNTRY, keys } from '#shared/data/table/keys.ts';
import { Producer } from '#shared/domain/producers/producer.ts';
import type { ReviewSummary } from '#shared/domain/reviews/review-summary.ts';

const reviewRows = (producer: Producer): Row[] => {
  if (producer.status !== 'registered') return [];
  const summary: ReviewSummary = {
    id: producer.id,
    kind: 'producer',
    name: producer.name,
    producer: { id: producer.id, name: producer.name },
    change: 'first',
    since: producer.createdAt,
  };
  return [COUNTRY, producer.province.code].map((territory) => ({
    ...keys.review(territory, producer.createdAt, producer.id),
    card: JSON.stringify(summary),
  }));
};

const membershipRows = (producer: Producer): Row[] =>
  producer.members.map(({ subject }) => ({
    ...keys.membership(subject, producer.id),
    card: JSON.stringify({ id: producer.id, kind: 'producer', name: producer.name, status: producer.status }),
  }));

/** How producers are kept. */
export const producerKind: DocumentKind<Producer> = {
  kind: 'producer',
  schema: Producer,
  rows: (producer) => [
    ...reviewRows(producer),
    ...membershipRows(producer),
    ...(producer.unfinished ? [{ ...keys.pendingDocument(producer.id), card: producer.id }] : []),
  ],
};
