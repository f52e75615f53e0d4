import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultTokenSeconds, issueToken, loadSigningKey, StartProblem } from '@ocop/local-aws';
import { DEMO_IDENTITIES } from '#infra/demo/identities.ts';
import { CommandProblem, dataDirOf } from './system.ts';

const known = `the identities are ${DEMO_IDENTITIES.map(({ name }) => name).join(', ')}`;

const parse = (): { name: string | undefined; ttlSeconds: number } => {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { ttl: { type: 'string' } } });
    if (positionals.length > 1) throw new CommandProblem(`Name one identity; ${known}.`);
    const ttlSeconds = values.ttl === undefined ? defaultTokenSeconds : Number(values.ttl);
    if (!Number.isSafeInteger(ttlSeconds) || ttlSeconds <= 0)
      throw new CommandProblem('--ttl takes whole seconds above 0.');
    return { name: positionals[0], ttlSeconds };
  } catch (error) {
    throw error instanceof CommandProblem ? error : new CommandProblem((error as Error).message);
  }
};

try {
  const { name, ttlSeconds } = parse();
  const identity = DEMO_IDENTITIES.find((candidate) => candidate.name === name);
  if (!identity)
    throw new CommandProblem(name === undefined ? `Name an identity; ${known}.` : `No identity ${name}; ${known}.`);
  const dataDir = dataDirOf(process.env);
  if (!existsSync(join(dataDir, 'identity'))) {
    console.error(`No start has used ${dataDir} yet: a server with another DATA_DIR will refuse this token.`);
  }
  const key = await loadSigningKey(dataDir);
  console.log(await issueToken(key, identity, { now: Math.floor(Date.now() / 1000), ttlSeconds }));
} catch (error) {
  if (!(error instanceof CommandProblem || error instanceof StartProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
