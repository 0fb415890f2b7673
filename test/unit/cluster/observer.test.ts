import { describe, expect, it } from 'vitest'
import { apiVersionsApi } from '../../../src/protocol/apis/api-versions.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { startWorld } from './cluster-world.ts'

describe('an observer of a cluster', () => {
  it('hears of connections and requests in their order', async () => {
    const heard: string[] = []
    await using world = await startWorld({
      observer: {
        onConnection: ({ number, nodeId }) => heard.push(`connection ${number} to ${nodeId}`),
        onConnectionClosed: ({ number, clientSoftwareName }) => heard.push(`${number} closed, ${clientSoftwareName}`),
        onRequest: ({ api, version, nodeId, connection }) => heard.push(`${api} v${version} ${nodeId} ${connection}`),
      },
    })
    const raw = await world.connect(2)
    await raw.send(apiVersionsApi, 3, { clientSoftwareName: 'raw', clientSoftwareVersion: '1' })
    await raw.send(metadataApi, 9, { topics: [] })
    raw.close()
    await world.clock.settle()

    expect(heard).toEqual(['connection 1 to 2', 'ApiVersions v3 2 1', 'Metadata v9 2 1', '1 closed, raw'])
  })

  it('hears of a connection’s end once when its broker stops', async () => {
    const closed: number[] = []
    await using world = await startWorld({ observer: { onConnectionClosed: ({ number }) => closed.push(number) } })
    await world.connect(1)
    await world.connect(2)
    await world.cluster.broker(1).stop()
    await world.clock.settle()

    expect(closed).toEqual([1])
  })
})

describe('a cluster', () => {
  it('tells what was asked of it, unless it is to forget that', async () => {
    await using remembering = await startWorld()
    await using forgetting = await startWorld({ remembersRequests: false })
    for (const world of [remembering, forgetting]) await (await world.connect()).send(metadataApi, 9, { topics: [] })

    expect(remembering.cluster.requests.map(({ api }) => api)).toEqual(['Metadata'])
    expect(forgetting.cluster.requests).toEqual([])
  })
})
