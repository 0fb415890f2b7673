import { describe, expect, it } from 'vitest'
import { UnsupportedVersionError } from '../../../src/errors/client-errors.ts'
import { CodecError } from '../../../src/errors/codec-error.ts'
import { apiVersionsApi } from '../../../src/protocol/apis/api-versions.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { produceApi } from '../../../src/protocol/apis/produce.ts'
import { decodeRequest } from '../../../src/protocol/decode-request.ts'
import { encodeRequest, peekRequest } from '../../../src/protocol/request-frame.ts'

describe('encodeRequest', () => {
  it('writes size, header v1 and body for a version with the fixed layout', () => {
    const frame = Buffer.concat(encodeRequest(metadataApi, 1, 7, 'me', { topics: null }))
    expect(frame.toString('hex')).toBe('00000010' + '00030001' + '00000007' + '00026d65' + 'ffffffff')
  })

  it('writes header v2 for a flexible version, with a client id that is not compact', () => {
    const frame = Buffer.concat(encodeRequest(apiVersionsApi, 3, 1, 'me', { clientSoftwareName: 'o' }))
    expect(frame.toString('hex')).toBe('00000011' + '00120003' + '00000001' + '00026d65' + '00' + '026f' + '01' + '00')
  })

  it('writes a null client id', () => {
    const frame = Buffer.concat(encodeRequest(metadataApi, 0, 1, null, {}))
    expect(frame.subarray(12, 14).toString('hex')).toBe('ffff')
  })

  it('passes record batches on by reference', () => {
    const records = Buffer.alloc(10_000, 1)
    const body = { acks: -1, topicData: [{ name: 'orders', partitionData: [{ index: 0, records }] }] }
    expect(encodeRequest(produceApi, 9, 1, 'me', body)).toContain(records)
  })

  it('refuses a version that Ottla does not know', () => {
    const act = (): unknown => encodeRequest(metadataApi, 99, 1, 'me', {})
    expect(act).toThrow(UnsupportedVersionError)
    expect(act).toThrow(/Cannot use MetadataRequest v99: Ottla knows v0 to v\d+/)
  })

  it('names message, field and version when the version cannot carry what is asked', () => {
    const body = { topics: [{ name: 'orders' }], allowAutoTopicCreation: false }
    const act = (): unknown => encodeRequest(metadataApi, 3, 1, 'me', body)
    expect(act).toThrow(UnsupportedVersionError)
    expect(act).toThrow('Cannot send allowAutoTopicCreation: MetadataRequest v3 does not carry it')
  })

  it('refuses null where only later versions have it', () => {
    expect(() => encodeRequest(metadataApi, 0, 1, 'me', { topics: null })).toThrow(
      'Cannot send a null topics: MetadataRequest v0 does not carry it',
    )
  })

  it('says which message a value does not fit into', () => {
    const act = (): unknown => encodeRequest(metadataApi, 1, 1, 'me', { topics: [{ name: 'x'.repeat(40_000) }] })
    expect(act).toThrow(CodecError)
    expect(act).toThrow('Cannot encode MetadataRequest v1: String of 40000 bytes where at most 32767 fit')
  })
})

describe('decodeRequest', () => {
  it('gives back what was encoded', () => {
    const body = { topics: [{ name: 'orders' }], allowAutoTopicCreation: true }
    const frame = Buffer.concat(encodeRequest(metadataApi, 9, 42, 'me', body)).subarray(4)
    const decoded = decodeRequest(frame)
    expect(decoded).toMatchObject({ api: metadataApi, version: 9, correlationId: 42, clientId: 'me', body })
  })

  it('refuses bytes after the body', () => {
    const frame = Buffer.concat([...encodeRequest(metadataApi, 0, 1, 'me', {}), Buffer.of(0)]).subarray(4)
    expect(() => decodeRequest(frame)).toThrow('Cannot decode MetadataRequest v0: 1 bytes left over')
  })

  it('refuses an API that the lookup does not have', () => {
    const frame = Buffer.concat(encodeRequest(metadataApi, 0, 1, 'me', {})).subarray(4)
    expect(() => decodeRequest(frame, () => undefined)).toThrow('there is no API with key 3')
  })

  it('still peeks at a request of unknown version, so that it can be answered', () => {
    const frame = Buffer.from('0012' + '0063' + '00000005' + 'ffff', 'hex')
    expect(() => decodeRequest(frame)).toThrow(UnsupportedVersionError)
    expect(peekRequest(frame)).toEqual({ apiKey: 18, apiVersion: 99, correlationId: 5 })
  })

  it('refuses a frame too short for a header', () => {
    expect(() => peekRequest(Buffer.of(0, 3, 0))).toThrow(CodecError)
  })
})
