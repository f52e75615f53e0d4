import { describeOperations } from '#shared/contract/operation.ts';
import { AttendanceResults, Gate } from '#shared/contract/registrations.ts';
import { attendanceRoutes } from './attendance.routes.ts';

export const attendanceContract = describeOperations(attendanceRoutes, {
  getGate: {
    tag: 'Officers',
    summary: 'What a gate needs to check passes offline',
    problems: [403],
    responses: { 200: { description: 'The key and what is withdrawn', schema: Gate } },
  },
  recordAttendance: {
    tag: 'Officers',
    summary: 'Count who came',
    description:
      'What gates have scanned, at once or when they have a network again. One visit for each registration and Vietnamese day; the same scan sent twice is counted once and says so, another scan on that day is `pass_replayed`. What was scanned between the confirmation and a withdrawal or a cancellation counts, however late it is sent; what was scanned while the producer was suspended, or the product suspended or archived, is refused with `producer_not_verified` or `product_not_public`.',
    problems: [403],
    responses: { 207: { description: 'A result per line', schema: AttendanceResults } },
  },
});
