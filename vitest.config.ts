import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // A skipped suite is reported with its reason; an unhandled rejection is a failure of the run.
    dangerouslyIgnoreUnhandledErrors: false,
    projects: [
      {
        test: {
          name: 'unit',
          // All of these run in one process, without a broker.
          include: ['test/{unit,cluster,simulation}/**/*.test.ts'],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          // The public behaviour, on one real broker that all files share; test/cluster holds the embedded one to it.
          name: 'integration',
          include: ['test/{integration,cluster}/**/*.test.ts'],
          globalSetup: ['test/integration/start-broker.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          // A short round trip on each old release of Kafka; every file starts its own.
          name: 'smoke',
          include: ['test/smoke/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
