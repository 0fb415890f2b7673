import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeRequest } from '../../../src/protocol/decode-request.ts'
import { describeMessage } from '../../../src/protocol/describe-message.ts'
import type { Draft } from '../../../src/protocol/message-codec.ts'
import { encodeRequest } from '../../../src/protocol/request-frame.ts'
import { decodeResponse, encodeResponse } from '../../../src/protocol/response-frame.ts'
import type { GoldenFile } from '../../golden/golden-file.ts'

const path = join(import.meta.dirname, '..', '..', 'golden', 'frames.json')
const { broker, exchanges } = JSON.parse(readFileSync(path, 'utf8')) as GoldenFile

describe(`frames captured from ${broker}`, () => {
  it.each(exchanges)('$api v$version: the request is the one that the broker understood', ({ request }) => {
    const frame = Buffer.from(request, 'hex')
    const { api, version, correlationId, clientId, body } = decodeRequest(frame.subarray(4))
    const again = Buffer.concat(encodeRequest(api, version, correlationId, clientId, body as Draft<unknown>))
    expect(again.toString('hex')).toBe(request)
  })

  it.each(exchanges)('$api v$version: the answer has its values, and is encoded as the broker did', (exchange) => {
    const { api, version } = decodeRequest(Buffer.from(exchange.request, 'hex').subarray(4))
    const { correlationId, body } = decodeResponse(api, version, Buffer.from(exchange.response, 'hex'))
    expect(describeMessage(body, { maxItems: 1000, maxStringLength: 10_000 })).toBe(exchange.text)
    const again = Buffer.concat(encodeResponse(api, version, correlationId, body as Draft<unknown>))
    expect(again.subarray(4).toString('hex')).toBe(exchange.response)
  })
})
