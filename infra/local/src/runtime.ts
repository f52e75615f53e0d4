import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { LocalFunction } from './template.ts';

/** The reason of an invocation without a result, as Lambda reports a function error. */
export class FunctionFault extends Error {
  readonly kind: 'failed' | 'timed-out' | 'too-large';

  constructor(kind: FunctionFault['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

export type Runtime = {
  /** Starts the function's worker now instead of at its first event; rejects when its bundle does not load. */
  load: (functionArn: string) => Promise<void>;
  /** Invokes a function with an event as JSON; rejects with a `FunctionFault`. */
  invoke: (functionArn: string, event: string, options?: { timeoutMs?: number }) => Promise<FunctionResult>;
  /**
   * Gives later events to the bundle in another folder once that has loaded; running events end with the bundle that they
   * began with. Rejects, and changes nothing, when the bundle does not load.
   */
  reload: (functionArn: string, codeDir: string) => Promise<void>;
  stop: () => Promise<void>;
};

/** A function's result as JSON. The text `body` of a result that has one is not in the JSON. */
export type FunctionResult = { json: string; body?: string };

type Waiting = { complete: (result: FunctionResult) => void; fail: (fault: FunctionFault) => void };
type FromWorker = {
  loaded?: true;
  died?: string;
  pong?: number;
  id?: number;
  result?: string;
  body?: string;
  fault?: string;
};

const workerFile = new URL('./function-worker.mjs', import.meta.url);
const pingPatienceMs = 1_000;
export const payloadLimitBytes = 6 * 1024 * 1024;

const bundleOf = ({ codeDir, handler, name }: LocalFunction): { file: string; exportName: string } => {
  const dot = handler.lastIndexOf('.');
  const base = join(codeDir, handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs'].map((extension) => base + extension).find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`The function ${name} has no bundle ${base}.mjs`);
  return { file: pathToFileURL(file).href, exportName: handler.slice(dot + 1) };
};

type Start = { definition: LocalFunction; environment: Record<string, string> };
type Host = { send: (message: object) => void; end: () => Promise<unknown> };
type Listener = { receive: (message: FromWorker) => void; ended: (reason: string) => void };

const contextOf = ({ name, arn, memoryMb }: LocalFunction) => ({
  functionName: name,
  functionVersion: '$LATEST',
  invokedFunctionArn: arn,
  memoryLimitInMB: String(memoryMb),
  logGroupName: `/aws/lambda/${name}`,
  logStreamName: `local/[$LATEST]${randomUUID().replaceAll('-', '')}`,
});

const startDataOf = (definition: LocalFunction) => ({ ...bundleOf(definition), context: contextOf(definition) });

const environmentOf = (
  { definition, environment }: Start,
  { logGroupName, logStreamName }: ReturnType<typeof contextOf>,
): Record<string, string> => ({
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  PATH: process.env.PATH ?? '',
  LAMBDA_TASK_ROOT: definition.codeDir,
  _HANDLER: definition.handler,
  AWS_LAMBDA_FUNCTION_NAME: definition.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
  AWS_LAMBDA_LOG_GROUP_NAME: logGroupName,
  AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  // This machine's Node can be older than Lambda's; the SDK's note about it does not help users of this command.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  ...environment,
  ...definition.environment,
});

const startThread = (start: Start, listener: Listener): Host => {
  const workerData = startDataOf(start.definition);
  const worker = new Worker(workerFile, {
    execArgv: [],
    workerData,
    env: environmentOf(start, workerData.context),
    resourceLimits: { maxOldGenerationSizeMb: start.definition.memoryMb },
  });
  let reason: Error | undefined;
  worker.on('message', listener.receive);
  worker.on('error', (error) => {
    reason = error as Error;
  });
  worker.on('exit', (code) => listener.ended(reason ? (reason.stack ?? reason.message) : `exit code ${code}`));
  return { send: (message) => worker.postMessage(message), end: () => worker.terminate() };
};

// Its own session: Ctrl-C in the terminal must only reach the start command. The process ends by itself after the start
// command.
const startProcess = (start: Start, listener: Listener): Host => {
  const startData = startDataOf(start.definition);
  const child = fork(workerFile, [JSON.stringify(startData)], {
    execArgv: [`--max-old-space-size=${start.definition.memoryMb}`],
    env: environmentOf(start, startData.context),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  let reason: string | undefined;
  const gone = new Promise<void>((done) => {
    const end = (text: string): void => {
      listener.ended(reason ?? text);
      done();
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
  });
  child.on('message', (message: FromWorker) => {
    if (message.died === undefined) listener.receive(message);
    else reason = message.died;
  });
  return {
    // A failed message is handled by the end of the process.
    send: (message) => void child.send(message, () => undefined),
    end: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
};

const longestEscapeBytes = 6;

/** The size of a result as one JSON text, in bytes; at most an upper bound where that is far below the limit. */
const resultBytes = (json: string, body = ''): number => {
  const most = (json.length + body.length) * longestEscapeBytes;
  return most < payloadLimitBytes ? most : Buffer.byteLength(json) + Buffer.byteLength(JSON.stringify(body));
};

class FunctionWorker {
  private readonly start: Start;
  private readonly startHost: (start: Start, listener: Listener) => Host;
  private readonly log: (line: string) => void;
  private running: { host: Host; loaded: Promise<void> } | undefined;
  private readonly waiting = new Map<number, Waiting & { host: Host }>();
  private readonly pings = new Map<number, () => void>();
  private nextId = 1;
  private retired = false;

  constructor(start: Start, startHost: (start: Start, listener: Listener) => Host, log: (line: string) => void) {
    this.start = start;
    this.startHost = startHost;
    this.log = log;
  }

  load(): Promise<void> {
    this.running ??= this.begin();
    return this.running.loaded;
  }

  private begin(): { host: Host; loaded: Promise<void> } {
    const { name } = this.start.definition;
    let complete: { done: () => void; fail: (error: Error) => void } | undefined;
    const loaded = new Promise<void>((done, fail) => {
      complete = { done, fail };
    });
    const host = this.startHost(this.start, {
      receive: (message) => {
        if (message.loaded) complete?.done();
        else this.receive(message);
      },
      ended: (reason) => {
        if (this.running?.host === host) this.running = undefined;
        complete?.fail(new Error(`The function ${name} did not load: ${reason}`));
        for (const [id, waiting] of this.waiting) {
          if (waiting.host !== host) continue;
          this.waiting.delete(id);
          waiting.fail(new FunctionFault('failed', `The function ${name} ended during the event: ${reason}`));
        }
      },
    });
    return { host, loaded };
  }

  private receive(message: FromWorker): void {
    if (message.pong !== undefined) this.pings.get(message.pong)?.();
    const waiting = message.id === undefined ? undefined : this.waiting.get(message.id);
    if (message.id === undefined || !waiting) return;
    this.waiting.delete(message.id);
    if (message.result === undefined) waiting.fail(new FunctionFault('failed', message.fault ?? 'no reason given'));
    else if (resultBytes(message.result, message.body) > payloadLimitBytes) {
      waiting.fail(new FunctionFault('failed', `The result of ${this.start.definition.name} is larger than 6 MB`));
    } else waiting.complete({ json: message.result, ...(message.body === undefined ? {} : { body: message.body }) });
  }

  async invoke(event: string, timeoutMs: number): Promise<FunctionResult> {
    if (event.length > payloadLimitBytes || Buffer.byteLength(event) > payloadLimitBytes) {
      throw new FunctionFault('too-large', `The event for ${this.start.definition.name} is larger than 6 MB`);
    }
    await this.load().catch((error: Error) => {
      throw new FunctionFault('failed', error.message);
    });
    const host = this.running?.host;
    if (!host) throw new FunctionFault('failed', `The function ${this.start.definition.name} ended before the event`);
    const id = this.nextId++;
    return new Promise((done, fail) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        void this.endIfStuck(host);
        fail(
          new FunctionFault(
            'timed-out',
            `The function ${this.start.definition.name} gave no result within ${timeoutMs} ms`,
          ),
        );
      }, timeoutMs);
      this.waiting.set(id, {
        host,
        complete: (result) => {
          clearTimeout(timer);
          done(result);
          this.endIfRetired();
        },
        fail: (fault) => {
          clearTimeout(timer);
          fail(fault);
          this.endIfRetired();
        },
      });
      host.send({ id, event, requestId: randomUUID(), timeoutMs });
    });
  }

  // Lambda ends a function at its time-out; here other events can be running in it, so only a stuck one is ended.
  private async endIfStuck(host: Host): Promise<void> {
    const id = this.nextId++;
    const completed = await new Promise<boolean>((done) => {
      const timer = setTimeout(() => done(false), pingPatienceMs);
      this.pings.set(id, () => {
        clearTimeout(timer);
        done(true);
      });
      host.send({ ping: id });
    });
    this.pings.delete(id);
    if (completed) return;
    this.log(`the function ${this.start.definition.name} is stuck and starts anew`);
    await host.end();
  }

  private endIfRetired(): void {
    if (this.retired && this.waiting.size === 0) void this.stop();
  }

  /** Ends the worker after its running events. */
  retire(): void {
    this.retired = true;
    this.endIfRetired();
  }

  async stop(): Promise<void> {
    await this.running?.host.end();
  }
}

/** Workers with one event at a time, like Lambda's; one of them stays ready for the next event. */
class FunctionPool {
  private readonly create: () => FunctionWorker;
  private readonly busy = new Set<FunctionWorker>();
  private idle: FunctionWorker | undefined;
  private stopped = false;

  constructor(create: () => FunctionWorker) {
    this.create = create;
  }

  async load(): Promise<void> {
    this.idle ??= this.create();
    await this.idle.load();
  }

  async invoke(event: string, timeoutMs: number): Promise<FunctionResult> {
    if (this.stopped) throw new FunctionFault('failed', 'The functions have been stopped');
    const worker = this.idle ?? this.create();
    this.idle = undefined;
    this.busy.add(worker);
    try {
      return await worker.invoke(event, timeoutMs);
    } catch (error) {
      if (error instanceof FunctionFault && error.kind === 'timed-out') await worker.stop();
      throw error;
    } finally {
      this.busy.delete(worker);
      if (this.idle || this.stopped) await worker.stop();
      else this.idle = worker;
    }
  }

  /** Ends each worker after its running event. */
  retire(): void {
    this.stopped = true;
    void this.idle?.stop();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.busy, ...(this.idle ? [this.idle] : [])].map((worker) => worker.stop()));
  }
}

// Compiled code can crash its process.
const hasCompiledCode = ({ codeDir }: LocalFunction): boolean =>
  readdirSync(codeDir, { recursive: true }).some((file) => String(file).endsWith('.node'));

/**
 * Runs each function's bundle with its own environment: in a worker thread, or, with compiled code, in one process for
 * each running event. An ended worker or process is restarted for the next event.
 */
export const createRuntime = (options: {
  functions: LocalFunction[];
  environment: Record<string, string>;
  log: (line: string) => void;
}): Runtime => {
  const { environment, log } = options;
  const createWorker = (definition: LocalFunction): FunctionPool | FunctionWorker => {
    const start = { definition, environment };
    return hasCompiledCode(definition)
      ? new FunctionPool(() => new FunctionWorker(start, startProcess, log))
      : new FunctionWorker(start, startThread, log);
  };
  const workers = new Map(
    options.functions.map((definition) => [definition.arn, { definition, worker: createWorker(definition) }]),
  );
  const find = (functionArn: string) => {
    const found = workers.get(functionArn);
    if (!found) throw new Error(`No function ${functionArn} runs here`);
    return found;
  };
  return {
    load: (functionArn) => find(functionArn).worker.load(),
    invoke: (functionArn, event, { timeoutMs = Number.POSITIVE_INFINITY } = {}) => {
      const { definition, worker } = find(functionArn);
      return worker.invoke(event, Math.min(timeoutMs, definition.timeoutSeconds * 1000));
    },
    reload: async (functionArn, codeDir) => {
      const former = find(functionArn);
      const definition = { ...former.definition, codeDir };
      const worker = createWorker(definition);
      await worker.load();
      workers.set(functionArn, { definition, worker });
      former.worker.retire();
    },
    stop: async () => {
      await Promise.all([...workers.values()].map(({ worker }) => worker.stop()));
    },
  };
};
