import { StartProblem } from './problem.ts';
import { type Parts, readSettings, run } from './run.ts';

/** A start command: what it serves, and what it prints when it is ready. */
export type Program = Parts & {
  /** Labels and texts; `data` says where items and objects are. */
  summary: (served: { url: string; data: string }) => (readonly [label: string, text: string])[];
};

const labelWidth = 9;

// npm hands on a Ctrl-C that the terminal has sent to this process already: only a later one is impatience.
const impatienceMs = 1_000;
const parentCheckMs = 500;

/**
 * The start command: serves until Ctrl-C or SIGTERM, then lets requests under way finish and exits 0. What keeps it from
 * starting is one line on stderr and a non-zero exit code.
 */
export const main = async ({ summary, ...parts }: Program): Promise<void> => {
  const seconds = (): string => `${(performance.now() / 1000).toFixed(1).padStart(5)} s`;
  const log = (line: string): void => console.log(`${seconds()}  ${line}`);
  // A terminal that went away must not turn into an unhandled error.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);

  // Functions see the clock as Lambda sets it; workers take it over from here.
  process.env.TZ = 'UTC';
  // The engines field says which Node is enough; the SDK's note about later versions is no help to whoever starts this.
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
    if (startedByNpm !== 'start') return;
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
