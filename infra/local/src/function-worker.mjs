// Plain JavaScript: a worker that needs no TypeScript loader starts faster and stays smaller.
import { parentPort, workerData } from 'node:worker_threads';

const asMessage = (error) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

// A thread of the start command, or a process of its own.
const post = parentPort ? (message) => parentPort.postMessage(message) : (message) => process.send(message);
if (!parentPort) {
  process.once('disconnect', () => process.exit());
  process.once('uncaughtException', (error) => process.send({ died: asMessage(error) }, () => process.exit(1)));
}

const { file, exportName, context } = parentPort ? workerData : JSON.parse(process.argv[2]);
const handler = (await import(file))[exportName];
if (typeof handler !== 'function') throw new Error(`The bundle has no function ${exportName}`);

const run = async ({ id, event, requestId, timeoutMs }) => {
  // Not the clock of the day: it may be set while the function runs.
  const deadline = performance.now() + timeoutMs;
  try {
    const result = await handler(JSON.parse(event), {
      ...context,
      awsRequestId: requestId,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - performance.now()),
    });
    post({ id, result: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    post({ id, fault: asMessage(error) });
  }
};

(parentPort ?? process).on('message', (message) => {
  if (message.ping) post({ pong: message.ping });
  else run(message);
});
post({ loaded: true });
