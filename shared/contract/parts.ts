// Schemas that several parts of the contract share.
import * as z from 'zod';

/** A place by the code of its list. */
export const Named = z.strictObject({ code: z.string(), name: z.string() });
export const Day = z.iso.date();
export const Instant = z.iso.datetime();
export const Stars = z.union([z.literal(3), z.literal(4), z.literal(5)]);
/** An officer's note on a document. */
export const Note = z.strictObject({ at: Instant, by: z.string(), reason: z.string() });

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().optional().describe('The cursor of the next page, where there is one.'),
  });
