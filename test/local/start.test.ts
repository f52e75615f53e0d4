import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ROOT } from '#infra/build/bundles.ts';
import { startSystem } from '#test/support/started-system.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'ocop-token-'));
  folders.push(folder);
  return folder;
};

const token = async (dataDir: string, ...args: string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'infra/commands/token.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, out, err };
};

const expectOneLine = ({ code, err }: Awaited<ReturnType<typeof token>>, text: string): void => {
  expect(code).not.toBe(0);
  expect(err.trimEnd().split('\n')).toEqual([expect.stringContaining(text)]);
};

describe('the token command', () => {
  it('says in one line that the signing key is unreadable', async () => {
    const dataDir = await newFolder();
    await mkdir(join(dataDir, 'identity'));
    await writeFile(join(dataDir, 'identity', 'signing-key.json'), '{"kid":');
    expectOneLine(await token(dataDir, 'buyer-1'), 'signing-key.json cannot be read');
  });

  it('prints just a token that the running system takes', async () => {
    const dataDir = await newFolder();
    const early = await token(dataDir, 'buyer-1');
    const system = await startSystem({ dataDir });
    const late = await token(dataDir, 'officer-central', '--ttl', '60');
    for (const printed of [early, late]) {
      expect(printed.code).toBe(0);
      expect(printed.out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
      const response = await fetch(`${system.url}/v1/me`, {
        headers: { authorization: `Bearer ${printed.out.trim()}` },
      });
      expect(response.status).toBe(200);
    }
    await system.stop();
  });

  it.each([
    { args: ['nobody'], said: 'No identity nobody; the identities are officer-ninh-binh, officer-thanh-hoa' },
    { args: [], said: 'Name an identity' },
    { args: ['buyer-1', '--ttl', 'x'], said: '--ttl' },
    { args: ['buyer-1', '--colour'], said: '--colour' },
  ])('refuses $args in one line', async ({ args, said }) => {
    const refused = await token(await newFolder(), ...args);
    expectOneLine(refused, said);
    expect(refused.out).toBe('');
  });
});

describe('npm start', () => {
  it('says where the API, its documentation and its data are, and how to get a token', async () => {
    const system = await startSystem();
    await system.stop();
    expect(system.said()).toContain(
      [
        '',
        `  API      ${system.url}/v1`,
        `  docs     ${system.url}/docs`,
        `  data     ${system.dataDir}`,
        '  token    npm run token -- officer-ninh-binh',
        '  stop     Ctrl-C',
        '',
      ].join('\n'),
    );
    expect(system.said()).toContain('started without demo data');
  });
});
