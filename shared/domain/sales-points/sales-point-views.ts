import { isOpenAt } from './opening-hours.ts';
import type { SalesPoint } from './sales-point.ts';
import { decodePointCard, encodePointCard, pointCardJson } from './sales-point-card.ts';

/**
 * The public view of a sales point as JSON text: its list fields and its status. Tax code, members and notes are for
 * its members and the officers only.
 */
export const publicSalesPointJson = (point: SalesPoint, now: Date): string =>
  pointCardJson(decodePointCard(encodePointCard(point)), now, { status: point.status });

/** The view for members and officers. */
export const workingSalesPoint = (point: SalesPoint, now: Date) => ({
  id: point.id,
  slug: point.slug,
  name: point.name,
  siteType: point.siteType,
  operator: { name: point.operator.name, taxCode: point.operator.taxCode ?? null },
  province: point.province,
  commune: point.commune,
  addressLine: point.addressLine,
  lat: point.lat,
  lng: point.lng,
  confirmedDistance: point.confirmedDistance ?? null,
  openingHours: point.openingHours,
  openNow: point.status === 'active' ? isOpenAt(point.openingHours, now) : false,
  ...(point.phone === undefined ? {} : { phone: point.phone }),
  status: point.status,
  members: point.members,
  note: point.note,
  createdAt: point.createdAt,
  updatedAt: point.updatedAt,
  approvedAt: point.approvedAt,
});
export type WorkingSalesPoint = ReturnType<typeof workingSalesPoint>;

/** A sales point in lists. */
export type ListedSalesPoint = Omit<
  WorkingSalesPoint,
  'operator' | 'members' | 'note' | 'createdAt' | 'updatedAt' | 'approvedAt'
> & { operator: { name: string } };
