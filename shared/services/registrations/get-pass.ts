import * as messages from '#shared/domain/registrations/messages.ts';
import {
  type BarCause,
  barredBy,
  mayCome,
  notWhile,
  requireStanding,
  visibleStatus,
} from '#shared/domain/registrations/registration.ts';
import { eventOf } from '#shared/domain/registrations/registration-views.ts';
import { Problem, type Text } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadRegistration } from '#shared/services/registrations/internal/load-registration.ts';

const BARRED_TEXT: Record<BarCause, Text> = {
  producer_not_verified: messages.producerSuspended,
  product_not_public: messages.productWithdrawn,
};

/** The pass of a confirmed and admitted registration, with its QR code as SVG. */
export const getPass = async (context: Context, id: string) => {
  const { registration, event, waitlist } = await loadRegistration(context, id);
  const { value } = registration;
  requireStanding(event.value, context.today);
  if (!mayCome(value, waitlist)) throw notWhile(visibleStatus(value, waitlist));
  const cause = barredBy(value);
  if (cause) throw new Problem('state_conflict', BARRED_TEXT[cause]);
  const { renderSVG } = await import('uqr');
  return {
    registration: value.id,
    event: eventOf(event.value, context.today),
    product: value.product,
    booth: value.booth,
    pass: value.pass,
    qr: renderSVG(value.pass, { ecc: 'M', border: 4 }),
  };
};
