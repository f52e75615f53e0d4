import type { Route } from '../../shared/http/route.ts';
import { approveRegistration } from './routes/approve-registration.ts';
import { cancelEvent } from './routes/cancel-event.ts';
import { createEvent } from './routes/create-event.ts';
import { createPromotion } from './routes/create-promotion.ts';
import { editEvent } from './routes/edit-event.ts';
import { editPromotion } from './routes/edit-promotion.ts';
import { endPromotion } from './routes/end-promotion.ts';
import { getAttendanceCertificate } from './routes/get-attendance-certificate.ts';
import { getEventReport } from './routes/get-event-report.ts';
import { getGate } from './routes/get-gate.ts';
import { getOwnEvent } from './routes/get-own-event.ts';
import { getOwnPromotion } from './routes/get-own-promotion.ts';
import { getPass } from './routes/get-pass.ts';
import { getRegistration } from './routes/get-registration.ts';
import { getYearReport } from './routes/get-year-report.ts';
import { giveBooth } from './routes/give-booth.ts';
import { listEventRegistrations } from './routes/list-event-registrations.ts';
import { listOutcomes } from './routes/list-outcomes.ts';
import { listOwnEvents } from './routes/list-own-events.ts';
import { listOwnRegistrations } from './routes/list-own-registrations.ts';
import { publishEvent } from './routes/publish-event.ts';
import { recordAttendance } from './routes/record-attendance.ts';
import { recordPromotionSale } from './routes/record-promotion-sale.ts';
import { refuseRegistration } from './routes/refuse-registration.ts';
import { registerForEvent } from './routes/register-for-event.ts';
import { reportOutcome } from './routes/report-outcome.ts';
import { takeBooth } from './routes/take-booth.ts';
import { withdrawRegistration } from './routes/withdraw-registration.ts';

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
