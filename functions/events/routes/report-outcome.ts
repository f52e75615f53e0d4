import { ReportOutcome } from '#shared/domain/outcomes/outcome-input.ts';
import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { reportOutcome as verb } from '#shared/services/outcomes/report-outcome.ts';

export const reportOutcome = signedInRoute({
  method: 'POST',
  path: '/v1/events/{id}/outcomes',
  operationId: 'reportOutcome',
  body: ReportOutcome,
  run: (context, { id, body }) => verb(context, id, body),
  answer: (outcome) => json(200, outcome),
});
