import { notFound, Problem } from '#shared/platform/problem.ts';

/** The refusal of what a caller may know of but not do. */
export const forbidden = (): Problem =>
  new Problem('forbidden', { vi: 'Bạn không có quyền làm việc này.', en: 'You may not do this.' });

/** 403 for what the caller knows of, 404 for what the caller may not know of. */
export const refusal = (known: boolean): Problem => (known ? forbidden() : notFound());
