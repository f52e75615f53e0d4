import { nameSortKey } from '#shared/data/products/product-store.ts';
import type { DocumentKind, Row } from '#shared/data/table/document.ts';
import { COUNTRY, keys } from '#shared/data/table/keys.ts';
import { curveKey } from '#shared/domain/places/geo.ts';
import type { ReviewSummary } from '#shared/domain/reviews/review-summary.ts';
import { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { encodePointCard } from '#shared/domain/sales-points/sales-point-card.ts';

/** The longest row of a list of points, in bytes: three long texts of letters of three bytes, and the opening hours. */
export const POINT_ROW_MAX_BYTES = 10_800;

const territories = ({ province }: SalesPoint): string[] => [COUNTRY, province.code];

const reviewRows = (point: SalesPoint): Row[] => {
  if (point.status !== 'proposed') return [];
  const summary: ReviewSummary = {
    id: point.id,
    kind: 'sales-point',
    name: point.name,
    producer: null,
    change: 'first',
    since: point.createdAt,
  };
  return territories(point).map((territory) => ({
    ...keys.review(territory, point.createdAt, point.id),
    card: JSON.stringify(summary),
  }));
};

const listRows = (point: SalesPoint): Row[] => {
  if (point.status === 'proposed') return [];
  const card = encodePointCard(point);
  const name = nameSortKey(point.name, point.id);
  if (point.status === 'paused')
    return territories(point).map((territory) => ({ ...keys.pausedPoint(territory, name), card }));
  const curve = curveKey(point);
  return territories(point).flatMap((territory) => [
    { ...keys.pointByPlace(territory, curve, point.id), card },
    { ...keys.pointByName(territory, name), card },
  ]);
};

const membershipRows = (point: SalesPoint): Row[] =>
  point.members.map(({ subject }) => ({
    ...keys.membership(subject, point.id),
    card: JSON.stringify({ id: point.id, kind: 'sales-point', name: point.name, status: point.status }),
  }));

/** How sales points are kept. */
export const salesPointKind: DocumentKind<SalesPoint> = {
  kind: 'salesPoint',
  schema: SalesPoint,
  rows: (point) => [
    ...reviewRows(point),
    ...listRows(point),
    ...membershipRows(point),
    ...(point.unfinished ? [{ ...keys.pendingDocument(point.id), card: point.id }] : []),
  ],
};
