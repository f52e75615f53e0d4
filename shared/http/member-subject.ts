import { SUBJECT } from '#shared/domain/access/members.ts';
import { Problem } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';

/** The `{subject}` of a path: a token's subject, at most 128 letters, digits and `:.@+-_`; anything else is 400. */
export const memberSubject = (params: Record<string, string>): string => {
  const subject = params.subject ?? '';
  if (SUBJECT.test(subject)) return subject;
  throw new Problem('invalid_request', undefined, {
    faults: [
      {
        parameter: 'subject',
        code: 'invalid_format',
        detail: messages.subjectInvalid,
      },
    ],
  });
};
