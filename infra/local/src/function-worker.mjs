// Plain JavaScript: a worker that needs no TypeScript loader starts faster and stays smaller.
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

const asMessage = (error) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

// A thread of the start command, or a process of its own.
const post = parentPort ? (message) => parentPort.postMessage(message) : (message) => process.send(message);
if (!parentPort) {
  process.once('disconnect', () => process.exit());
  process.once('uncaughtException', (error) => process.send({ died: asMessage(error) }, () => process.exit(1)));
}

// A thread's own stdout sends each line to the main thread as a message. Written here, it costs one system call. A full pipe
// or a closed one is left to the stream.
const streamWrite = process.stdout.write.bind(process.stdout);
if (parentPort) {
  process.stdout.write = (chunk, ...rest) => {
    if (typeof chunk !== 'string') return streamWrite(chunk, ...rest);
    const bytes = Buffer.from(chunk);
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(1, bytes, written);
    } catch {
      return streamWrite(bytes.subarray(written), ...rest);
    }
    rest.find((each) => typeof each === 'function')?.();
    return true;
  };
}

const { file, exportName, context } = parentPort ? workerData : JSON.parse(process.argv[2]);
const handler = (await import(file))[exportName];
if (typeof handler !== 'function') throw new Error(`The bundle has no function ${exportName}`);

// The body of an HTTP answer is sent beside the rest: inside it would be quoted here, and read again at the gateway.
const toMessage = (result) => {
  if (typeof result?.body !== 'string' || result.toJSON) return { result: JSON.stringify(result) ?? 'null' };
  const { body, ...rest } = result;
  return { result: JSON.stringify(rest), body };
};

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
    post({ id, ...toMessage(result) });
  } catch (error) {
    post({ id, fault: asMessage(error) });
  }
};

(parentPort ?? process).on('message', (message) => {
  if (message.ping) post({ pong: message.ping });
  else run(message);
});
post({ loaded: true });
