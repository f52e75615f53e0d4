import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { LocalFunction } from './template.ts';

/** Why an invocation gave no result: what Lambda would report as a function error. */
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
  /** Hands an event over as JSON and gives the result as JSON; rejects with a `FunctionFault`. */
  invoke: (functionArn: string, event: string, options?: { timeoutMs?: number }) => Promise<string>;
  stop: () => Promise<void>;
};

type Waiting = { settle: (result: string) => void; fail: (fault: FunctionFault) => void };
type FromWorker = { loaded?: true; pong?: number; id?: number; result?: string; fault?: string };

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

class FunctionWorker {
  private readonly definition: LocalFunction;
  private readonly environment: Record<string, string>;
  private readonly log: (line: string) => void;
  private running: { worker: Worker; loaded: Promise<void> } | undefined;
  private readonly waiting = new Map<number, Waiting & { worker: Worker }>();
  private readonly pings = new Map<number, () => void>();
  private nextId = 1;

  constructor(definition: LocalFunction, environment: Record<string, string>, log: (line: string) => void) {
    this.definition = definition;
    this.environment = environment;
    this.log = log;
  }

  load(): Promise<void> {
    this.running ??= this.start();
    return this.running.loaded;
  }

  private start(): { worker: Worker; loaded: Promise<void> } {
    const { definition } = this;
    const group = `/aws/lambda/${definition.name}`;
    const stream = `local/[$LATEST]${randomUUID().replaceAll('-', '')}`;
    const worker = new Worker(workerFile, {
      execArgv: [],
      workerData: {
        ...bundleOf(definition),
        context: {
          functionName: definition.name,
          functionVersion: '$LATEST',
          invokedFunctionArn: definition.arn,
          memoryLimitInMB: String(definition.memoryMb),
          logGroupName: group,
          logStreamName: stream,
        },
      },
      env: {
        LANG: 'en_US.UTF-8',
        TZ: ':UTC',
        PATH: process.env.PATH ?? '',
        LAMBDA_TASK_ROOT: definition.codeDir,
        _HANDLER: definition.handler,
        AWS_LAMBDA_FUNCTION_NAME: definition.name,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
        AWS_LAMBDA_LOG_GROUP_NAME: group,
        AWS_LAMBDA_LOG_STREAM_NAME: stream,
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        // This machine's Node may be older than the one Lambda runs; the SDK's note about it is no help to whoever starts this.
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        ...this.environment,
        ...definition.environment,
      },
      resourceLimits: { maxOldGenerationSizeMb: definition.memoryMb },
    });
    const loaded = new Promise<void>((done, fail) => {
      let reason: Error | undefined;
      worker.on('message', (message: FromWorker) => {
        if (message.loaded) done();
        else this.receive(message);
      });
      worker.on('error', (error) => {
        reason = error as Error;
      });
      worker.on('exit', (code) => {
        if (this.running?.worker === worker) this.running = undefined;
        const text = reason ? (reason.stack ?? reason.message) : `exit code ${code}`;
        fail(new Error(`The function ${definition.name} did not load: ${text}`));
        for (const [id, waiting] of this.waiting) {
          if (waiting.worker !== worker) continue;
          this.waiting.delete(id);
          waiting.fail(new FunctionFault('failed', `The function ${definition.name} ended during the event: ${text}`));
        }
      });
    });
    return { worker, loaded };
  }

  private receive(message: FromWorker): void {
    if (message.pong !== undefined) this.pings.get(message.pong)?.();
    const waiting = message.id === undefined ? undefined : this.waiting.get(message.id);
    if (message.id === undefined || !waiting) return;
    this.waiting.delete(message.id);
    if (message.result === undefined) waiting.fail(new FunctionFault('failed', message.fault ?? 'no reason given'));
    else if (Buffer.byteLength(message.result) > payloadLimitBytes) {
      waiting.fail(new FunctionFault('failed', `The result of ${this.definition.name} is larger than 6 MB`));
    } else waiting.settle(message.result);
  }

  async invoke(event: string, timeoutMs: number): Promise<string> {
    if (event.length > payloadLimitBytes || Buffer.byteLength(event) > payloadLimitBytes) {
      throw new FunctionFault('too-large', `The event for ${this.definition.name} is larger than 6 MB`);
    }
    await this.load().catch((error: Error) => {
      throw new FunctionFault('failed', error.message);
    });
    const worker = this.running?.worker;
    if (!worker) throw new FunctionFault('failed', `The function ${this.definition.name} ended before the event`);
    const id = this.nextId++;
    return new Promise((done, fail) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        void this.endIfStuck(worker);
        fail(
          new FunctionFault('timed-out', `The function ${this.definition.name} gave no result within ${timeoutMs} ms`),
        );
      }, timeoutMs);
      this.waiting.set(id, {
        worker,
        settle: (result) => {
          clearTimeout(timer);
          done(result);
        },
        fail: (fault) => {
          clearTimeout(timer);
          fail(fault);
        },
      });
      worker.postMessage({ id, event, requestId: randomUUID(), deadline: Date.now() + timeoutMs });
    });
  }

  // Lambda ends a function at its time-out; here other events may be under way in it, so only one that is stuck is ended.
  private async endIfStuck(worker: Worker): Promise<void> {
    const id = this.nextId++;
    const answered = await new Promise<boolean>((done) => {
      const timer = setTimeout(() => done(false), pingPatienceMs);
      this.pings.set(id, () => {
        clearTimeout(timer);
        done(true);
      });
      worker.postMessage({ ping: id });
    });
    this.pings.delete(id);
    if (answered) return;
    this.log(`the function ${this.definition.name} is stuck and starts anew`);
    await worker.terminate();
  }

  async stop(): Promise<void> {
    await this.running?.worker.terminate();
  }
}

/** Runs each function's bundle in a worker thread with an environment of its own; a worker that ended starts anew with the next event. */
export const createRuntime = (options: {
  functions: LocalFunction[];
  environment: Record<string, string>;
  log: (line: string) => void;
}): Runtime => {
  const workers = new Map(
    options.functions.map((definition) => [
      definition.arn,
      { definition, worker: new FunctionWorker(definition, options.environment, options.log) },
    ]),
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
    stop: async () => {
      await Promise.all([...workers.values()].map(({ worker }) => worker.stop()));
    },
  };
};
