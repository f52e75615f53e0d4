import { isBegun, pause, SALES_POINT_TRANSITIONS } from '../../domain/sales-points/sales-point-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadSalesPointAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { saveAndSpread } from './spread-sales-point.ts';

/** Takes an active sales point off the lists until it is approved again. */
export const pauseSalesPoint = async (context: Context, id: string, reason: string) => {
  const point = await loadSalesPointAsOfficer(context, id);
  // Of a change that is under way nothing is judged a second time.
  if (!isBegun(point.value, SALES_POINT_TRANSITIONS.pause)) requireExpected(context, point);
  const paused = pause(point.value, { at: context.now.toISOString(), by: context.caller.subject, reason });
  return saveAndSpread(context, point, paused, { action: 'sales-point.pause', reason });
};
