import * as z from 'zod';
import { Member } from '#shared/domain/producers/producer.ts';
import { OpeningHours } from '#shared/domain/sales-points/opening-hours.ts';
import { SALES_POINT_STATES, SITE_TYPES } from '#shared/domain/sales-points/sales-point.ts';
import { Instant, Named, Note } from './parts.ts';

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
    confirmedDistance: z
      .strictObject({ metres: z.int(), by: z.string(), at: Instant })
      .nullable()
      .describe('How far the place is from the centre of its commune, where that was in doubt and was confirmed.'),
    members: z.array(Member),
    note: Note.nullable(),
    createdAt: Instant,
    updatedAt: Instant,
    approvedAt: Instant.nullable(),
  })
  .meta({ id: 'WorkingSalesPoint' });
