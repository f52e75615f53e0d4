import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { StartProblem } from '../problem.ts';
import { grantCors } from './cors.ts';
import { S3Error } from './errors.ts';
import { askedFor, chooseOperation, type ServedBucket } from './operations.ts';
import { drain } from './payload.ts';
import { postObject } from './post-object.ts';
import { effectiveHeaders, readHeaders, readRequest, type S3Request } from './request.ts';
import { identify, type S3Response, send, sendError } from './responses.ts';
import { sendObject } from './send-object.ts';
import { authorize, type Signer } from './signature.ts';
import { type ObjectFacts, openBucket } from './storage.ts';

export type CorsRule = { origins: string[]; methods: string[]; headers: string[]; exposed: string[]; maxAge?: number };

export type LocalBucket = {
  name: string;
  cors: CorsRule[];
  /** Objects older than this many days are swept. */
  expireAfterDays?: number;
};

export type ObjectCreated = { bucket: string; key: string; size: number; etag: string; sequencer: string };

export type ObjectStore = {
  endpoint: string;
  /**
   * Answers an anonymous GET or HEAD of one object, as the edge does: ranges, conditionals, the stored headers. Where there is
   * none the answer is S3's 403 to those who may not list.
   */
  serve: (request: IncomingMessage, response: ServerResponse, object: { bucket: string; key: string }) => Promise<void>;
  /** The keys of a bucket's objects, sorted: for programs in this process, as tests are. */
  keys: (bucket: string) => Promise<string[]>;
  /** Removes expired objects and leftovers of writes. */
  sweep: () => Promise<void>;
  stop: () => Promise<void>;
};

type LocalObjectBucket = ServedBucket & { settings: LocalBucket };

const host = '127.0.0.1';
const dayMs = 24 * 3_600_000;
const stopPatienceMs = 10_000;

/**
 * Serves buckets in a folder like S3, for the AWS SDK, presigned URLs and browsers. This process must have the folder
 * for itself. A used port is a `StartProblem`.
 */
export const startObjectStore = async (options: {
  folder: string;
  port?: number;
  buckets: LocalBucket[];
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Awaited after the object is durable and before the response; a rejection gives 500. */
  onCreated?: (created: ObjectCreated) => Promise<void>;
  now?: () => Date;
  log: (line: string) => void;
}): Promise<ObjectStore> => {
  const { log, onCreated, now = () => new Date() } = options;
  const signer: Signer = { credentials: options.credentials, region: options.region, now };
  const buckets = new Map<string, LocalObjectBucket>();
  for (const settings of options.buckets) {
    const objects = await openBucket(options.folder, settings.name, now);
    buckets.set(settings.name, { name: settings.name, settings, objects });
  }

  const findBucket = (name: string): LocalObjectBucket => {
    const bucket = buckets.get(name);
    if (!bucket) throw new S3Error('NoSuchBucket', { details: { BucketName: name } });
    return bucket;
  };

  const created = async (bucket: string, { key, size, etag, sequencer }: ObjectFacts): Promise<void> => {
    await onCreated?.({ bucket, key, size, etag, sequencer });
  };

  const preflight = (request: S3Request): S3Response => {
    const origin = request.headers.get('origin');
    const method = request.headers.get('access-control-request-method');
    if (origin === undefined || method === undefined) {
      throw new S3Error('BadRequest', {
        message: 'Insufficient information. Origin and Access-Control-Request-Method request headers needed.',
      });
    }
    const asked = (request.headers.get('access-control-request-headers') ?? '').split(',').map((name) => name.trim());
    const rules = buckets.get(request.bucket)?.settings.cors ?? [];
    const headers = grantCors(rules, { origin, method, headers: asked.filter((name) => name !== '') });
    if (!headers) throw new S3Error('AccessForbidden');
    return { status: 200, headers };
  };

  const respond = async (request: S3Request, response: ServerResponse): Promise<S3Response | undefined> => {
    if (request.method === 'OPTIONS') return preflight(request);
    const origin = request.headers.get('origin');
    const rules = buckets.get(request.bucket)?.settings.cors;
    if (origin !== undefined && rules) {
      const granted = grantCors(rules, { origin, method: request.method });
      for (const [name, value] of Object.entries(granted ?? {})) response.setHeader(name, value);
    }
    if (request.method === 'POST' && request.bucket !== '' && request.key === '' && askedFor(request).length === 0) {
      return postObject({ request, signer, endpoint, findBucket, created });
    }
    const authorization = authorize(request, signer);
    if (request.bucket === '') throw new S3Error('NotImplemented');
    const operation = chooseOperation(request);
    const bucket = findBucket(request.bucket);
    const headers = effectiveHeaders(request, authorization.presigned);
    return operation.run({ request, headers, authorization, response, bucket, findBucket, created });
  };

  const pathOf = (incoming: IncomingMessage): string => (incoming.url ?? '').split('?')[0] ?? '';

  const respondSafely = async (
    incoming: IncomingMessage,
    response: ServerResponse,
    work: () => Promise<S3Response | undefined>,
  ): Promise<void> => {
    const method = incoming.method ?? '';
    const requestId = identify(response);
    const about = { resource: pathOf(incoming), requestId };
    try {
      const finished = await work();
      if (finished && !response.destroyed) send(method, response, finished);
    } catch (error) {
      // A disconnected client needs no response and is no error.
      if (incoming.socket.destroyed || response.destroyed) return;
      if (error instanceof S3Error) sendError(method, response, error, about);
      else {
        log(`s3: ${method} ${about.resource}: ${(error as Error).stack ?? error}`);
        sendError(method, response, new S3Error('InternalError'), about);
      }
    }
    drain(incoming);
  };

  const underWay = new Set<Promise<void>>();
  const track = (work: Promise<void>): Promise<void> => {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  };

  const server = createServer(
    { keepAliveTimeout: 65_000, connectionsCheckingInterval: 5_000 },
    (incoming, response) => {
      void track(respondSafely(incoming, response, async () => respond(readRequest(incoming), response)));
    },
  );
  server.on('connection', (socket: Socket) => socket.setNoDelay(true));
  const port = options.port ?? 0;
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      fail(taken ? new StartProblem(`Port ${port} of ${host} cannot be had for objects (${error.code}).`) : error);
    });
    server.listen(port, host, done);
  });
  const endpoint = `http://${host}:${(server.address() as AddressInfo).port}`;

  return {
    endpoint,
    serve: (incoming, response, wanted) =>
      track(
        respondSafely(incoming, response, async () => {
          const method = incoming.method ?? '';
          if (method !== 'GET' && method !== 'HEAD') {
            throw new S3Error('MethodNotAllowed', { headers: { allow: 'GET, HEAD' } });
          }
          const object = await buckets.get(wanted.bucket)?.objects.open(wanted.key);
          if (!object) throw new S3Error('AccessDenied');
          const headers = readHeaders(incoming.rawHeaders);
          await sendObject({ method, headers, response, object });
          return undefined;
        }),
      ),
    keys: async (bucket) => {
      const listed = await findBucket(bucket).objects.list();
      return listed.map(({ key }) => key).sort();
    },
    sweep: async () => {
      for (const { settings, objects } of buckets.values()) {
        const time = now();
        await objects.sweepDrafts();
        const days = settings.expireAfterDays;
        if (days === undefined) continue;
        const expired = ({ lastModified }: { lastModified: string }): boolean =>
          Date.parse(lastModified) + days * dayMs <= time.getTime();
        for (const object of await objects.list()) {
          if (expired(object)) await objects.remove(object.key, expired);
        }
      }
    },
    stop: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      const impatience = setTimeout(() => server.closeAllConnections(), stopPatienceMs);
      await closed;
      clearTimeout(impatience);
      await Promise.all(underWay);
    },
  };
};
