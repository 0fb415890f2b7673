import { describe, expect, it } from 'vitest'
import { createAclsApi } from '../../../../src/protocol/apis/create-acls.ts'
import { saslAuthenticateApi } from '../../../../src/protocol/apis/sasl-authenticate.ts'
import { saslHandshakeApi } from '../../../../src/protocol/apis/sasl-handshake.ts'
import { MemoryStorage } from '../../../../src/testing/index.ts'
import { runKept } from '../storage/kept-world.ts'

const authorizer = { superUsers: ['User:ANONYMOUS'] }
const acl = {
  resourceType: 2,
  resourceName: 'orders',
  resourcePatternType: 3,
  principal: 'User:app',
  host: '*',
  operation: 3,
  permissionType: 3,
}

describe('a cluster that is started again', () => {
  it('has the rules that clients made', async () => {
    const storage = new MemoryStorage()
    await runKept(
      storage,
      async (world) => {
        await (await world.connect()).send(createAclsApi, 3, { creations: [acl] })
      },
      { authorizer },
    )

    await runKept(
      storage,
      ({ cluster }) => {
        expect(cluster.security.acls).toMatchObject([
          { resourceName: 'orders', principal: 'User:app', operation: 'READ' },
        ])
      },
      { authorizer },
    )
  })

  it('knows the users that it had, by SCRAM', async () => {
    const storage = new MemoryStorage()
    await runKept(storage, () => {}, { sasl: { users: { app: 'pencil' }, mechanisms: ['SCRAM-SHA-256'] } })

    await runKept(
      storage,
      async (world) => {
        const raw = await world.connect()
        await raw.send(saslHandshakeApi, 1, { mechanism: 'SCRAM-SHA-256' })
        const answer = await raw.send(saslAuthenticateApi, 1, { authBytes: Buffer.from('n,,n=app,r=abc') })

        expect(answer).toMatchObject({ errorCode: 0 })
        expect(answer.authBytes.toString()).toMatch(/^r=abc.+,s=.+,i=4096$/)
      },
      { sasl: { mechanisms: ['SCRAM-SHA-256'] } },
    )
  })
})
