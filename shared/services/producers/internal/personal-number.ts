import { keys } from '#shared/data/table/keys.ts';
import type { Action } from '#shared/data/table/writer.ts';

/**
 * The actions that keep or erase a household's personal number: apart from the producer, so that no answer, list row,
 * audit entry or kept result is ever made from it. `undefined` leaves it, `null` erases it (Law 91/2025/QH15).
 */
export const personalNumberActions = (producer: string, personalNumber: string | null | undefined): Action[] => {
  if (personalNumber === undefined) return [];
  const key = keys.personalNumber(producer);
  return personalNumber === null
    ? [{ kind: 'delete', key }]
    : [{ kind: 'put', item: { pk: { S: key.pk }, sk: { S: key.sk }, number: { S: personalNumber } } }];
};
