import * as messages from '#shared/domain/access/messages.ts';
import { notFound, Problem } from '#shared/platform/problem.ts';

/** The 403 for a resource that the caller may know of. */
export const forbidden = (): Problem => new Problem('forbidden', messages.forbidden);

/** 403 for what the caller knows of, 404 for what the caller may not know of. */
export const forbiddenOrNotFound = (known: boolean): Problem => (known ? forbidden() : notFound());
