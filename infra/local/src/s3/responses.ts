import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { S3Error } from './errors.ts';
import { element, xmlDocument } from './xml.ts';

export type S3Response = { status: number; headers?: Record<string, string>; document?: string };

/** Gives a response the headers that all answers have, and the id of its request. */
export const identify = (response: ServerResponse): string => {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  response.setHeader('x-amz-request-id', requestId);
  response.setHeader('x-amz-id-2', randomBytes(24).toString('base64'));
  return requestId;
};

export const send = (
  method: string,
  response: ServerResponse,
  { status, headers = {}, document }: S3Response,
): void => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (document === undefined) {
    if (status !== 204 && status !== 304 && method !== 'HEAD') response.setHeader('content-length', 0);
    response.writeHead(status).end();
    return;
  }
  response.setHeader('content-type', 'application/xml');
  response.setHeader('content-length', Buffer.byteLength(document));
  response.writeHead(status).end(method === 'HEAD' ? undefined : document);
};

/** Answers with a refusal, unless an answer has begun: then the connection is all that can be broken off. */
export const sendError = (
  method: string,
  response: ServerResponse,
  error: S3Error,
  { resource, requestId }: { resource: string; requestId: string },
): void => {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (error.status === 304) {
    send(method, response, { status: 304 });
    return;
  }
  // What was said of the object's bytes does not hold for the refusal.
  for (const name of ['etag', 'last-modified', 'cache-control']) response.removeHeader(name);
  const document = xmlDocument(
    'Error',
    [
      element('Code', error.code),
      element('Message', error.message),
      ...Object.entries(error.details).map(([name, value]) => element(name, value)),
      element('Resource', resource),
      element('RequestId', requestId),
    ],
    false,
  );
  send(method, response, { status: error.status, headers: error.headers, document });
};
