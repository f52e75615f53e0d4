import { isOfState, refusalText } from '#shared/domain/registrations/attendance.ts';
import { Attendance } from '#shared/domain/registrations/registration-input.ts';
import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { type Locale, PROBLEMS } from '#shared/platform/problem.ts';
import { type ScanOutcome, recordAttendance as verb } from '#shared/services/registrations/record-attendance.ts';

const result = (outcome: ScanOutcome, locale: Locale) => {
  if (!('refused' in outcome)) return { status: 200, ...outcome };
  const { line, refused } = outcome;
  const { status, title } = PROBLEMS[isOfState(refused) ? 'state_conflict' : 'rule_violated'];
  const { field, ...detail } = refusalText(refused);
  return {
    line,
    status,
    code: refused,
    title: title[locale],
    detail: detail[locale],
    pointer: `/scans/${line}/${field}`,
  };
};

export const recordAttendance = signedInRoute({
  method: 'POST',
  path: '/v1/events/{id}/attendance',
  operationId: 'recordAttendance',
  rateLimit: 'report',
  body: Attendance,
  run: (context, { id, body }) => verb(context, id, body.scans),
  answer: (outcomes, locale) => json(207, { results: outcomes.map((outcome) => result(outcome, locale)) }),
});
