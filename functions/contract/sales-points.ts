import * as z from 'zod';
import { Member } from '#shared/domain/producers/producer.ts';
import { OpeningHours } from '#shared/domain/sales-points/opening-hours.ts';
import { SALES_POINT_STATES, SITE_TYPES } from '#shared/domain/sales-points/sales-point.ts';
import { Instant, Named, Note, pageOf } from './parts.ts';
import { type Described, says } from './says.ts';

const hours = OpeningHours.meta({
  id: 'OpeningHours',
  description:
    "Vietnam's time; `days` are ISO weekdays. What closes at or before its opening time closes on the next day. On a holiday the weekly hours do not count: closed without times, otherwise open at those.",
});

const point = {
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  siteType: z.enum(SITE_TYPES),
  operator: z.strictObject({ name: z.string() }),
  province: Named,
  commune: Named,
  addressLine: z.string(),
  lat: z.number(),
  lng: z.number(),
  openingHours: hours.nullable(),
  openNow: z.boolean().nullable().describe('Null where the opening hours are unknown; a point that pauses is closed.'),
  phone: z.string().optional().describe('E.164.'),
  status: z.enum(SALES_POINT_STATES),
};

/** A sales point as buyers see it. */
export const SalesPoint = z
  .strictObject({
    ...point,
    distanceMetres: z.int().optional().describe('How far it is from `near`, as the crow flies.'),
  })
  .meta({ id: 'SalesPoint' });

/** A sales point as its members and officers see it. */
export const WorkingSalesPoint = z
  .strictObject({
    ...point,
    operator: z.strictObject({ name: z.string(), taxCode: z.string().nullable() }),
    members: z.array(Member),
    note: Note.nullable(),
    createdAt: Instant,
    updatedAt: Instant,
    approvedAt: Instant.nullable(),
  })
  .meta({ id: 'WorkingSalesPoint' });

const TAG = 'Sales points';

/** The operations on sales points. */
export const salesPointContract: Record<string, Described> = {
  listSalesPoints: says(
    'Buyers',
    'Find sales points',
    '200',
    'A page of sales points',
    pageOf(SalesPoint),
    'Active sales points by Vietnamese name, or with `near` by distance. `status=paused` lists those that pause. With `product`, an id or a slug, those that have it to sell today. With `near` a page can be short, even empty, while `next` leads on: a request makes at most 20 reads. Places about equally far, within 1/32 of the distance or 30 metres, can then come in any order. Farther from Vietnam than the radius the list is empty.',
  ),
  getSalesPoint: says(
    'Buyers',
    'A sales point',
    '200',
    'The sales point, active or paused',
    SalesPoint,
    '`openNow` is as of the moment of reading.',
  ),
  getOwnSalesPoint: says(
    TAG,
    'The sales point as its members work on it',
    '200',
    'The working copy',
    WorkingSalesPoint,
  ),
  editSalesPoint: says(
    TAG,
    'Change the profile',
    '200',
    'Changed',
    WorkingSalesPoint,
    'Members and officers of its territory. Once approved it stays in its province.',
  ),
  addSalesPointMember: says(
    TAG,
    'Add a member',
    '200',
    'The sales point with its members',
    WorkingSalesPoint,
    'Members add members, officers of its territory too: they name the first one.',
  ),
  removeSalesPointMember: says(
    TAG,
    'Remove a member',
    '204',
    'Removed',
    undefined,
    'Members and officers of its territory remove members. The last member cannot leave.',
  ),
  createSalesPoint: says(
    'Officers',
    'Take up a sales point',
    '201',
    'Proposed',
    WorkingSalesPoint,
    'Nothing of it is public before it is approved. The coordinates must lie in Vietnam. Without an `operator` it is run under its own name.',
  ),
  approveSalesPoint: says(
    'Officers',
    'Put a sales point on the lists',
    '200',
    'Active',
    WorkingSalesPoint,
    'The ETag is that of `/v1/reviews/{id}`.',
  ),
  pauseSalesPoint: says(
    'Officers',
    'Take a sales point off the lists',
    '200',
    'Paused',
    WorkingSalesPoint,
    'Buyers find it no more; its members go on reporting. The ETag is that of `/v1/reviews/{id}`.',
  ),
};
