import { approveRegistration } from '#functions/events/routes/approve-registration.ts';
import { cancelEvent } from '#functions/events/routes/cancel-event.ts';
import { createEvent } from '#functions/events/routes/create-event.ts';
import { createPromotion } from '#functions/events/routes/create-promotion.ts';
import { editEvent } from '#functions/events/routes/edit-event.ts';
import { editPromotion } from '#functions/events/routes/edit-promotion.ts';
import { endPromotion } from '#functions/events/routes/end-promotion.ts';
import { getAttendanceCertificate } from '#functions/events/routes/get-attendance-certificate.ts';
import { getEventReport } from '#functions/events/routes/get-event-report.ts';
import { getGate } from '#functions/events/routes/get-gate.ts';
import { getOwnEvent } from '#functions/events/routes/get-own-event.ts';
import { getOwnPromotion } from '#functions/events/routes/get-own-promotion.ts';
import { getPass } from '#functions/events/routes/get-pass.ts';
import { getRegistration } from '#functions/events/routes/get-registration.ts';
import { getYearReport } from '#functions/events/routes/get-year-report.ts';
import { giveBooth } from '#functions/events/routes/give-booth.ts';
import { listEventRegistrations } from '#functions/events/routes/list-event-registrations.ts';
import { listOutcomes } from '#functions/events/routes/list-outcomes.ts';
import { listOwnEvents } from '#functions/events/routes/list-own-events.ts';
import { listOwnRegistrations } from '#functions/events/routes/list-own-registrations.ts';
import { publishEvent } from '#functions/events/routes/publish-event.ts';
import { recordAttendance } from '#functions/events/routes/record-attendance.ts';
import { recordPromotionSale } from '#functions/events/routes/record-promotion-sale.ts';
import { refuseRegistration } from '#functions/events/routes/refuse-registration.ts';
import { registerForEvent } from '#functions/events/routes/register-for-event.ts';
import { reportOutcome } from '#functions/events/routes/report-outcome.ts';
import { takeBooth } from '#functions/events/routes/take-booth.ts';
import { withdrawRegistration } from '#functions/events/routes/withdraw-registration.ts';
import type { Route } from '#shared/http/route.ts';

/** What offices organise, and who takes part in it: everything about events that is not for anybody to read. */
export const routes: readonly Route[] = [
  cancelEvent,
  createEvent,
  createPromotion,
  editEvent,
  editPromotion,
  endPromotion,
  getEventReport,
  getOwnEvent,
  getOwnPromotion,
  getYearReport,
  listOutcomes,
  listOwnEvents,
  publishEvent,
  recordPromotionSale,
  reportOutcome,
  approveRegistration,
  getAttendanceCertificate,
  getGate,
  getPass,
  getRegistration,
  giveBooth,
  listEventRegistrations,
  listOwnRegistrations,
  recordAttendance,
  refuseRegistration,
  registerForEvent,
  takeBooth,
  withdrawRegistration,
];
