import { expect } from 'vitest'
import { probeBroker } from '../../support/brokers/index.ts'
import { withRedpanda } from '../support.ts'

const it = withRedpanda()

it('answers ApiVersions', async ({ bootstrapServers }) => {
  const [host = '', port] = bootstrapServers.split(':')
  expect((await probeBroker(host, Number(port))).apiCount).toBeGreaterThan(20)
})
