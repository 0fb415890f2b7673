import { describe, expect, it } from 'vitest'
import { BrokerNode } from '../../../../src/cluster/broker-node.ts'
import { ClusterState } from '../../../../src/cluster/cluster-state.ts'
import { profileOf, topicConfigOf } from '../../../../src/cluster/profiles/profiles.ts'
import { BrokerConfig } from '../../../../src/cluster/topics/broker-config.ts'
import { TransactionCoordinator } from '../../../../src/cluster/transactions/transaction-coordinator.ts'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { silentLog } from '../../../../src/observe/log.ts'
import { ManualClock, SeededRandom } from '../../../../src/testing/index.ts'

/** The last epoch that a client gets. */
const lastEpoch = 32766
const ordersPartition = { topic: 'orders', partition: 0 }

function startState(): ClusterState {
  const profile = profileOf('4.3')
  const state = ClusterState.open({
    clusterId: 'c',
    clock: new ManualClock(),
    random: new SeededRandom(1),
    log: silentLog,
    profile,
    brokerConfig: new BrokerConfig(),
    topicConfigDefinitions: topicConfigOf(profile),
    prefersReplicasInRack: false,
    verifiesFrames: false,
  })
  state.addNode(new BrokerNode({ nodeId: 1, host: 'b', port: 1, rack: null, offered: new Map() }))
  state.createTopic({ name: 'orders', assignments: [[1]] })
  return state
}

/** A coordinator that knows `id` with producer id 100 and that epoch. */
function coordinatorAt(producerEpoch: number, state = startState()): TransactionCoordinator {
  const coordinator = state.part(TransactionCoordinator)
  coordinator.fromSnapshot({
    transactions: [
      {
        transactionalId: 'id',
        state: 'Empty',
        producerId: '100',
        previousProducerId: '100',
        nextProducerId: '-1',
        producerEpoch,
        lastProducerEpoch: producerEpoch - 1,
        timeoutMs: 60_000,
        startTimestampMs: -1,
        updatedAtMs: state.clock.wallNow(),
        clientTransactionVersion: 0,
        coordinatorEpoch: 0,
        partitions: [],
      },
    ],
  })
  return coordinator
}

describe('the epochs of a producer id', () => {
  it('are used up to the last but one, which is for fencing', () => {
    expect(coordinatorAt(lastEpoch - 1).init('id', 1000, undefined)).toEqual({
      errorCode: ErrorCodes.NONE,
      producerId: 100n,
      producerEpoch: lastEpoch,
    })
  })

  it('bring another id with InitProducerId when they are used up', () => {
    const { producerId, producerEpoch } = coordinatorAt(lastEpoch).init('id', 1000, undefined)

    expect(producerId).not.toBe(100n)
    expect(producerEpoch).toBe(0)
  })

  it('bring another id, the same again, to a producer that names itself', () => {
    const coordinator = coordinatorAt(lastEpoch)
    const self = { producerId: 100n, producerEpoch: lastEpoch }

    const first = coordinator.init('id', 1000, self)
    const again = coordinator.init('id', 1000, self)

    expect(first.producerEpoch).toBe(0)
    expect(again).toEqual(first)
  })

  it('bring another id with the end of a transaction, whose markers have the epoch that no client gets', () => {
    const state = startState()
    const coordinator = coordinatorAt(lastEpoch, state)
    const producer = { producerId: 100n, producerEpoch: lastEpoch }
    coordinator.addPartitions('id', producer, [ordersPartition], 2)

    const ended = coordinator.end('id', producer, true, 2)
    const again = coordinator.end('id', producer, true, 2)

    expect(ended.producerId).not.toBe(100n)
    expect(ended).toMatchObject({ errorCode: ErrorCodes.NONE, producerEpoch: 0 })
    expect(again).toEqual(ended)
    expect([...state.partition('orders', 0)!.log.batches()]).toMatchObject([
      { isControl: true, producerId: 100n, producerEpoch: 32767 },
    ])
  })

  it('name the next id already while the markers are missing, and keep the old one so long', () => {
    const coordinator = coordinatorAt(lastEpoch)
    const producer = { producerId: 100n, producerEpoch: lastEpoch }
    coordinator.addPartitions('id', producer, [ordersPartition], 2)
    coordinator.setMarkersHeld(true)

    const ended = coordinator.end('id', producer, true, 2)
    const before = coordinator.get('id')!.producerId
    const again = coordinator.end('id', producer, true, 2)
    coordinator.setMarkersHeld(false)

    expect(again.errorCode).toBe(ErrorCodes.CONCURRENT_TRANSACTIONS)
    expect([before, coordinator.get('id')!.producerId]).toEqual([100n, ended.producerId])
  })

  it('are left when the producer of the last one is fenced, and its successor gets another id', () => {
    const coordinator = coordinatorAt(lastEpoch)
    const producer = { producerId: 100n, producerEpoch: lastEpoch }
    coordinator.addPartitions('id', producer, [ordersPartition], 2)

    const { errorCode } = coordinator.init('id', 1000, undefined)
    const next = coordinator.init('id', 1000, undefined)

    expect(errorCode).toBe(ErrorCodes.CONCURRENT_TRANSACTIONS)
    expect(next.producerEpoch).toBe(0)
    expect(next.producerId).not.toBe(100n)
  })
})
