import { personalNumberAction } from '#shared/data/producers/producer-store.ts';
import type { Action } from '#shared/data/table/writer.ts';

/** What a change does to a household's personal number: `undefined` leaves it, `null` erases it. */
export const personalNumberActions = (producer: string, personalNumber: string | null | undefined): Action[] =>
  personalNumber === undefined ? [] : [personalNumberAction(producer, personalNumber)];
