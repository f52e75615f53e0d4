// How places are given: every registration takes the next ticket, and whoever has a ticket up to the boundary is in. Tickets
// never move back, so who is in stays in; who waits comes in when the boundary moves up.
import * as z from 'zod';

/**
 * What an event has given of its places. `tickets` is the last one given, `boundary` the last one that is in, and `version`
 * counts every change of the boundary and every ticket given back. `swept` is the ticket up to which none is missing,
 * `checkpoint` the last one given at `checkpointAt` (an instant). A `closed` roll gives no tickets.
 */
export const Roll = z.object({
  tickets: z.int(),
  boundary: z.int(),
  capacity: z.int(),
  version: z.int(),
  swept: z.int(),
  checkpoint: z.int().nullable(),
  checkpointAt: z.string().nullable(),
  closed: z.boolean(),
});
export type Roll = z.infer<typeof Roll>;

/** Whether a ticket has a place; one that has none waits. */
export const isIn = (roll: Pick<Roll, 'boundary'>, ticket: number): boolean => ticket <= roll.boundary;

/** The place of a ticket among those that wait, at most: those given back before it are counted too. Null for one that is in. */
export const waitingPlaceAtMost = (roll: Pick<Roll, 'boundary'>, ticket: number): number | null =>
  isIn(roll, ticket) ? null : ticket - roll.boundary;

/** A ticket whose registration did not come within so many minutes is void. */
export const TICKET_KEPT_MINUTES = 10;

const MINUTE_MS = 60_000;

/** Whether the tickets up to the checkpoint are so old that one without a registration will not get any. */
export const isDue = (roll: Roll, now: Date): roll is Roll & { checkpoint: number } =>
  roll.checkpoint !== null &&
  roll.checkpointAt !== null &&
  now.getTime() - Date.parse(roll.checkpointAt) >= TICKET_KEPT_MINUTES * MINUTE_MS;

/** One row of the tickets in their order: whether its ticket was given back. Tickets without a row may still get one. */
export type TicketRow = { ticket: number; released: boolean };

/** A walk behind the boundary for places to give: where it stands, and how many are still to be given. */
export type BoundaryWalk = { at: number; left: number };

/**
 * Goes over the rows that follow in the order of tickets: each ticket that was not given back takes a place, also one
 * without a row.
 */
export const walkOver = (walk: BoundaryWalk, rows: readonly TicketRow[]): BoundaryWalk => {
  let { at, left } = walk;
  for (const { ticket, released } of rows) {
    const missing = Math.min(ticket - at - 1, left);
    at += missing;
    left -= missing;
    if (left === 0) break;
    at = ticket;
    if (!released) left -= 1;
    if (left === 0) break;
  }
  return { at, left };
};

/** The boundary where no rows follow any more: tickets that nobody has taken yet. */
export const endOf = ({ at, left }: BoundaryWalk): number => at + left;
