import * as z from 'zod';
import { Member } from '#shared/domain/producers/producer.ts';

/** The ministry's office, whose territory is the country. */
export const MINISTRY_OFFICE = 'off_ministry';

/** A province's coordination office (Văn phòng Điều phối nông thôn mới) has the id `off_` and the province's current code. */
export const provinceOffice = (code: string): string => `off_${code}`;

/** Whether a text has the form of an office's id. */
export const isOfficeId = (text: string): boolean => text === MINISTRY_OFFICE || /^off_\d{2}$/.test(text);

/** An office that runs the programme; `territory` is a current province's code, or VN for the ministry. */
export const Office = z.object({
  id: z.string(),
  status: z.literal('active'),
  name: z.string(),
  territory: z.string(),
  members: z.array(Member),
});
export type Office = z.infer<typeof Office>;
