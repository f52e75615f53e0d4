import { describeOperations } from '#shared/contract/operation.ts';
import { AttendanceResults, Gate } from '#shared/contract/registrations.ts';
import { attendanceRoutes } from './attendance.routes.ts';

export const attendanceContract = describeOperations(attendanceRoutes, {
  getGate: {
    tag: 'Officers',
    summary: 'Data for checking passes offline',
    description:
      'The public key of the passes, and the registrations whose passes are not valid. A pass is valid from the confirmation of the registration until its withdrawal, at the instant of the scan, and contains no name.',
    problems: [403],
    responses: { 200: { description: 'The key and what is withdrawn', schema: Gate } },
  },
  recordAttendance: {
    tag: 'Officers',
    summary: 'Record check-ins',
    description:
      'Send scans at once or when a network is available again. One check-in counts per registration and Vietnamese day. The same scan sent twice counts once and is reported as already counted; another check-in of a pass that is inside is `pass_replayed`. With `direction` `out` a pass leaves, and may come back on that day; the visit counts once. A check-out without a check-in before it is `pass_not_inside`. Scans may come in any order; a check-out or return that was refused because the scan before it had not arrived counts when it is sent again. Who is inside may leave after a withdrawal or cancellation. A scan from between the confirmation and a withdrawal or cancellation counts, however late it is sent. A scan while the producer is suspended, or the product suspended or archived, is rejected with `producer_not_verified` or `product_not_public`.',
    problems: [403],
    responses: { 207: { description: 'A result per line', schema: AttendanceResults } },
  },
});
