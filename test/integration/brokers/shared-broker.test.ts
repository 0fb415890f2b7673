import { expect } from 'vitest'
import { probeBroker } from '../../support/brokers/index.ts'
import { it } from '../support.ts'

it('answers ApiVersions and knows its controller', async ({ bootstrapServers }) => {
  const [first = ''] = bootstrapServers.split(',')
  const [host = '', port] = first.split(':')
  const view = await probeBroker(host, Number(port))
  expect(view.apiCount).toBeGreaterThan(30)
  expect(view.controllerId).toBeGreaterThanOrEqual(0)
})
