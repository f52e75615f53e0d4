import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createAuthorize } from './authorizer.ts';
import { claimDataDir, endStaleEngines, recordEngine } from './data-dir.ts';
import { openDeliveries } from './deliveries.ts';
import { type Fields, readStateFile, replaceFile } from './durable-file.ts';
import { type Credentials, createDynamo, type Endpoint } from './dynamo.ts';
import { createEdgeHandler, withEdgeAt } from './edge.ts';
import { databasePath, type Engine, engineRecordPath, findEngineBinary, runEngine } from './engine.ts';
import { createApiHandler, openGateway } from './gateway.ts';
import { loadSigningKey, localIssuer, localRegion } from './identity.ts';
import { StartProblem } from './problem.ts';
import { createRuntime } from './runtime.ts';
import { type ObjectStore, startObjectStore } from './s3/object-store.ts';
import { startSchedules } from './schedules.ts';
import {
  announce,
  type Environment,
  environmentOf,
  openDoneSteps,
  type RunningSystem,
  type ServedSystem,
  withdrawAnnouncement,
} from './served.ts';
import { startStreams } from './streams.ts';
import { ensureTable } from './tables.ts';
import { type LocalSystem, readSystem } from './template.ts';
import { sweepExpired } from './ttl.ts';

const sweepEveryMs = 5 * 60_000;

export type Settings = {
  port: number;
  dataDir: string;
  /** An external database, with its credentials and region. */
  external?: Endpoint;
  /** External buckets. Credentials and region are the same as for an external database, because functions have one pair. */
  externalObjects?: Endpoint;
};

/** The caller's parts of the start. */
export type Parts = {
  /** Creates or finds the cloud assembly to serve. */
  synthesize: (options: { log: (line: string) => void }) => Promise<{ outDir: string }>;
  /** Called at each start, after the functions are loaded and before requests are served. An error ends the start. */
  prepare?: (system: ServedSystem) => Promise<void>;
  /** Called once requests are served; the result is called at the stop. */
  watch?: (system: RunningSystem) => () => Promise<void>;
};

export type Running = { url: string; ended: Promise<string>; stop: () => Promise<void> };

const localCredentials: Credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Reads PORT, DATA_DIR and the two AWS_ENDPOINT_URL_…; an invalid value is a `StartProblem`. */
export const readSettings = (env: NodeJS.ProcessEnv): Settings => {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new StartProblem(`PORT=${env.PORT} is no port: use 0 to 65535.`);
  const elsewhere = (name: 'AWS_ENDPOINT_URL_DYNAMODB' | 'AWS_ENDPOINT_URL_S3'): Endpoint | undefined => {
    const endpoint = env[name];
    if (!endpoint) return undefined;
    if (!/^https?:\/\/[^/]+/.test(endpoint)) throw new StartProblem(`${name}=${endpoint} is no http(s) address.`);
    return {
      endpoint,
      region: env.AWS_REGION || env.AWS_DEFAULT_REGION || localRegion,
      credentials: env.AWS_ACCESS_KEY_ID
        ? {
            accessKeyId: env.AWS_ACCESS_KEY_ID,
            secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
            sessionToken: env.AWS_SESSION_TOKEN,
          }
        : localCredentials,
    };
  };
  const external = elsewhere('AWS_ENDPOINT_URL_DYNAMODB');
  const externalObjects = elsewhere('AWS_ENDPOINT_URL_S3');
  return {
    port,
    dataDir: resolve(env.DATA_DIR || '.data'),
    ...(external ? { external } : {}),
    ...(externalObjects ? { externalObjects } : {}),
  };
};

const endpointVariables = (region: string, endpoints: { dynamo: string; objects: string }): Environment => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamo,
  AWS_ENDPOINT_URL_S3: endpoints.objects,
});

const credentialVariables = ({ accessKeyId, secretAccessKey, sessionToken }: Credentials): Environment => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken ? { AWS_SESSION_TOKEN: sessionToken } : {}),
});

const startEngine = async (settings: Settings): Promise<Engine> => {
  if (settings.external) {
    await recordEngine(settings.dataDir, { endpoint: settings.external.endpoint });
    return { endpoint: settings.external.endpoint, ended: new Promise(() => undefined), stop: async () => undefined };
  }
  const database = databasePath(settings.dataDir);
  await endStaleEngines(database);
  return runEngine({ database, onSpawn: (record) => recordEngine(settings.dataDir, record) });
};

const portOf = ({ port }: Fields): { port: number } | undefined =>
  Number.isInteger(port) && (port as number) > 0 && (port as number) <= 65_535 ? { port: port as number } : undefined;

/** Starts the object store on its earlier port if it is free, so that issued forms stay valid. */
const startStoreAgain = async (
  dataDir: string,
  options: Omit<Parameters<typeof startObjectStore>[0], 'port'>,
): Promise<ObjectStore> => {
  const record = join(dataDir, 'object-store.json');
  const stored = await readStateFile(record, portOf, {
    log: options.log,
    consequence: 'the object store takes another port; forms of uploads have to be asked for again.',
  });
  const store =
    typeof stored === 'string'
      ? await startObjectStore(options)
      : await startObjectStore({ ...options, port: stored.port }).catch((error: unknown) => {
          if (error instanceof StartProblem) return startObjectStore(options);
          throw error;
        });
  await replaceFile(record, JSON.stringify({ port: Number(new URL(store.endpoint).port) }));
  return store;
};

const checkAuthorizers = ({ api }: LocalSystem): void => {
  const foreign = api.routes.find(({ authorizer }) => authorizer && authorizer.issuer !== localIssuer);
  if (foreign)
    throw new Error(`${foreign.routeKey}: tokens of ${foreign.authorizer?.issuer} cannot be checked on this machine`);
};

const startSweeping = (
  sweeps: { of: string; sweep: () => Promise<unknown> }[],
  log: (line: string) => void,
): (() => Promise<void>) => {
  let underWay: Promise<void> = Promise.resolve();
  const sweepAll = async (): Promise<void> => {
    for (const { of, sweep } of sweeps) await sweep().catch((error: Error) => log(`expiry of ${of}: ${error.message}`));
  };
  const timer = setInterval(() => {
    underWay = underWay.then(sweepAll);
  }, sweepEveryMs);
  return async () => {
    clearInterval(timer);
    await underWay;
  };
};

const onlyAtStart = ({ api: _, functions, ...rest }: LocalSystem): string =>
  JSON.stringify([rest, functions.map(({ codeDir: _codeDir, ...definition }) => definition)]);

const functionsOf = ({ functions, api }: LocalSystem): RunningSystem['functions'] =>
  functions.map(({ arn, name, codeDir }) => {
    const servesRequests = api.routes.some(({ functionArn }) => functionArn === arn);
    return { name, codeDir, servesRequests };
  });

const stopOrder = ['background', 'gateway', 'objects', 'runtime', 'engine', 'claim'] as const;

/**
 * Serves the synthesized template. Port and folder are claimed first, so that obstacles are detected before any work.
 * If a later step fails or `signal` aborts, everything that was started is stopped.
 */
export const run = async (
  settings: Settings,
  parts: Parts,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Running> => {
  const undo: Partial<Record<(typeof stopOrder)[number], () => Promise<void>>> = {};
  const stop = async (): Promise<void> => {
    for (const part of stopOrder) {
      const step = undo[part];
      delete undo[part];
      await step?.();
    }
  };
  const interrupted = new Promise<never>((_, fail) =>
    signal.addEventListener('abort', () => fail(signal.reason), { once: true }),
  );
  interrupted.catch(() => undefined);
  const unlessStopped = <T>(work: Promise<T>): Promise<T> => Promise.race([work, interrupted]);
  try {
    const claim = await claimDataDir(settings.dataDir);
    undo.claim = claim.release;
    // A killed start can have left it.
    await withdrawAnnouncement(settings.dataDir);
    const gateway = await openGateway(settings.port);
    undo.gateway = async () => {
      await withdrawAnnouncement(settings.dataDir);
      await gateway.stop();
    };
    if (!settings.external) findEngineBinary();

    const synthesis = parts.synthesize({ log });
    synthesis.catch(() => undefined);
    const engine = await startEngine(settings);
    undo.engine = async () => {
      await engine.stop();
      await rm(engineRecordPath(settings.dataDir), { force: true });
    };
    log(`the database answers at ${engine.endpoint}`);
    const { outDir } = await unlessStopped(synthesis);
    log('the template is synthesized');

    const system = readSystem(outDir);
    checkAuthorizers(system);
    for (const thing of system.notServed) log(`not served on this machine: ${thing}`);
    const dynamo = settings.external ?? {
      endpoint: engine.endpoint,
      region: localRegion,
      credentials: localCredentials,
    };
    const call = createDynamo(dynamo);
    for (const table of system.tables) {
      const isFollowed = system.streams.some(({ tableName }) => tableName === table.name);
      const { created } = await ensureTable(call, table, { isFollowed }).catch((error: Error) => {
        throw error instanceof StartProblem
          ? error
          : new StartProblem(`The database at ${dynamo.endpoint} cannot be used: ${error.message}`);
      });
      log(`the table ${table.name} is ${created ? 'created' : 'there'}`);
    }

    // Functions have one pair of credentials, so the embedded store accepts those of the database.
    const signing = settings.external ?? settings.externalObjects ?? dynamo;
    const { rules, buckets, edge } = system;
    const deliveries = await openDeliveries({ rules, buckets, dataDir: settings.dataDir, log });
    const objects = settings.externalObjects
      ? undefined
      : await startStoreAgain(settings.dataDir, {
          folder: join(settings.dataDir, 's3'),
          buckets,
          region: signing.region,
          credentials: signing.credentials,
          onCreated: deliveries.accept,
          log,
        });
    if (objects) {
      undo.objects = objects.stop;
      log(`the object store answers at ${objects.endpoint}`);
    } else if (buckets.length > 0) {
      log('not served on this machine: what is in buckets elsewhere, to readers and to the functions that wait for it');
    }

    const functions = withEdgeAt(gateway.url, system.functions, edge);
    const endpoints = endpointVariables(signing.region, {
      dynamo: dynamo.endpoint,
      objects: objects?.endpoint ?? settings.externalObjects?.endpoint ?? '',
    });
    const credentials = credentialVariables(signing.credentials);
    const runtime = createRuntime({ functions, environment: { ...endpoints, ...credentials }, log });
    undo.runtime = runtime.stop;
    const answering = new Set(system.api.routes.map(({ functionArn }) => functionArn));
    await unlessStopped(Promise.all([...answering].map((functionArn) => runtime.load(functionArn))));
    log(`${answering.size} functions are loaded`);

    const served: ServedSystem = {
      environment: environmentOf(functions, { ...endpoints, ...credentials }),
      servesObjects: objects !== undefined,
      done: openDoneSteps(settings.dataDir),
      log,
    };
    await unlessStopped(parts.prepare?.(served) ?? Promise.resolve());
    const background: (() => Promise<void>)[] = [];
    undo.background = async () => {
      await Promise.all(background.map((each) => each()));
    };
    // Uploads expire after a day, even if the system only runs for minutes a day.
    await objects?.sweep();
    const sweepTables = async (): Promise<void> => {
      for (const each of system.tables) await sweepExpired(call, each, Math.floor(Date.now() / 1000));
    };
    const sweeps = [
      ...(settings.external ? [] : [{ of: 'items', sweep: sweepTables }]),
      ...(objects ? [{ of: 'objects', sweep: objects.sweep }] : []),
    ];
    background.push(startSweeping(sweeps, log), deliveries.stop);
    if (system.streams.length > 0) {
      const sources = system.streams;
      const streams = await startStreams({
        sources,
        call: createDynamo(dynamo, 'streams'),
        runtime,
        dataDir: settings.dataDir,
        log,
      });
      background.push(streams.stop);
    }
    if (system.schedules.length > 0) {
      const schedules = await startSchedules({ schedules: system.schedules, runtime, dataDir: settings.dataDir, log });
      background.push(schedules.stop);
    }
    signal.throwIfAborted();
    const authorize = createAuthorize(await loadSigningKey(settings.dataDir));
    const serve = ({ api }: LocalSystem): void => {
      const serveApi = createApiHandler({ api, runtime, authorize, port: gateway.port, log });
      gateway.serve(edge ? createEdgeHandler({ edge, store: objects, api: serveApi }) : serveApi);
    };
    serve(system);
    deliveries.start(runtime);
    // External credentials are not written to a file.
    const known = signing.credentials === localCredentials ? credentials : {};
    await announce(settings.dataDir, {
      url: gateway.url,
      environment: environmentOf(functions, { ...endpoints, ...known }),
    });
    if (parts.watch) {
      const arns = new Map(system.functions.map(({ name, arn }) => [name, arn]));
      const reload = (name: string, codeDir: string): Promise<void> => runtime.reload(arns.get(name) ?? name, codeDir);
      const reassemble: RunningSystem['reassemble'] = async (assemblyDir) => {
        const next = readSystem(assemblyDir);
        checkAuthorizers(next);
        if (onlyAtStart(next) !== onlyAtStart(system)) return undefined;
        await Promise.all(next.functions.map(({ name, codeDir }) => reload(name, codeDir)));
        serve(next);
        return functionsOf(next);
      };
      background.push(parts.watch({ functions: functionsOf(system), reload, reassemble, log }));
    }
    return { url: gateway.url, ended: engine.ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
