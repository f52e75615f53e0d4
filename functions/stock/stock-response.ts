import { stockNotices } from '#shared/domain/stock/stock-views.ts';
import { type HttpResponse, json } from '#shared/http/response.ts';
import { type Locale, PROBLEMS } from '#shared/platform/problem.ts';
import type { BatchResult } from '#shared/services/stock/internal/apply-batch.ts';
import type { LineOutcome } from '#shared/services/stock/internal/line-outcome.ts';

const result = (outcome: LineOutcome, locale: Locale) => {
  if (!('fault' in outcome)) {
    const notices = stockNotices(outcome.change);
    return {
      status: 200,
      ...outcome,
      ...(notices.length > 0 ? { notices: notices.map(({ code, detail }) => ({ code, detail: detail[locale] })) } : {}),
    };
  }
  const { status, pointer, code, detail, current, serverTime } = outcome.fault;
  return {
    status: PROBLEMS[status].status,
    line: outcome.line,
    code,
    title: PROBLEMS[status].title[locale],
    detail: detail[locale],
    pointer,
    ...(current === undefined ? {} : { current }),
    ...(serverTime === undefined ? {} : { serverTime }),
  };
};

const isUnavailable = (outcome: LineOutcome): boolean =>
  'fault' in outcome && outcome.fault.status === 'dependency_unavailable';

/** The answer to a batch: 207 with a result per line where each stands for itself, 200 where they went together. */
export const stockResponse = ({ mode, outcomes, replayed }: BatchResult, locale: Locale): HttpResponse =>
  json(
    mode === 'each' ? 207 : 200,
    { results: outcomes.map((outcome) => result(outcome, locale)) },
    {
      ...(replayed ? { 'idempotency-replayed': 'true' } : {}),
      ...(outcomes.some(isUnavailable) ? { 'retry-after': '1' } : {}),
    },
  );
