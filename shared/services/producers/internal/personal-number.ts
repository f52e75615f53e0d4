import { personalNumberAction } from '#shared/data/producers/producer-store.ts';
import type { Action } from '#shared/data/table/writer.ts';

/** The actions for a change of a household's personal number: `undefined` leaves it unchanged, `null` erases it. */
export const personalNumberActions = (producer: string, personalNumber: string | null | undefined): Action[] =>
  personalNumber === undefined ? [] : [personalNumberAction(producer, personalNumber)];
