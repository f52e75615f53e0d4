import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#infra/build/bundles.ts';
import { findSystem } from '#infra/commands/system.ts';
import { type StartedSystem, startSystem } from '#test/support/started-system.ts';

let system: StartedSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const run = async (name: string, args: string[], env: Record<string, string>) => {
  const child = spawn(process.execPath, ['--import', 'tsx', `infra/commands/${name}.ts`, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, out, err };
};

const COMMANDS: [name: string, args: string[], said: RegExp][] = [
  ['appoint-officer', ['37', 'somebody'], /^somebody is an officer of off_37\n$/],
  ['place-images', [], /^0 products, 0 photos, 0 of them public\n$/],
  ['rebuild-shelves', [], /^0 products, 0 producers, 0 certificates, 0 points, 0 levels are in line\n$/],
  ['verify-stock', [], /^0 points, 0 levels, 0 ledger lines, 0 differences, [\d.]+ s\n$/],
];

describe.each(COMMANDS)('the command %s', (name, args, said) => {
  it('works on the system that npm start runs', async () => {
    const { code, out, err } = await run(name, args, { DATA_DIR: system.dataDir });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(said);
  });

  it('works on the table that the environment names', async () => {
    const { environment } = await findSystem({ DATA_DIR: system.dataDir });
    const { TABLE_NAME, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, MEDIA_BUCKET } = environment;
    const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_S3 } = environment;
    const named = {
      ...{ TABLE_NAME, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, MEDIA_BUCKET },
      ...{ AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_S3, DATA_DIR: '/nowhere/at-all' },
    } as Record<string, string>;
    const { code, out } = await run(name, args, named);
    expect(code).toBe(0);
    expect(out).toMatch(said);
  });

  it('says in one line that nothing serves the folder', async () => {
    const { code, out, err } = await run(name, args, { DATA_DIR: '/nowhere/at-all' });
    expect([code, out]).toEqual([2, '']);
    expect(err.trimEnd().split('\n')).toEqual([expect.stringContaining('No running start serves /nowhere/at-all')]);
  });
});
