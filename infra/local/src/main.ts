import { StartProblem } from './problem.ts';
import { type Parts, readSettings, run } from './run.ts';

/** A start command: the parts to serve, and the summary that it prints when it is ready. */
export type Program = Parts & {
  /** Labels and texts; `data` says where items and objects are. */
  summary: (served: { url: string; data: string }) => (readonly [label: string, text: string])[];
};

const labelWidth = 9;

// npm forwards a Ctrl-C that the terminal has already sent to this process; only a later one means an immediate stop.
const impatienceMs = 1_000;
const parentCheckMs = 500;

/**
 * The start command: serves until Ctrl-C or SIGTERM, then waits for running requests and exits with 0. A failed start
 * prints one line on stderr and exits with another code.
 */
export const main = async ({ summary, ...parts }: Program): Promise<void> => {
  const seconds = (): string => `${(performance.now() / 1000).toFixed(1).padStart(5)} s`;
  const log = (line: string): void => console.log(`${seconds()}  ${line}`);
  // A closed terminal must not cause an unhandled error.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);

  // Functions have Lambda's time zone; workers inherit it.
  process.env.TZ = 'UTC';
  // The engines field states the required Node version; the SDK's note about later versions does not help users of this
  // command.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const interrupted = new AbortController();
  let askedAt = 0;
  const asked = new Promise<void>((done) => {
    const ask = (): void => {
      askedAt = performance.now();
      interrupted.abort(new StartProblem('stopped'));
      done();
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        if (!interrupted.signal.aborted) ask();
        else if (performance.now() - askedAt > impatienceMs) process.exit(130);
      });
    }
    // Under npm, a killed npm would leave this process holding the port and the data, out of its user's sight.
    const { npm_lifecycle_event: startedByNpm } = process.env;
    const parent = process.ppid;
    if (startedByNpm !== 'start' && startedByNpm !== 'dev') return;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      if (!interrupted.signal.aborted) ask();
    }, parentCheckMs);
    watch.unref();
  });
  try {
    const settings = readSettings(process.env);
    const running = await run(settings, parts, log, interrupted.signal);
    const { dataDir, external, externalObjects } = settings;
    const items = external?.endpoint ?? dataDir;
    const objects = externalObjects?.endpoint ?? dataDir;
    const data = items === objects ? items : `${items}, images ${objects}`;
    log(`ready: ${running.url}`);
    const lines = summary({ url: running.url, data }).map(([label, text]) => `  ${label.padEnd(labelWidth)}${text}`);
    console.log(['', ...lines, ''].join('\n'));
    const ended = await Promise.race([asked, running.ended]);
    if (ended !== undefined) console.error(ended);
    else log('stopping');
    await running.stop();
    log('stopped');
    process.exit(ended === undefined ? 0 : 1);
  } catch (error) {
    if (interrupted.signal.aborted) process.exit(0);
    console.error(error instanceof StartProblem ? error.message : error);
    process.exit(1);
  }
};
