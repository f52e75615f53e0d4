import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { allRoutes } from '#infra/build/all-routes.ts';
import type { MediaStorage } from '#shared/data/objects/media-storage.ts';
import { type Consumed, createReader, createSend } from '#shared/data/table/reader.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import { MINISTRY_OFFICE, provinceOffice } from '#shared/domain/offices/office.ts';
import { serve } from '#shared/http/serve.ts';
import type { TableSettings } from '#shared/platform/env.ts';
import { notFound } from '#shared/platform/problem.ts';
import type { RateLimiter } from '#shared/services/access/rate-limiter.ts';
import { type JobContext, systemContext } from '#shared/services/kernel/context.ts';
import { openOffice } from '#shared/services/offices/open-office.ts';
import { expectDeclared } from './declared.ts';
import { createTable, startEngine } from './engine.ts';
import { MEDIA_URL, memoryStorage, type TestMediaStorage } from './memory-storage.ts';
import { UNLIMITED } from './rate-limits.ts';
import { functionOf, guardTable } from './table-rights.ts';

export type Reply = {
  status: number;
  headers: Record<string, string>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape, and hold them against the contract's schemas.
  body: any;
};

export type Ask = {
  as?: string | undefined;
  groups?: string[];
  body?: unknown;
  raw?: string;
  /** Says that `raw` is base64, as the gateway does of what it takes for bytes. */
  base64?: true;
  query?: Record<string, string | number>;
  headers?: Record<string, string>;
  claims?: Record<string, unknown>;
  /** The address that the gateway saw; `null` for none. */
  sourceIp?: string | null;
};

/** The people of the tests; officers are in the officer group and in an office. */
export const OFFICER = 'officer-ninh-binh';
export const OTHER_OFFICER = 'officer-thanh-hoa';
export const CENTRAL_OFFICER = 'officer-central';
export const OWNER = 'producer-owner';
export const OTHER_OWNER = 'producer-other';
export const BUYER = 'buyer-1';

/** The functions that nobody asks over HTTP; `system:<name>` is who acts in them. */
const JOBS = ['images', 'schedules'] as const;

const isOfficer = (subject: string): boolean => subject.startsWith('officer-');

/** An event as the gateway makes it once the authorizer has let it pass. */
export const eventOf = (method: string, path: string, ask: Ask = {}, at = new Date()): APIGatewayProxyEventV2 => {
  const [rawPath = path, inPath = ''] = path.split('?');
  const search = new URLSearchParams(inPath);
  for (const [name, value] of Object.entries(ask.query ?? {})) search.append(name, String(value));
  const body = ask.raw ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
  const claims = ask.claims ?? {
    sub: ask.as,
    token_use: 'access',
    exp: String(Math.floor(at.getTime() / 1000) + 3_600),
    'cognito:groups': `[${(ask.groups ?? (ask.as && isOfficer(ask.as) ? ['officer'] : [])).join(' ')}]`,
  };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: search.toString(),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...ask.headers },
    requestContext: {
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: ask.sourceIp === undefined ? '127.0.0.1' : ask.sourceIp,
        userAgent: 'test',
      },
      ...(ask.as === undefined && ask.claims === undefined ? {} : { authorizer: { jwt: { claims, scopes: null } } }),
    } as unknown as APIGatewayProxyEventV2['requestContext'],
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: ask.base64 === true,
  };
};

/** A clock that tests set; it stands still unless moved. */
export type Clock = { now: Date };

export type Api = {
  ask: (method: string, path: string, ask?: Ask) => Promise<Reply>;
  clock: Clock;
  settings: TableSettings;
  storage: TestMediaStorage;
  consumed: Consumed[];
  context: (subject: string) => JobContext;
  stop: () => Promise<void>;
};

export const settingsFor = (endpoint: string, tableName: string): TableSettings => ({
  tableName,
  region: 'ap-southeast-1',
  endpoint,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: undefined },
});

/**
 * Every answer is held against the contract. All routes over a table of their own on a real engine, with the three offices of the tests opened. `send` stands in for
 * the reader's connection where a test injects faults. Each request, and each job of `context`, may use the table only as
 * the role of its function allows. No limit is reached unless a test gives a limiter.
 */
export const startApi = async (
  options: {
    engine?: { endpoint: string };
    now?: string;
    stream?: boolean;
    send?: (real: ReturnType<typeof createSend>) => ReturnType<typeof createSend>;
    storage?: TestMediaStorage;
    /** What requests use where it is another than `files`, which jobs use. */
    requestStorage?: MediaStorage;
    rateLimiter?: RateLimiter;
  } = {},
): Promise<Api> => {
  const own = options.engine ? undefined : await startEngine();
  const endpoint = options.engine?.endpoint ?? own?.endpoint ?? '';
  const settings = settingsFor(endpoint, `t-${randomUUID()}`);
  await createTable(endpoint, settings.tableName, { stream: options.stream ?? true });
  const clock: Clock = { now: new Date(options.now ?? '2026-11-23T03:00:00Z') };
  const consumed: Consumed[] = [];
  const real = createSend(settings);
  const guard = guardTable();
  const reader = guard.reader(
    createReader(settings, {
      send: options.send ? options.send(real) : real,
      onConsumed: (one) => consumed.push(one),
    }),
  );
  const writer = guard.writer(createWriter(settings));
  const storage = options.storage ?? memoryStorage();
  const { rateLimiter = UNLIMITED, requestStorage = storage } = options;
  const handler = serve(
    allRoutes,
    () => ({
      reader,
      writer,
      storage: requestStorage,
      rateLimiter,
      mediaUrl: MEDIA_URL,
      now: () => new Date(clock.now),
    }),
    async () => {
      throw notFound();
    },
  );
  const context = (subject: string): JobContext => {
    const job = JOBS.find((name) => subject === `system:${name}`);
    return systemContext({
      now: new Date(clock.now),
      reader: job ? guard.reader(createReader(settings), job) : createReader(settings),
      writer: job ? guard.writer(createWriter(settings), job) : createWriter(settings),
      storage,
      mediaUrl: MEDIA_URL,
      caller: { subject, groups: isOfficer(subject) ? ['officer'] : [] },
      requestId: 'test',
    });
  };
  const system = context('system:test');
  await openOffice(system, { id: provinceOffice('37'), name: 'Ninh Bình', territory: '37' }, [OFFICER]);
  await openOffice(system, { id: provinceOffice('38'), name: 'Thanh Hóa', territory: '38' }, [OTHER_OFFICER]);
  await openOffice(system, { id: MINISTRY_OFFICE, name: 'Trung ương', territory: 'VN' }, [CENTRAL_OFFICER]);

  return {
    clock,
    settings,
    storage,
    consumed,
    context,
    stop: async () => {
      await own?.stop();
      guard.assertNothingRefused();
    },
    ask: async (method, path, ask = {}) => {
      const event = eventOf(method, path, ask, clock.now);
      const response = await guard.as(functionOf(method, event.rawPath), () => handler(event));
      const text = response.body ?? '';
      const reply = {
        status: response.statusCode ?? 0,
        headers: response.headers as Record<string, string>,
        text,
        body: text.startsWith('{') ? JSON.parse(text) : undefined,
      };
      expectDeclared(method, event.rawPath, reply);
      return reply;
    },
  };
};
