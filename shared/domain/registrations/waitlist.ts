// How places are given: every registration takes the next queue number, and whoever has a number up to `admittedUpTo` is admitted. Queue numbers
// never move back, so who is admitted stays in; who waits comes in when `admittedUpTo` moves up.
import * as z from 'zod';

/**
 * What an event has given of its places. `lastQueueNumber` is the last one given, `admittedUpTo` the last one that is admitted, and `version`
 * counts every change of `admittedUpTo` and every queue number given back. `swept` is the queue number up to which none is missing,
 * `checkpoint` the last one given at `checkpointAt` (an instant). A `closed` waitlist gives no queue numbers.
 */
export const Waitlist = z.object({
  lastQueueNumber: z.int(),
  admittedUpTo: z.int(),
  capacity: z.int(),
  version: z.int(),
  swept: z.int(),
  checkpoint: z.int().nullable(),
  checkpointAt: z.string().nullable(),
  closed: z.boolean(),
});
export type Waitlist = z.infer<typeof Waitlist>;

/** Whether a queue number has a place; one that has none waits. */
export const isAdmitted = (waitlist: Pick<Waitlist, 'admittedUpTo'>, queueNumber: number): boolean =>
  queueNumber <= waitlist.admittedUpTo;

/** The place of a queue number among those that wait, at most: those given back before it are counted too. Null for one that is admitted. */
export const waitingPlaceAtMost = (waitlist: Pick<Waitlist, 'admittedUpTo'>, queueNumber: number): number | null =>
  isAdmitted(waitlist, queueNumber) ? null : queueNumber - waitlist.admittedUpTo;

/** A queue number whose registration did not come within so many minutes is void. */
export const UNUSED_NUMBER_MINUTES = 10;

const MINUTE_MS = 60_000;

/** Whether the queue numbers up to the checkpoint are so old that one without a registration will not get any. */
export const isDue = (waitlist: Waitlist, now: Date): waitlist is Waitlist & { checkpoint: number } =>
  waitlist.checkpoint !== null &&
  waitlist.checkpointAt !== null &&
  now.getTime() - Date.parse(waitlist.checkpointAt) >= UNUSED_NUMBER_MINUTES * MINUTE_MS;

/** One row of the queue numbers in their order: whether its queue number was given back. Queue numbers without a row may still get one. */
export type QueueRow = { queueNumber: number; released: boolean };

/** A walk behind `admittedUpTo` for places to give: where it stands, and how many are still to be given. */
export type AdmissionWalk = { at: number; left: number };

/**
 * Goes over the rows that follow in the order of queue numbers: each queue number that was not given back takes a place, also one
 * without a row.
 */
export const admitRows = (walk: AdmissionWalk, rows: readonly QueueRow[]): AdmissionWalk => {
  let { at, left } = walk;
  for (const { queueNumber, released } of rows) {
    const missing = Math.min(queueNumber - at - 1, left);
    at += missing;
    left -= missing;
    if (left === 0) break;
    at = queueNumber;
    if (!released) left -= 1;
    if (left === 0) break;
  }
  return { at, left };
};

/** The `admittedUpTo` where no rows follow any more: queue numbers that nobody has taken yet. */
export const endOf = ({ at, left }: AdmissionWalk): number => at + left;
