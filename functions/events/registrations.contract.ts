import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import {
  EventRegistration,
  OwnRegistration,
  Pass,
  Registration,
  RegistrationNow,
} from '#shared/contract/registrations.ts';
import { registrationRoutes } from './registrations.routes.ts';

const TAG = 'Taking part';

export const registrationContract = describeOperations(registrationRoutes, {
  registerForEvent: {
    tag: TAG,
    summary: 'Register for an event',
    description:
      "Registers a product of one of the caller's producers, or the caller as a person, according to the event. If the registration is not possible, the problem lists all reasons. The product's certificate must be valid on every day of the event except `closedDates`. Places are assigned in the order of registration, and the first on the waitlist is admitted when a place is free. A registration after a withdrawal takes a new place in the order. A product or a person can register for one event ten times at most.",
    problems: [403, 409],
    responses: { 201: { description: 'Registered: in, or waiting', schema: Registration } },
  },
  listEventRegistrations: {
    tag: 'Officers',
    summary: 'Registrations of an event',
    description:
      'In the order of registration. `eligibility` marks products that would no longer be admitted, for example because a certificate was revoked; the organiser decides.',
    problems: [403],
    responses: { 200: { description: 'A page of registrations', schema: pageOf(EventRegistration) } },
  },
  listOwnRegistrations: {
    tag: TAG,
    summary: "Registrations of the caller and of the caller's producers",
    description: 'The contact and the note are in the registration itself.',
    problems: [],
    responses: { 200: { description: 'A page of registrations', schema: pageOf(OwnRegistration) } },
  },
  getRegistration: {
    tag: TAG,
    summary: 'A registration',
    problems: [],
    responses: { 200: { description: 'The registration as it stands today', schema: RegistrationNow } },
  },
  approveRegistration: {
    tag: 'Officers',
    summary: 'Approve a registration',
    problems: [403, 409],
    responses: { 200: { description: 'Approved', schema: Registration } },
  },
  refuseRegistration: {
    tag: 'Officers',
    summary: 'Reject a registration',
    description: 'Its place goes to the first on the waitlist.',
    problems: [403, 409],
    responses: { 200: { description: 'Refused', schema: Registration } },
  },
  withdrawRegistration: {
    tag: TAG,
    summary: 'Withdraw a registration',
    description:
      'Possible until the last day of the event; an officer must give a reason. Its place goes to the first on the waitlist, and its booth is released.',
    problems: [409],
    responses: { 200: { description: 'Withdrawn', schema: Registration } },
  },
  getPass: {
    tag: TAG,
    summary: 'The pass for the gate',
    description:
      'For a confirmed and admitted registration. A gate can check the pass offline. It is valid until the registration is withdrawn, except while the producer is suspended or the product is hidden.',
    problems: [409],
    responses: { 200: { description: 'The pass', schema: Pass } },
  },
  getAttendanceCertificate: {
    tag: TAG,
    summary: 'The certificate of attendance',
    description:
      'For a registration with at least one check-in. An officer of the event compares its verification id with `attendance` of the registration. Another day of attendance gives another id. It has every Latin letter of the languages of Vietnam; letters of other scripts are question marks, and a line says so.',
    problems: [409],
    responses: { 200: { description: 'A PDF of one page', files: ['application/pdf'] } },
  },
});
