import type { FieldSpec, MessageSpec } from '../../../codegen/spec.ts'
import { UnsupportedVersionError } from '../../../src/errors/client-errors.ts'
import { defaultValue } from './expected-message.ts'
import { encodeMessage } from './message-bytes.ts'
import { innerFields, isArray, isIn, liveFields, type MessageUnderTest, propertyOf } from './message-spec.ts'

type MutableStruct = Record<string, unknown>

/**
 * What becomes of a field that `version` lacks when somebody sets it: `refused`, or `dropped` (the bytes are as without
 * it). `path` names it through structures and first items of arrays, separated by dots. Undefined for a field that no
 * valid version has: Kafka's classes keep it, Ottla's do not.
 */
export function fateOfAbsentField(message: MessageUnderTest, version: number, path: string): string | undefined {
  const { spec } = message
  const draft = fullDraft(spec, liveFields(spec, spec.fields), version)
  const without = encodeMessage(message.codec, draft, version)
  let fields = liveFields(spec, spec.fields)
  let struct = draft
  const names = path.split('.')
  for (const name of names.slice(0, -1)) {
    const field = fields.find((one) => propertyOf(one) === name)!
    const value = struct[name]
    struct = (isArray(field) ? (value as unknown[])[0] : value) as MutableStruct
    fields = innerFields(spec, field)!
  }
  const last = names.at(-1)!
  const field = fields.find((one) => propertyOf(one) === last)
  if (field === undefined) return undefined
  struct[last] = otherValue(spec, field)
  try {
    const bytes = encodeMessage(message.codec, draft, version)
    return bytes.equals(without) ? 'dropped' : 'written'
  } catch (error) {
    return error instanceof UnsupportedVersionError ? 'refused' : String(error)
  }
}

/** A draft with one item in every array and every structure there. */
function fullDraft(spec: MessageSpec, fields: readonly FieldSpec[], version: number): MutableStruct {
  const draft: MutableStruct = {}
  for (const field of fields) {
    if (!isIn(field.versions, version)) continue
    const inner = innerFields(spec, field)
    if (inner === undefined && !isArray(field)) continue
    const item = inner === undefined ? defaultItem(spec, field) : fullDraft(spec, inner, version)
    draft[propertyOf(field)] = isArray(field) ? [item] : item
  }
  return draft
}

function defaultItem(spec: MessageSpec, field: FieldSpec): unknown {
  const { name, type, versions } = field
  return defaultValue(spec, { name, versions, type: type.replace('[]', '') })
}

/** A value that is not the field's default. */
function otherValue(spec: MessageSpec, field: FieldSpec): unknown {
  const inner = innerFields(spec, field)
  if (isArray(field)) return [inner === undefined ? defaultItem(spec, field) : {}]
  const usual = defaultValue(spec, field)
  if (inner !== undefined) return usual === null ? {} : { [propertyOf(inner[0]!)]: otherValue(spec, inner[0]!) }
  switch (field.type) {
    case 'bool':
      return usual !== true
    case 'int64':
      return (usual as bigint) + 1n
    case 'string':
      return `${usual as string}x`
    case 'uuid':
      return 'AAAAAAAAAAEAAAAAAAAAAg'
    case 'bytes':
    case 'records':
      return Buffer.of(1)
    default:
      return usual === 0x7fffffff ? 1 : (usual as number) + 1
  }
}
