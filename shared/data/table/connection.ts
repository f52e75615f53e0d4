import type { request as httpRequest, RequestOptions } from 'node:http';
import { TransientFault } from './retry.ts';

/** One HTTP exchange; `timeoutMs` is the maximum silence. */
export type Outgoing = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer;
  timeoutMs: number;
};
export type Incoming = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer };

/** Names and values in turn: as a list, node:http writes them at once; as an object, each is stored and checked first. */
const headerList = (headers: Outgoing['headers'], method: string, body: Outgoing['body']): string[] => {
  const list = Object.entries(headers).flat();
  if (method !== 'GET' && method !== 'HEAD') list.push('content-length', String(Buffer.byteLength(body ?? '')));
  return list;
};

/**
 * HTTP over persistent connections to one origin, for signed exchanges. Connection errors and time-outs are
 * `TransientFault`s.
 */
export const createConnection = (origin: URL): ((outgoing: Outgoing) => Promise<Incoming>) => {
  let client: Promise<{ request: typeof httpRequest; address: RequestOptions }> | undefined;
  const connect = async () => {
    const module = origin.protocol === 'http:' ? await import('node:http') : await import('node:https');
    const agent = new module.Agent({ keepAlive: true, maxSockets: 64 });
    return {
      request: module.request as typeof httpRequest,
      address: { host: origin.hostname, port: origin.port || undefined, agent },
    };
  };

  return async ({ method, path, headers, body, timeoutMs }) => {
    client ??= connect();
    const { request, address } = await client;
    return new Promise((resolve, reject) => {
      const outgoing = request(
        { ...address, method, path, headers: headerList(headers, method, body), timeout: timeoutMs },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks),
            }),
          );
          response.once('error', (error) => reject(new TransientFault('the connection broke', { cause: error })));
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error('timed out')));
      outgoing.on('error', (error) => reject(new TransientFault('the request failed', { cause: error })));
      outgoing.end(body);
    });
  };
};
