// Plain JavaScript: a worker that needs no TypeScript loader starts faster and stays smaller.
import { parentPort, workerData } from 'node:worker_threads';

const { file, exportName, context } = workerData;
const handler = (await import(file))[exportName];
if (typeof handler !== 'function') throw new Error(`The bundle has no function ${exportName}`);

const asMessage = (error) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const run = async ({ id, event, requestId, deadline }) => {
  try {
    const result = await handler(JSON.parse(event), {
      ...context,
      awsRequestId: requestId,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    parentPort.postMessage({ id, result: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    parentPort.postMessage({ id, fault: asMessage(error) });
  }
};

parentPort.on('message', (message) => {
  if (message.ping) parentPort.postMessage({ pong: message.ping });
  else run(message);
});
parentPort.postMessage({ loaded: true });
