import * as z from 'zod';
import { Member } from '#shared/domain/producers/producer.ts';
import { OpeningHours } from './opening-hours.ts';

/** Types of sites of OCOP sales points (950/QĐ-BCT); hotels belong to tourist sites. */
export const SITE_TYPES = [
  'station-airport',
  'rest-stop',
  'mall-market',
  'tourist-site',
  'craft-village',
  'commercial-centre',
  'fairground',
  'post-office',
] as const;

/** `proposed` waits for an officer; `paused` can be found by id and status filter, and is not in the list of active ones. */
export const SALES_POINT_STATES = ['proposed', 'active', 'paused'] as const;

const Named = z.object({ code: z.string(), name: z.string() });

/**
 * A sales point (điểm giới thiệu và bán sản phẩm OCOP). `lat` and `lng` are degrees, `phone` is E.164, `operator` is
 * the organisation that runs it. `pausedByMember` means that its members ended their sale and can resume it. `unfinished` means that a visible change is not propagated to all rows yet.
 */
export const SalesPoint = z.object({
  id: z.string(),
  slug: z.string(),
  status: z.enum(SALES_POINT_STATES),
  name: z.string(),
  siteType: z.enum(SITE_TYPES),
  operator: z.object({ name: z.string(), taxCode: z.string().optional() }),
  province: Named,
  commune: Named,
  addressLine: z.string(),
  lat: z.number(),
  lng: z.number(),
  /** The distance from the centre of the commune, if it was in doubt and a person confirmed it. */
  confirmedDistance: z.object({ metres: z.int(), by: z.string(), at: z.string() }).optional(),
  openingHours: OpeningHours.nullable(),
  phone: z.string().optional(),
  members: z.array(Member),
  note: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  pausedByMember: z.literal(true).optional(),
  unfinished: z.boolean(),
  /** Earlier coordinates, as long as some rows still have them. */
  formerPlaces: z.array(z.object({ lat: z.number(), lng: z.number() })).optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  approvedAt: z.string().nullable(),
});
export type SalesPoint = z.infer<typeof SalesPoint>;

/** Whether the sales point is public: after its approval, also while it is paused. */
export const isKnown = (point: SalesPoint): boolean => point.status !== 'proposed';
