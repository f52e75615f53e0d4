import * as z from 'zod';
import { describeOperations } from '#shared/contract/operation.ts';
import { Health, Limits } from '#shared/contract/responses.ts';
import { serviceRoutes } from './service.routes.ts';

export const serviceContract = describeOperations(serviceRoutes, {
  getLimits: {
    tag: 'Service',
    summary: 'Every limit of the service',
    problems: [],
    needsNoStore: true,
    responses: { 200: { description: 'The limits', schema: Limits } },
  },
  getHealth: {
    tag: 'Service',
    summary: 'Whether the service and its table answer',
    problems: [],
    responses: { 200: { description: 'They do', schema: Health } },
  },
  getOpenApi: {
    tag: 'Service',
    summary: 'This document',
    problems: [],
    needsNoStore: true,
    responses: { 200: { description: 'The OpenAPI document', schema: z.object({ openapi: z.string() }) } },
  },
  getDocs: {
    tag: 'Service',
    summary: 'This documentation for people',
    problems: [],
    needsNoStore: true,
    responses: { 200: { description: 'A page', files: ['text/html'] } },
  },
  getDocsAsset: {
    tag: 'Service',
    summary: 'A file of the documentation page',
    problems: [],
    needsNoStore: true,
    responses: { 200: { description: 'The file', files: ['text/html', 'text/javascript', 'text/css', 'image/png'] } },
  },
});
