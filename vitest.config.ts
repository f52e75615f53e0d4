import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that start nothing: no engine, no process, no browser. A dependency rule keeps them so. */
const UNIT = [
  'test/domain/**/*.test.ts',
  'test/property/rate-limiter.test.ts',
  'test/data/signature.test.ts',
  'test/infra/breaking-changes.test.ts',
];

export default defineConfig({
  test: {
    // Only what hangs meets them: a busy machine takes many times as long as an idle one.
    testTimeout: 600_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // Two at least: a machine of two cores waits for the engine's process while one test file computes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A process loads the modules once for all its files: reading them again cost more than the tests of most files.
    isolate: false,
    // package.json says which Node is enough; the note about next year's would stand between the results.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    projects: [
      { extends: true, test: { name: 'unit', include: UNIT } },
      {
        extends: true,
        test: { name: 'system', include: ['test/**/*.test.ts', 'infra/local/test/**/*.test.ts'], exclude: UNIT },
      },
    ],
  },
});
