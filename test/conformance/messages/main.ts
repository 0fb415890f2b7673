/**
 * Compares the generated codecs with the classes of Kafka's own client: every message in every version, in both
 * directions, bytes and values; which fields are refused where a version lacks them; and the tables of APIs.
 */
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { allApis } from '../../../src/protocol/all-apis.ts'
import { findApi } from '../../../src/protocol/api-table.ts'
import { encodeRequest } from '../../../src/protocol/request-frame.ts'
import { encodeResponse } from '../../../src/protocol/response-frame.ts'
import { mavenJars, runJavaSource } from '../../support/java.ts'
import { type ConformanceResult, Tally } from '../conformance-result.ts'
import { fateOfAbsentField } from './absent-field.ts'
import { differencesFromJava, parseJavaJson } from './compare-with-java.ts'
import { expectedMessage, type StructValue } from './expected-message.ts'
import { decodeMessage, encodeMessage } from './message-bytes.ts'
import { kafkaVersion, loadMessages, type MessageUnderTest } from './message-spec.ts'
import { randomMessage } from './random-message.ts'

const seedCount = 12

/** A message of ours that Java is asked to decode. */
interface OwnCase {
  readonly message: MessageUnderTest
  readonly version: number
  readonly seed: number
  readonly draft: StructValue
  readonly hex: string
}

export async function run(): Promise<ConformanceResult> {
  const release = kafkaVersion()
  const jars = await mavenJars('kafka-messages', [
    `org.apache.kafka:kafka-clients:${release}`,
    'com.fasterxml.jackson.core:jackson-databind:2.21.2',
    'org.slf4j:slf4j-nop:2.0.17',
  ])
  const messages = loadMessages()
  const tally = new Tally()
  const ownCases = encodeOwnCases(messages, tally)
  const rows = await askJava(jars, ownCases)

  const byJavaName = new Map(
    messages.flatMap((message) => [[message.name, message] as const, [`${message.name}Data`, message] as const]),
  )
  checkApis(rows('api'), tally)
  checkMessages(rows('message'), byJavaName, messages, tally)
  const javaCases = rows('case')
  for (const row of javaCases) checkJavaCase(row, byJavaName, tally)
  const absentFields = rows('absent')
  for (const row of absentFields) checkAbsentField(row, byJavaName, tally)
  const echoes = rows('echo')
  for (const [index, row] of echoes.entries()) checkEcho(row, ownCases[index]!, tally)
  tally.record(
    'the cases of ours',
    echoes.length === ownCases.length ? undefined : `Java answered ${echoes.length} of ${ownCases.length}`,
  )

  const versionCount = new Set(javaCases.map(([name, version]) => `${name} ${version}`)).size
  const ownVersionCount = messages.reduce((sum, { codec }) => sum + codec.maxVersion - codec.minVersion + 1, 0)
  tally.record(
    'message versions',
    versionCount === ownVersionCount ? undefined : `Java has ${versionCount}, we have ${ownVersionCount}`,
  )
  const summary =
    `messages against Kafka ${release}: ${allApis.length} APIs, ${messages.length} messages, ${versionCount} message versions, ` +
    `${javaCases.length} cases from Java and ${ownCases.length} from TypeScript (bytes and values), ` +
    `${absentFields.length} fields set in versions that lack them`
  return { summary, passed: tally.passed, failed: tally.failed }
}

function encodeOwnCases(messages: readonly MessageUnderTest[], tally: Tally): OwnCase[] {
  const cases: OwnCase[] = []
  for (const message of messages) {
    const { codec, spec } = message
    for (let version = codec.minVersion; version <= codec.maxVersion; version++) {
      for (let seed = 0; seed < seedCount; seed++) {
        const draft = randomMessage(spec, version, { style: seed, seed, withIgnored: true })
        const bytes = encodeMessage(codec, draft, version)
        const expected = expectedMessage(spec, draft, version)
        const isSame = isDeepStrictEqual(decodeMessage(codec, bytes, version), expected)
        tally.record(
          subject(message, version, seed),
          isSame ? undefined : 'decoding its own bytes gives something else',
        )
        cases.push({ message, version, seed, draft, hex: bytes.toString('hex') })
      }
    }
  }
  return cases
}

/** Runs the probe; gives its rows by their kind, without it. */
async function askJava(jars: string, ownCases: readonly OwnCase[]): Promise<(kind: string) => readonly string[][]> {
  const javaName = ({ spec, name }: MessageUnderTest): string => (spec.type === 'data' ? name : `${name}Data`)
  const input = ownCases.map(({ message, version, hex }) => `${javaName(message)}\t${version}\t${hex}\n`).join('')
  const result = await runJavaSource({
    source: join(import.meta.dirname, 'MessageProbe.java'),
    jarDirectories: [jars],
    args: [String(seedCount)],
    jvmArgs: ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
    input: Buffer.from(input),
  })
  const rows = new Map<string, string[][]>()
  for (const line of result.stdout.toString('latin1').split('\n')) {
    const [kind, ...columns] = line.split('\t')
    if (!rows.has(kind!)) rows.set(kind!, [])
    rows.get(kind!)!.push(columns)
  }
  if (result.exitCode !== 0 || !rows.has('done')) {
    throw new Error(`MessageProbe ended with exit code ${result.exitCode}\n${result.stderr}`)
  }
  return (kind) => rows.get(kind) ?? []
}

/** Each API that Java has, with its versions and the header versions of its frames; and no other. */
function checkApis(rows: readonly string[][], tally: Tally): void {
  for (const [key, name, min, max, isUnstable, requestHeaders, responseHeaders] of rows) {
    const api = findApi(Number(key))
    const own = api && [api.name, api.minVersion, api.maxVersion, api.isLatestUnstable === true].join(' ')
    const java = [name, min, max, isUnstable].join(' ')
    tally.record(`API ${name}`, own === java ? undefined : `Java has ${java}, we have ${own}`)
    if (api === undefined) continue
    const requestVersions = requestHeaders!.split(',')
    const responseVersions = responseHeaders!.split(',')
    for (let version = api.minVersion; version <= api.maxVersion; version++) {
      const body = encodeMessage(api.request, {}, version).length
      const request = Buffer.concat(encodeRequest(api, version, 1, null, {})).length - body
      const answer =
        Buffer.concat(encodeResponse(api, version, 1, {})).length - encodeMessage(api.response, {}, version).length
      const own = `${request - 13} ${answer - 8}`
      const java = `${requestVersions[version - api.minVersion]} ${responseVersions[version - api.minVersion]}`
      tally.record(`headers of ${name} v${version}`, own === java ? undefined : `Java has ${java}, we have ${own}`)
    }
  }
  tally.record(
    'the table of APIs',
    rows.length === allApis.length ? undefined : `Java has ${rows.length}, we have ${allApis.length}`,
  )
}

function checkMessages(
  rows: readonly string[][],
  byJavaName: ReadonlyMap<string, MessageUnderTest>,
  messages: readonly MessageUnderTest[],
  tally: Tally,
): void {
  const seen = new Set<MessageUnderTest>()
  for (const [name, min, max] of rows) {
    // Classes of removed APIs stay in Kafka without a version.
    if (Number(min) > Number(max)) continue
    const message = byJavaName.get(name!)
    if (message !== undefined) seen.add(message)
    const own = message && `${message.codec.minVersion} ${message.codec.maxVersion}`
    tally.record(
      `message ${name}`,
      own === `${min} ${max}` ? undefined : `Java has versions ${min} ${max}, we have ${own}`,
    )
  }
  for (const message of messages)
    tally.record(`message ${message.name}`, seen.has(message) ? undefined : 'Java does not have it')
}

/** Java's bytes: decoded they have Java's values, and encoded again they are the same. */
function checkJavaCase(row: readonly string[], byJavaName: ReadonlyMap<string, MessageUnderTest>, tally: Tally): void {
  const [name, versionText, seed, hex, json] = row as [string, string, string, string, string]
  const message = byJavaName.get(name)
  if (message === undefined) {
    tally.record(name, 'there is no such message')
    return
  }
  const version = Number(versionText)
  tally.record(
    `${subject(message, version, Number(seed))} from Java`,
    problemOf(() => {
      const value = decodeMessage(message.codec, Buffer.from(hex, 'hex'), version)
      const differences = differencesFromJava(message.spec, value, parseJavaJson(json), version)
      if (differences.length > 0) return differences.slice(0, 3).join('; ')
      const again = encodeMessage(message.codec, value, version).toString('hex')
      return again === hex ? undefined : `encoded again it is ${again}, from ${hex}`
    }),
  )
}

/** Our bytes: Java decodes them to the draft's values, and encodes them to the same bytes. */
function checkEcho(row: readonly string[], own: OwnCase, tally: Tally): void {
  const [, hex, json] = row as [string, string, string]
  const { message, version, draft } = own
  tally.record(
    `${subject(message, version, own.seed)} to Java`,
    problemOf(() => {
      if (hex === 'failed') return json
      if (hex !== own.hex) return `Java encodes it as ${hex}, from ${own.hex}`
      const expected = expectedMessage(message.spec, draft, version)
      const differences = differencesFromJava(message.spec, expected, parseJavaJson(json), version)
      return differences.length === 0 ? undefined : differences.slice(0, 3).join('; ')
    }),
  )
}

function checkAbsentField(
  row: readonly string[],
  byJavaName: ReadonlyMap<string, MessageUnderTest>,
  tally: Tally,
): void {
  const [name, versionText, path, java] = row as [string, string, string, string]
  const version = Number(versionText)
  tally.record(
    `${name} v${version} with ${path}`,
    problemOf(() => {
      const own = fateOfAbsentField(byJavaName.get(name)!, version, path)
      return own === java || own === undefined ? undefined : `Java has it ${java}, we have it ${own}`
    }),
  )
}

function problemOf(check: () => string | undefined): string | undefined {
  try {
    return check()
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

function subject(message: MessageUnderTest, version: number, seed: number): string {
  return `${message.name} v${version} seed ${seed}`
}
