import * as messages from '#shared/domain/registrations/messages.ts';
import { Problem } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { attendanceOf } from '#shared/services/registrations/internal/attendance-of.ts';
import { loadRegistration } from '#shared/services/registrations/internal/load-registration.ts';

/** The content of a certificate of attendance; days are Vietnamese days. */
export type AttendanceCertificate = {
  office: string;
  holder: string;
  producer: string | null;
  event: { title: string; startDate: string; endDate: string; venue: string | null };
  legalBasis: { number: string; date: string } | null;
  days: string[];
  verificationId: string;
};

/** The certificate of a registration with at least one check-in; 409 without any. */
export const getAttendanceCertificate = async (context: Context, id: string): Promise<AttendanceCertificate> => {
  const { registration, event } = await loadRegistration(context, id);
  const { value } = registration;
  const attendance = await attendanceOf(context, value);
  if (!attendance) {
    throw new Problem('state_conflict', messages.neverAttended);
  }
  return {
    office: event.value.organizer.name,
    holder: value.product?.name ?? value.contact.name,
    producer: value.producer?.name ?? null,
    event: {
      title: event.value.title,
      startDate: event.value.startDate,
      endDate: event.value.endDate,
      venue: event.value.venue?.name ?? null,
    },
    legalBasis: event.value.legalBasis,
    days: attendance.days,
    verificationId: attendance.verification,
  };
};
