import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem } from '#test/support/started-system.ts';

const CHROMIUM = '/usr/bin/chromium';
const isThere = existsSync(CHROMIUM);
if (!isThere && process.env.CI === 'true')
  throw new Error(`browser tests need ${CHROMIUM}: apt-get install -y chromium`);
if (!isThere) console.warn(`browser tests are skipped: there is no ${CHROMIUM} (apt-get install -y chromium)`);

const run = promisify(execFile);

describe.skipIf(!isThere)('the documentation page in a browser', () => {
  let system: Awaited<ReturnType<typeof startSystem>>;
  let profile: string;
  beforeAll(async () => {
    system = await startSystem();
    profile = await mkdtemp(join(tmpdir(), 'ocop-chromium-'));
  });
  afterAll(async () => {
    await system.stop();
    await rm(profile, { recursive: true, force: true });
  });

  it('shows every operation under its own strict content policy, from this service alone', async () => {
    const { stdout: dom, stderr } = await run(
      CHROMIUM,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
        `--user-data-dir=${profile}`,
        '--enable-logging=stderr',
        '--virtual-time-budget=10000',
        '--dump-dom',
        `${system.url}/docs`,
      ],
      { maxBuffer: 32 * 1024 * 1024 },
    );
    const { paths } = (await (await fetch(`${system.url}/openapi.json`)).json()) as { paths: Record<string, object> };
    const visible = new Set([...dom.matchAll(/data-path="([^"]+)"/g)].map(([, path]) => path));
    expect([...visible].sort()).toEqual(Object.keys(paths).sort());
    expect(stderr.match(/.*(?:Content Security Policy|Refused to).*/)?.[0]).toBeUndefined();
    expect(dom.match(/<(?:script|link|img)[^>]*(?:src|href)="https?:[^"]*"/)?.[0]).toBeUndefined();
  });
});
