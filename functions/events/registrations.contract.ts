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
      'A product of one of my producers, or myself by name, as the event asks. All reasons against it are told at once: the star is judged for every day of the event. Places are given in the order of registrations, and the first that waits comes in when one is free. A product or a person can register for one event ten times at most, after withdrawals.',
    problems: [403, 409],
    responses: { 201: { description: 'Registered: in, or waiting', schema: Registration } },
  },
  listEventRegistrations: {
    tag: 'Officers',
    summary: 'Who takes part',
    description: 'In the order of registration. `eligibility` tells which products would not be admitted any more.',
    problems: [403],
    responses: { 200: { description: 'A page of registrations', schema: pageOf(EventRegistration) } },
  },
  listOwnRegistrations: {
    tag: TAG,
    summary: "My registrations and my producers'",
    description: 'Whom the office asks back, and the note, are in the registration itself.',
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
    summary: 'Let a registration take part',
    problems: [403, 409],
    responses: { 200: { description: 'Approved', schema: Registration } },
  },
  refuseRegistration: {
    tag: 'Officers',
    summary: 'Turn a registration down',
    description: 'Its place goes to the first that waits.',
    problems: [403, 409],
    responses: { 200: { description: 'Refused', schema: Registration } },
  },
  withdrawRegistration: {
    tag: TAG,
    summary: 'Withdraw a registration',
    description:
      'Until the end of the event; an officer has to say why. Its place goes to the first that waits, its booth is free.',
    problems: [409],
    responses: { 200: { description: 'Withdrawn', schema: Registration } },
  },
  getPass: {
    tag: TAG,
    summary: 'The pass for the gate',
    description: 'For a registration that is confirmed and in. A gate can check it without a network.',
    problems: [409],
    responses: { 200: { description: 'The pass', schema: Pass } },
  },
  getAttendanceCertificate: {
    tag: TAG,
    summary: 'The certificate of attendance',
    description:
      'For a registration that came on at least one day. An officer of the event checks its verification id by the `attendance` of the registration; it is another one once another day is counted.',
    problems: [409],
    responses: { 200: { description: 'A PDF of one page', files: ['application/pdf'] } },
  },
});
