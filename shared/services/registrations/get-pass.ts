import { renderSVG } from 'uqr';
import { mayCome, notWhile, requireStanding, shownStatus } from '../../domain/events/registration.ts';
import { eventOf } from '../../domain/events/registration-views.ts';
import type { Context } from '../context.ts';
import { loadRegistration } from './load-registration.ts';

/** The pass of a registration that is confirmed and in, with its QR as SVG. */
export const getPass = async (context: Context, id: string) => {
  const { registration, event, roll } = await loadRegistration(context, id);
  const { value } = registration;
  requireStanding(event.value, context.today);
  if (!mayCome(value, roll)) throw notWhile(shownStatus(value, roll));
  return {
    registration: value.id,
    event: eventOf(event.value, context.today),
    product: value.product,
    booth: value.booth,
    pass: value.pass,
    qr: renderSVG(value.pass, { ecc: 'M', border: 4 }),
  };
};
