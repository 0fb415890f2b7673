/** What a principal needs for a transaction. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  type AclOperationName,
  AclOperations,
  AclPatterns,
  AclPermissions,
  type AclResourceName,
  AclResources,
} from '../../../src/cluster/security/acl.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { addPartitionsToTxnApi } from '../../../src/protocol/apis/add-partitions-to-txn.ts'
import { createAclsApi } from '../../../src/protocol/apis/create-acls.ts'
import { describeProducersApi } from '../../../src/protocol/apis/describe-producers.ts'
import { findCoordinatorApi } from '../../../src/protocol/apis/find-coordinator.ts'
import { listTransactionsApi } from '../../../src/protocol/apis/list-transactions.ts'
import { writeTxnMarkersApi } from '../../../src/protocol/apis/write-txn-markers.ts'
import { uniqueName } from '../every-broker.ts'
import type { RawConnection } from '../raw-connection.ts'
import { createRawTopic, newProducerId } from '../raw-topics.ts'
import { RawTransactions, settled } from '../raw-transactions.ts'
import { connectAs, describeOnSecuredBrokers } from '../secured-broker.ts'
import { until } from '../until.ts'

const idDenied = ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED

describeOnSecuredBrokers('ACLs of transactions', (broker) => {
  // Sessions end after a while: each test has connections of its own.
  let admin: RawConnection
  let app: RawConnection
  let owner: RawTransactions
  let topic: string
  let groupId: string
  const close = (): void => {
    admin?.close()
    app?.close()
  }
  beforeAll(async () => {
    // Coordinators start with the first question, which takes a real broker longer than a session lasts.
    const raw = await connectAs(broker.address, 'admin')
    await newProducerId(raw)
    await settled(() => raw.send(findCoordinatorApi, 3, { key: 'any', keyType: 1 }))
    await settled(() => raw.send(findCoordinatorApi, 3, { key: 'any', keyType: 0 }))
    raw.close()
  })
  afterAll(close)
  beforeEach(async () => {
    close()
    admin = await connectAs(broker.address, 'admin')
    app = await connectAs(broker.address, 'app')
    topic = await createRawTopic(admin)
    groupId = uniqueName('group')
    owner = await RawTransactions.start(admin)
  })

  /** The same producer, in the hands of a user without rights. */
  function thief(): RawTransactions {
    const stolen = new RawTransactions(app, owner.transactionalId)
    stolen.become(owner.producer)
    return stolen
  }

  async function allow(operation: AclOperationName, resource: AclResourceName, resourceName: string): Promise<void> {
    const creation = {
      resourceType: AclResources[resource],
      resourceName,
      resourcePatternType: AclPatterns.LITERAL,
      principal: 'User:app',
      host: '*',
      operation: AclOperations[operation],
      permissionType: AclPermissions.ALLOW,
    }
    await admin.send(createAclsApi, 3, { creations: [creation] })
  }

  it('refuse everything about a transactional id to who may not write to it', async () => {
    const stolen = thief()

    const codes = {
      init: (await stolen.initOnce()).errorCode,
      add: (await stolen.addOnce(topic))[0],
      addOffsets: (await stolen.addOffsets(groupId)).errorCode,
      write: (await stolen.write(topic, ['a'])).errorCode,
      commitOffset: (await stolen.commitOffset(groupId, topic, 1n)).errorCode,
      end: (await stolen.endOnce(true)).errorCode,
      describe: (await stolen.describe()).errorCode,
    }

    expect(codes).toEqual({
      ...{ init: idDenied, add: idDenied, addOffsets: idDenied, write: idDenied },
      ...{ commitOffset: idDenied, end: idDenied, describe: idDenied },
    })
  })

  it('need the topic to be written, and the group and the committed topic to be read', async () => {
    await allow('WRITE', 'TRANSACTIONAL_ID', owner.transactionalId)
    const stolen = thief()
    await until(async () => ((await stolen.describe()).errorCode === ErrorCodes.NONE ? true : undefined))
    const before = {
      add: await stolen.addOnce(topic),
      addOffsets: (await stolen.addOffsets(groupId)).errorCode,
      commitOffset: (await stolen.commitOffset(groupId, topic, 1n)).errorCode,
    }
    await allow('READ', 'GROUP', groupId)
    await until(async () => ((await stolen.addOffsets(groupId)).errorCode === ErrorCodes.NONE ? true : undefined))

    const { errorCode } = await stolen.commitOffset(groupId, topic, 1n)

    expect(before).toEqual({
      add: [ErrorCodes.TOPIC_AUTHORIZATION_FAILED],
      addOffsets: ErrorCodes.GROUP_AUTHORIZATION_FAILED,
      commitOffset: ErrorCodes.GROUP_AUTHORIZATION_FAILED,
    })
    expect(errorCode).toBe(ErrorCodes.TOPIC_AUTHORIZATION_FAILED)
  })

  it('list only ids that may be described, and partitions of topics that may be', async () => {
    await owner.add(topic)
    const list = { durationFilter: -1n }
    const hidden = await app.send(listTransactionsApi, 1, list)
    await allow('DESCRIBE', 'TRANSACTIONAL_ID', owner.transactionalId)
    const stolen = thief()
    await until(async () => ((await stolen.describe()).errorCode === ErrorCodes.NONE ? true : undefined))

    const listed = await app.send(listTransactionsApi, 1, list)

    const ids = ({ transactionStates }: typeof listed) =>
      transactionStates.map(({ transactionalId }) => transactionalId)
    expect(ids(hidden)).not.toContain(owner.transactionalId)
    expect(ids(listed)).toContain(owner.transactionalId)
    expect(await stolen.describe()).toMatchObject({ transactionState: 'Ongoing', topics: [] })
  })

  it('keep what brokers do among themselves from clients, and producers from who may not read', async () => {
    const marker = { ...owner.producer, transactionResult: false, coordinatorEpoch: 0 }
    const topics = [{ name: topic, partitionIndexes: [0] }]

    const markers = await app.send(writeTxnMarkersApi, 1, { markers: [{ ...marker, topics }] })
    const batched = await app.send(addPartitionsToTxnApi, 4, { transactions: [] })
    const producers = await app.send(describeProducersApi, 0, { topics })

    expect([
      markers.markers[0]!.topics[0]!.partitions[0]!.errorCode,
      batched.errorCode,
      producers.topics[0]!.partitions[0]!.errorCode,
    ]).toEqual([
      ErrorCodes.CLUSTER_AUTHORIZATION_FAILED,
      ErrorCodes.CLUSTER_AUTHORIZATION_FAILED,
      ErrorCodes.TOPIC_AUTHORIZATION_FAILED,
    ])
  })
})
