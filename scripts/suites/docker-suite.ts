/** The integration suite on a broker in Docker; with a daemon and an image of our own where there are none. */
import { runCommand } from './run-command.ts'
import { type Suite, vitest } from './suite.ts'
import { didNotRun, type SuiteResult, skippedSuite } from './suite-result.ts'

/** The scripts end with this code where Docker, or the image, cannot be had on this machine at all. */
const UNAVAILABLE = 3

export function integrationInDocker(name: string): Suite {
  return {
    name,
    async run() {
      const daemon = await runCommand('bash', ['scripts/docker/dockerd.sh', 'start'])
      if (daemon.exitCode === UNAVAILABLE) return skippedSuite(name, 'Docker cannot be had here, see above')
      if (daemon.exitCode !== 0) return didNotRun(name, 'the Docker daemon did not start', daemon.durationMs)
      try {
        return await runInDocker(name)
      } finally {
        await runCommand('bash', ['scripts/docker/dockerd.sh', 'stop'])
      }
    },
  }
}

async function runInDocker(name: string): Promise<SuiteResult> {
  const image = await runCommand('bash', ['scripts/docker/kafka-image.sh'], { output: 'keep' })
  if (image.exitCode === UNAVAILABLE) {
    // A machine that cannot build the image can usually pull the published one.
    return vitest(name, 'integration', { environment: { OTTLA_BROKERS: 'docker', OTTLA_OWN_CLUSTERS: 'no' } }).run()
  }
  if (image.exitCode !== 0) return didNotRun(name, 'the Kafka image was not built', image.durationMs)
  const environment = {
    OTTLA_BROKERS: 'docker',
    OTTLA_OWN_CLUSTERS: 'no',
    KAFKA_IMAGE: image.stdout.trim(),
    // Where images are built instead of pulled, Ryuk's cannot be pulled either; `dockerd.sh stop` cleans up instead.
    TESTCONTAINERS_RYUK_DISABLED: 'true',
    // Inside a virtual machine that looks like a container, Testcontainers would answer with the bridge's address.
    TESTCONTAINERS_HOST_OVERRIDE: 'localhost',
  }
  return vitest(name, 'integration', { environment }).run()
}
