import { isDeepStrictEqual } from 'node:util'
import type { FieldSpec, MessageSpec } from '../../../codegen/spec.ts'
import { defaultValue, type StructValue } from './expected-message.ts'
import { innerFields, isArray, isIn, itemTypeOf, liveFields, propertyOf } from './message-spec.ts'

/** A number as it was written: 64-bit ones would lose digits as a JavaScript number. */
class JsonNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type SourceReviver = (key: string, value: unknown, context: { readonly source: string }) => unknown

/** Reads what one of Kafka's `JsonConverter` classes wrote. */
export function parseJavaJson(text: string): unknown {
  const reviver: SourceReviver = (_key, value, { source }) =>
    typeof value === 'number' ? new JsonNumber(source) : value
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown)
}

/** Where `message` and Kafka's JSON of the same message differ; empty when they do not. */
export function differencesFromJava(
  spec: MessageSpec,
  message: StructValue,
  json: unknown,
  version: number,
): readonly string[] {
  const found: string[] = []
  const compareStruct = (fields: readonly FieldSpec[], value: StructValue, object: StructValue, path: string): void => {
    const keys = new Set(Object.keys(object))
    for (const field of fields) {
      const property = propertyOf(field)
      const where = path === '' ? property : `${path}.${property}`
      // Record batches are not dumped, only their size.
      const key = field.type === 'records' && !keys.has(property) ? `${property}SizeInBytes` : property
      const isThere = keys.delete(key)
      const isTagged = isIn(field.taggedVersions, version)
      if (isThere && !isIn(field.versions, version)) found.push(`${where}: Java has it in this version`)
      else if (isThere) compareField(field, value[property], object[key], where)
      else if (isIn(field.versions, version) && !isTagged) found.push(`${where}: Java does not have it`)
      else if (!isDeepStrictEqual(value[property], defaultValue(spec, field))) found.push(`${where}: not its default`)
    }
    for (const key of keys) found.push(`${path}: Java has ${key}, which the schema lacks`)
  }
  const compareField = (field: FieldSpec, value: unknown, json: unknown, path: string): void => {
    const inner = innerFields(spec, field)
    const one = (item: unknown, itemJson: unknown, where: string): void => {
      if (inner !== undefined) compareStruct(inner, item as StructValue, itemJson as StructValue, where)
      else if (!isSameScalar(itemTypeOf(field), item, itemJson)) found.push(`${where}: not what Java has`)
    }
    if (value === null || json === null) {
      if (value !== json) found.push(`${path}: null on one side`)
    } else if (!isArray(field)) {
      one(value, json, path)
    } else {
      const [items, itemsJson] = [value as readonly unknown[], json as readonly unknown[]]
      if (items.length !== itemsJson.length) found.push(`${path}: ${items.length} items, Java has ${itemsJson.length}`)
      else for (const [index, item] of items.entries()) one(item, itemsJson[index], `${path}[${index}]`)
    }
  }
  compareStruct(liveFields(spec, spec.fields), message, json as StructValue, '')
  return found
}

function isSameScalar(type: string, value: unknown, json: unknown): boolean {
  switch (type) {
    case 'bool':
    case 'string':
    case 'uuid':
      return value === json
    case 'int64':
      return json instanceof JsonNumber && value === BigInt(json.text)
    case 'float64':
      // JSON has no NaN and no infinities; Jackson writes them as strings.
      return Object.is(value, Number(json instanceof JsonNumber ? json.text : json))
    case 'bytes':
      return Buffer.isBuffer(value) && value.toString('base64') === json
    case 'records':
      return Buffer.isBuffer(value) && json instanceof JsonNumber && value.length === Number(json.text)
    default:
      return json instanceof JsonNumber && value === Number(json.text)
  }
}
