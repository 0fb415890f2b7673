import { describe, expect, it } from 'vitest'
import { UnsupportedVersionError } from '../../../src/errors/client-errors.ts'
import {
  addPartitionsToTxnRequest,
  fetchRequest,
  fetchResponse,
  joinGroupResponse,
  produceRequest,
} from '../../../src/protocol/messages/index.ts'
import { expectedMessage } from '../../conformance/messages/expected-message.ts'
import { decodeMessage, encodeMessage } from '../../conformance/messages/message-bytes.ts'
import { innerFields, isArray, isIn, liveFields, loadMessages } from '../../conformance/messages/message-spec.ts'
import { randomMessage } from '../../conformance/messages/random-message.ts'

const messages = loadMessages()

describe('generated messages', () => {
  it('decode to what was encoded, with defaults for what was left out, in every version', () => {
    for (const { name, codec, spec } of messages) {
      for (let version = codec.minVersion; version <= codec.maxVersion; version++) {
        for (let seed = 0; seed < 6; seed++) {
          const draft = randomMessage(spec, version, { style: seed, seed, withIgnored: true })
          const decoded = decodeMessage(codec, encodeMessage(codec, draft, version), version)
          expect(decoded, `${name} v${version} seed ${seed}`).toEqual(expectedMessage(spec, draft, version))
        }
      }
    }
  })

  it('take a byte at least for every item of an array, which the reader counts on', () => {
    const walk = (spec: (typeof messages)[number]['spec'], fields: typeof spec.fields, version: number): void => {
      for (const field of fields) {
        const inner = innerFields(spec, field)
        if (inner === undefined || !isIn(field.versions, version)) continue
        const hasPlainField = inner.some((one) => isIn(one.versions, version) && !isIn(one.taggedVersions, version))
        const hasByte = hasPlainField || isIn(spec.flexibleVersions, version)
        if (isArray(field)) expect(hasByte, `${spec.name} v${version} ${field.name}`).toBe(true)
        walk(spec, inner, version)
      }
    }
    for (const { codec, spec } of messages) {
      for (let version = codec.minVersion; version <= codec.maxVersion; version++) {
        walk(spec, liveFields(spec, spec.fields), version)
      }
    }
  })

  it('keep unknown tagged fields at every depth', () => {
    const tags = [{ tag: 77, data: Buffer.from('future') }]
    const draft = { responses: [{ partitions: [{ unknownTaggedFields: tags }] }], unknownTaggedFields: tags }
    const decoded = decodeMessage(fetchResponse, encodeMessage(fetchResponse, draft, 17), 17) as unknown as typeof draft
    expect(decoded.unknownTaggedFields).toEqual(tags)
    expect(decoded.responses[0]!.partitions[0]!.unknownTaggedFields).toEqual(tags)
  })

  it('drop fields that a version lacks and that may be dropped', () => {
    const bytes = encodeMessage(fetchRequest, { rackId: 'r1' }, 10)
    expect(bytes.equals(encodeMessage(fetchRequest, {}, 10))).toBe(true)
  })

  it('refuse fields that a version lacks and that change the meaning', () => {
    const act = (): unknown => encodeMessage(addPartitionsToTxnRequest, { transactions: [{}] }, 3)
    expect(act).toThrow(UnsupportedVersionError)
    expect(act).toThrow('Cannot send transactions: AddPartitionsToTxnRequest v3 does not carry it')
  })

  it('do not refuse such a field while it has its default', () => {
    const bytes = encodeMessage(addPartitionsToTxnRequest, { transactions: [] }, 3)
    expect(bytes.equals(encodeMessage(addPartitionsToTxnRequest, {}, 3))).toBe(true)
  })

  it('refuse null in the versions that do not have it', () => {
    const act = (): unknown => encodeMessage(joinGroupResponse, { protocolName: null }, 6)
    expect(act).toThrow(UnsupportedVersionError)
    expect(act).toThrow('Cannot send a null protocolName: JoinGroupResponse v6 does not carry it')
    expect(encodeMessage(joinGroupResponse, { protocolName: null }, 7)).toBeInstanceOf(Buffer)
  })

  it('give the same empty list of tags to every message, instead of allocating one', () => {
    const [a, b] = [0, 1].map(() => decodeMessage(produceRequest, encodeMessage(produceRequest, {}, 9), 9))
    expect(a!.unknownTaggedFields).toBe(b!.unknownTaggedFields)
  })
})
