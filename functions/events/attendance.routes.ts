import { isOfState, scanErrorText } from '#shared/domain/registrations/attendance.ts';
import { Attendance } from '#shared/domain/registrations/registration-input.ts';
import { json } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { type Locale, PROBLEMS } from '#shared/platform/problem.ts';
import { getGate } from '#shared/services/registrations/get-gate.ts';
import { recordAttendance, type ScanOutcome } from '#shared/services/registrations/record-attendance.ts';

const result = (outcome: ScanOutcome, locale: Locale) => {
  if (!('refused' in outcome)) return { status: 200 as const, ...outcome };
  const { line, refused } = outcome;
  const { status, title } = PROBLEMS[isOfState(refused) ? 'state_conflict' : 'rule_violated'];
  const { field, ...detail } = scanErrorText(refused);
  return {
    line,
    status,
    code: refused,
    title: title[locale],
    detail: detail[locale],
    pointer: `/scans/${line}/${field}`,
  };
};

export const attendanceRoutes = defineRoutes({
  getGate: signedInRoute({
    method: 'GET',
    path: '/v1/me/events/{id}/gate',
    run: (context, { id }) => getGate(context, id),
    respond: (gate) => json(200, gate),
  }),
  recordAttendance: signedInRoute({
    method: 'POST',
    path: '/v1/events/{id}/attendance',
    rateLimit: 'report',
    body: Attendance,
    run: (context, { id, body }) => recordAttendance(context, id, body.scans),
    respond: (outcomes, locale) => json(207, { results: outcomes.map((outcome) => result(outcome, locale)) }),
  }),
});
