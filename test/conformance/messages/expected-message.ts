import type { FieldSpec, MessageSpec } from '../../../codegen/spec.ts'
import { intersect, isEmpty, parseRange } from '../../../codegen/version-range.ts'
import { zeroUuid } from '../../../src/protocol/uuid.ts'
import { innerFields, isArray, isEverFlexible, isIn, itemTypeOf, liveFields, propertyOf } from './message-spec.ts'

/** A structure as plain data: what a draft holds, and what decoding gives. */
export type StructValue = Readonly<Record<string, unknown>>

/** What must come out of decoding, when `draft` was encoded in `version`. */
export function expectedMessage(spec: MessageSpec, draft: StructValue, version: number): StructValue {
  return expectedStruct(spec, liveFields(spec, spec.fields), draft, version)
}

function expectedStruct(
  spec: MessageSpec,
  fields: readonly FieldSpec[],
  draft: StructValue,
  version: number,
): StructValue {
  const result: Record<string, unknown> = {}
  for (const field of fields) {
    const property = propertyOf(field)
    const value = draft[property]
    const isCarried = isIn(field.versions, version) && value !== undefined
    result[property] = isCarried ? expectedValue(spec, field, value, version) : defaultValue(spec, field)
  }
  if (isEverFlexible(spec)) {
    const tags = isIn(spec.flexibleVersions, version) ? draft.unknownTaggedFields : undefined
    result.unknownTaggedFields = ((tags ?? []) as { tag: number; data: Uint8Array }[]).map(({ tag, data }) => ({
      tag,
      data: Buffer.from(data),
    }))
  }
  return result
}

function expectedValue(spec: MessageSpec, field: FieldSpec, value: unknown, version: number): unknown {
  if (value === null) return null
  const inner = innerFields(spec, field)
  const one = (item: unknown): unknown => {
    if (inner !== undefined) return expectedStruct(spec, inner, item as StructValue, version)
    return item instanceof Uint8Array ? Buffer.from(item) : item
  }
  return isArray(field) ? (value as readonly unknown[]).map(one) : one(value)
}

/** What a field has that is not there, as Kafka's generated classes initialize theirs. */
export function defaultValue(spec: MessageSpec, field: FieldSpec): unknown {
  if (field.default === 'null') return null
  if (isArray(field)) return []
  const inner = innerFields(spec, field)
  if (inner !== undefined) {
    const struct: Record<string, unknown> = {}
    for (const one of inner) struct[propertyOf(one)] = defaultValue(spec, one)
    if (isEverFlexible(spec)) struct.unknownTaggedFields = []
    return struct
  }
  switch (itemTypeOf(field)) {
    case 'bool':
      return field.default === 'true'
    case 'int64':
      return BigInt(field.default ?? 0)
    case 'string':
      return field.default ?? ''
    case 'uuid':
      return zeroUuid
    case 'bytes':
      return Buffer.alloc(0)
    case 'records':
      return isEverNullable(spec, field) ? null : Buffer.alloc(0)
    default:
      return Number(field.default ?? 0)
  }
}

function isEverNullable(spec: MessageSpec, field: FieldSpec): boolean {
  return !isEmpty(intersect(parseRange(field.nullableVersions), parseRange(spec.validVersions)))
}
