import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FieldSpec, MessageSpec } from '../../../codegen/spec.ts'
import { intersect, isEmpty, parseRange } from '../../../codegen/version-range.ts'
import type { MessageCodec } from '../../../src/protocol/message-codec.ts'
import * as messages from '../../../src/protocol/messages/index.ts'

/**
 * The schemas as the tests read them. They go from `schemas/` straight to values, past the generator's own plan, so that
 * a fault in the plan shows as a difference.
 */
export interface MessageUnderTest {
  readonly name: string
  readonly codec: MessageCodec<unknown>
  readonly spec: MessageSpec
}

const schemasDir: string = join(import.meta.dirname, '..', '..', '..', 'schemas')

/** Every message with a valid version, in the order of its name. */
export function loadMessages(): MessageUnderTest[] {
  const files = readdirSync(schemasDir).filter((file) => file.endsWith('.json') && file !== 'errors.json')
  const codecs = new Map(Object.values(messages).map((codec) => [codec.name, codec as MessageCodec<unknown>]))
  return files.sort().flatMap((file) => {
    const spec = JSON.parse(readFileSync(join(schemasDir, file), 'utf8')) as MessageSpec
    if (spec.validVersions === 'none') return []
    const codec = codecs.get(spec.name)
    if (codec === undefined) throw new Error(`There is no generated code for ${spec.name}`)
    return [{ name: spec.name, codec, spec }]
  })
}

/** The release of Kafka that the schemas are from, such as `4.4.0`. */
export function kafkaVersion(): string {
  const match = /kafka-clients-([\d.]+)\.jar/.exec(readFileSync(join(schemasDir, 'VERSION'), 'utf8'))
  if (match?.[1] === undefined) throw new Error('schemas/VERSION does not name a kafka-clients jar')
  return match[1]
}

export function isIn(range: string | undefined, version: number): boolean {
  const { min, max } = parseRange(range)
  return version >= min && version <= max
}

/** The fields of a structure that exist in at least one valid version of its message. */
export function liveFields(spec: MessageSpec, fields: readonly FieldSpec[]): readonly FieldSpec[] {
  const valid = parseRange(spec.validVersions)
  return fields.filter((field) => !isEmpty(intersect(parseRange(field.versions), valid)))
}

export function isArray(field: FieldSpec): boolean {
  return field.type.startsWith('[]')
}

export function itemTypeOf(field: FieldSpec): string {
  return field.type.replace('[]', '')
}

/** The fields of the structure that a field holds, or an array of; undefined for scalars. */
export function innerFields(spec: MessageSpec, field: FieldSpec): readonly FieldSpec[] | undefined {
  const name = itemTypeOf(field)
  if (field.fields !== undefined) return liveFields(spec, field.fields)
  const shared = spec.commonStructs?.find((struct) => struct.name === name)
  return shared === undefined ? undefined : liveFields(spec, shared.fields)
}

export function propertyOf(field: FieldSpec): string {
  return field.name[0]!.toLowerCase() + field.name.slice(1)
}

/** True where some version of the message has tagged fields, so that its structures have `unknownTaggedFields`. */
export function isEverFlexible(spec: MessageSpec): boolean {
  return !isEmpty(intersect(parseRange(spec.flexibleVersions), parseRange(spec.validVersions)))
}
