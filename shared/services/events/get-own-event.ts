import { loadEventAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { workingCopy } from './save-event.ts';

/** The event as its officers work on it. */
export const getOwnEvent = async (context: Context, id: string) =>
  workingCopy(context, await loadEventAsOfficer(context, id));
