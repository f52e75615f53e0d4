import { membershipRows } from '#shared/data/access/membership-store.ts';
import { reviewRows } from '#shared/data/reviews/review-store.ts';
import type { DocumentKind, Row } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { nameSortKey } from '#shared/data/table/name-order.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import { curveKey } from '#shared/domain/places/geo.ts';
import { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { encodePointCard } from '#shared/domain/sales-points/sales-point-card.ts';

/** Maximum size of a list row of a sales point, in bytes: three long texts in letters of three bytes, and the opening hours. */
export const POINT_ROW_MAX_BYTES = 10_800;

const territories = ({ province }: SalesPoint): string[] => [COUNTRY, province.code];

const waitingRows = (point: SalesPoint): Row[] =>
  point.status === 'proposed'
    ? reviewRows(point.province.code, {
        id: point.id,
        kind: 'sales-point',
        name: point.name,
        producer: null,
        change: 'first',
        since: point.createdAt,
      })
    : [];

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

/** How sales points are stored. */
export const salesPointKind: DocumentKind<SalesPoint> = {
  kind: 'salesPoint',
  schema: SalesPoint,
  rows: (point) => [
    ...waitingRows(point),
    ...listRows(point),
    ...membershipRows(point.members, { id: point.id, kind: 'sales-point', name: point.name, status: point.status }),
    ...(point.unfinished ? [{ ...keys.pendingDocument(point.id), card: point.id }] : []),
  ],
};
