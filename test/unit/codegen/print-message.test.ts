import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planMessage } from '../../../codegen/plan-message.ts'
import { printMessage } from '../../../codegen/print-message.ts'
import { fileNameOf } from '../../../codegen/print-tables.ts'
import type { MessageSpec } from '../../../codegen/spec.ts'
import type { MessageCodec } from '../../../src/protocol/message-codec.ts'
import { expectedMessage } from '../../conformance/messages/expected-message.ts'
import { decodeMessage, encodeMessage } from '../../conformance/messages/message-bytes.ts'
import { randomMessage } from '../../conformance/messages/random-message.ts'

/** Combinations of version ranges that a coming release may bring, though no schema of today has them. */
const spec: MessageSpec = {
  name: 'OddRequest',
  type: 'request',
  apiKey: 77,
  validVersions: '1-6',
  flexibleVersions: '4+',
  fields: [
    { name: 'Gone', type: 'int32', versions: '0' },
    { name: 'Middle', type: 'int16', versions: '2-3', default: '-1' },
    { name: 'Late', type: 'string', versions: '3+', nullableVersions: '5+', ignorable: true },
    { name: 'Blob', type: 'bytes', versions: '1+', nullableVersions: '2-4' },
    { name: 'BecameTagged', type: '[]uuid', versions: '2+', nullableVersions: '5+', taggedVersions: '5+', tag: 3 },
    { name: 'TaggedLong', type: 'int64', versions: '4+', taggedVersions: '4+', tag: 0, default: '0x10' },
    { name: 'Version', type: 'float64', versions: '1+' },
    { name: 'NeverCompact', type: 'string', versions: '1+', flexibleVersions: 'none' },
    {
      name: 'Cursor',
      type: 'Cursor',
      versions: '3+',
      nullableVersions: '3+',
      default: 'null',
      fields: [{ name: 'At', type: 'uint16', versions: '3-5', default: '7' }],
    },
    {
      name: 'Leader',
      type: 'Leader',
      versions: '4+',
      taggedVersions: '4+',
      tag: 1,
      fields: [{ name: 'Id', type: 'int32', versions: '5+', default: '-1' }],
    },
  ],
}

// Inside the repository, so that its own settings for TypeScript hold for the generated file.
let folder = ''
let codec: MessageCodec<unknown>

beforeAll(async () => {
  const root = join(import.meta.dirname, '..', '..', '..')
  mkdirSync(join(root, '.cache'), { recursive: true })
  folder = mkdtempSync(join(root, '.cache', 'print-message-'))
  const file = join(folder, 'odd-request.ts')
  const text = printMessage(planMessage(spec)).replaceAll("from '../", `from '${join(root, 'src/protocol')}/`)
  writeFileSync(file, text)
  const module = (await import(file)) as { oddRequest: MessageCodec<unknown> }
  codec = module.oddRequest
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('printMessage', () => {
  it('prints a codec with the facts of its schema', () => {
    expect(codec).toMatchObject({
      name: 'OddRequest',
      apiKey: 77,
      minVersion: 1,
      maxVersion: 6,
      firstFlexibleVersion: 4,
    })
  })

  it.each([1, 2, 3, 4, 5, 6])('prints code that gives everything back in version %d', (version) => {
    for (let seed = 0; seed < 60; seed++) {
      const draft = randomMessage(spec, version, { style: seed, seed, withIgnored: true })
      const decoded = decodeMessage(codec, encodeMessage(codec, draft, version), version)
      expect(decoded).toEqual(expectedMessage(spec, draft, version))
    }
  })

  it.each([
    ['middle', 1, 5],
    ['middle', 4, 5],
    ['becameTagged', 1, ['AAAAAAAAAAEAAAAAAAAAAg']],
    ['taggedLong', 3, 1n],
    ['leader', 3, { id: 4 }],
    ['cursor', 2, {}],
  ])('refuses %s in version %d, which lacks it', (field, version, value) => {
    expect(() => encodeMessage(codec, { [field]: value }, version)).toThrow(
      `Cannot send ${field}: OddRequest v${version}`,
    )
  })

  it.each([
    ['late', 4],
    ['blob', 1],
    ['blob', 5],
    ['becameTagged', 4],
  ])('refuses a null %s in version %d', (field, version) => {
    expect(() => encodeMessage(codec, { [field]: null }, version)).toThrow(`a null ${field}`)
  })

  it('writes no tagged field that has its default', () => {
    const empty = encodeMessage(codec, {}, 6)
    const draft = { taggedLong: 16n, leader: { id: -1 }, becameTagged: [] }
    expect(encodeMessage(codec, draft, 6).equals(empty)).toBe(true)
  })
})

describe('fileNameOf', () => {
  it.each([
    ['ApiVersionsRequest', 'api-versions-request'],
    ['KRaftVersionRecord', 'k-raft-version-record'],
    ['OffsetForLeaderEpochRequest', 'offset-for-leader-epoch-request'],
  ])('writes %s as %s', (name, file) => {
    expect(fileNameOf(name)).toBe(file)
  })
})
