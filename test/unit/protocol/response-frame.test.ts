import { describe, expect, it } from 'vitest'
import { CodecError } from '../../../src/errors/codec-error.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { apiVersionsApi } from '../../../src/protocol/apis/api-versions.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { decodeResponse, encodeResponse, peekCorrelationId } from '../../../src/protocol/response-frame.ts'

function frameOf(chunks: readonly Uint8Array[]): Buffer {
  return Buffer.concat(chunks).subarray(4)
}

describe('response frames', () => {
  it('have header v0 in a version with the fixed layout', () => {
    const frame = frameOf(encodeResponse(heartbeatApi, 0, 9, { errorCode: 27 }))
    expect(frame.toString('hex')).toBe('00000009' + '001b')
  })

  it('have header v1 in a flexible version', () => {
    const frame = frameOf(encodeResponse(heartbeatApi, 4, 9, { errorCode: 27 }))
    expect(frame.toString('hex')).toBe('00000009' + '00' + '00000000' + '001b' + '00')
    expect(decodeResponse(heartbeatApi, 4, frame)).toMatchObject({ correlationId: 9, body: { errorCode: 27 } })
  })

  it('have header v0 for ApiVersions in every version (KIP-511)', () => {
    const frame = frameOf(encodeResponse(apiVersionsApi, 3, 9, {}))
    expect(frame.toString('hex')).toBe('00000009' + '0000' + '01' + '00000000' + '00')
  })

  it('skip the tagged fields of a header', () => {
    const frame = Buffer.from('00000009' + '01' + '0502abcd' + '00000000' + '0000' + '00', 'hex')
    expect(decodeResponse(heartbeatApi, 4, frame).correlationId).toBe(9)
  })

  it('give their correlation id without being decoded', () => {
    expect(peekCorrelationId(Buffer.from('7fffffffdeadbeef', 'hex'))).toBe(0x7fffffff)
    expect(() => peekCorrelationId(Buffer.of(0, 0))).toThrow(CodecError)
  })
})

describe('decodeResponse', () => {
  it('reads the version 0 answer of a broker that does not know the version it was asked with', () => {
    const refusal = {
      errorCode: ErrorCodes.UNSUPPORTED_VERSION,
      apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 2 }],
    }
    const frame = frameOf(encodeResponse(apiVersionsApi, 0, 1, refusal))
    expect(decodeResponse(apiVersionsApi, 4, frame).body).toMatchObject(refusal)
  })

  it('reads such an answer too when the broker wrote it in the version it was asked with', () => {
    const refusal = {
      errorCode: ErrorCodes.UNSUPPORTED_VERSION,
      apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 2 }],
    }
    const frame = frameOf(encodeResponse(apiVersionsApi, 3, 1, refusal))
    expect(decodeResponse(apiVersionsApi, 3, frame).body).toMatchObject(refusal)
  })

  it('refuses bytes after the body', () => {
    const frame = Buffer.concat([frameOf(encodeResponse(heartbeatApi, 0, 1, {})), Buffer.of(1, 2)])
    expect(() => decodeResponse(heartbeatApi, 0, frame)).toThrow(
      'Cannot decode HeartbeatResponse v0: 2 bytes left over at byte 6',
    )
  })

  it('says in which field and at which byte a truncated answer ends', () => {
    const body = { responses: [{ topic: 'orders', partitions: [{ records: Buffer.alloc(50) }] }] }
    const frame = frameOf(encodeResponse(fetchApi, 11, 1, body))
    const act = (): unknown => decodeResponse(fetchApi, 11, frame.subarray(0, -10))
    expect(act).toThrow(
      /^Cannot decode FetchResponse v11: responses\[0\]\.partitions\[0\]\.records: 50 bytes needed, 40 left at byte \d+$/,
    )
    expect(act).toThrow(expect.objectContaining({ context: { api: 'Fetch', apiVersion: 11 } }))
  })

  it('gives records as a view into the frame', () => {
    const body = { responses: [{ topic: 'orders', partitions: [{ records: Buffer.alloc(5000, 1) }] }] }
    const frame = frameOf(encodeResponse(fetchApi, 11, 1, body))
    const records = decodeResponse(fetchApi, 11, frame).body.responses[0]!.partitions[0]!.records!
    expect(records.buffer).toBe(frame.buffer)
  })
})
