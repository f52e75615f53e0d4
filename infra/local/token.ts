import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultTokenSeconds, demoIdentities, issueToken, loadSigningKey } from './identity.ts';
import { StartProblem } from './problem.ts';

const known = `the identities are ${demoIdentities.map(({ name }) => name).join(', ')}`;

const parse = (): { name: string | undefined; ttlSeconds: number } => {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { ttl: { type: 'string' } } });
    if (positionals.length > 1) throw new StartProblem(`Name one identity; ${known}.`);
    const ttlSeconds = values.ttl === undefined ? defaultTokenSeconds : Number(values.ttl);
    if (!Number.isSafeInteger(ttlSeconds) || ttlSeconds <= 0)
      throw new StartProblem('--ttl takes whole seconds above 0.');
    return { name: positionals[0], ttlSeconds };
  } catch (error) {
    throw error instanceof StartProblem ? error : new StartProblem((error as Error).message);
  }
};

try {
  const { name, ttlSeconds } = parse();
  const identity = demoIdentities.find((candidate) => candidate.name === name);
  if (!identity)
    throw new StartProblem(name === undefined ? `Name an identity; ${known}.` : `No identity ${name}; ${known}.`);
  const dataDir = resolve(process.env.DATA_DIR || '.data');
  if (!existsSync(join(dataDir, 'identity'))) {
    console.error(`No start has used ${dataDir} yet: a server with another DATA_DIR will refuse this token.`);
  }
  const key = await loadSigningKey(dataDir);
  console.log(await issueToken(key, identity, { now: Math.floor(Date.now() / 1000), ttlSeconds }));
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
