import { describeOperations } from '#shared/contract/operation.ts';
import { OfficeResponse } from '#shared/contract/responses.ts';
import { officeRoutes } from './offices.routes.ts';

export const officeContract = describeOperations(officeRoutes, {
  getOffice: {
    tag: 'Officers',
    summary: 'An office with its officers',
    problems: [403],
    responses: { 200: { description: 'The office', schema: OfficeResponse } },
  },
  appointOfficer: {
    tag: 'Officers',
    summary: 'Appoint an officer',
    description:
      'Officers of an office appoint its officers. The first officer of an office is appointed by an operator of the service.',
    problems: [403, 409],
    responses: { 200: { description: 'The office', schema: OfficeResponse } },
  },
  dismissOfficer: {
    tag: 'Officers',
    summary: 'End an appointment',
    description: 'The last officer of an office cannot be removed.',
    problems: [403, 409],
    responses: { 204: { description: 'Dismissed' } },
  },
});
