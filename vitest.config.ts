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
    testTimeout: 150_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // package.json says which Node is enough; the note about next year's would stand between the results.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    projects: [
      { extends: true, test: { name: 'unit', include: UNIT, isolate: false } },
      {
        extends: true,
        test: { name: 'system', include: ['test/**/*.test.ts', 'infra/local/test/**/*.test.ts'], exclude: UNIT },
      },
    ],
  },
});
