import type { FieldPlan, ScalarType } from './plan-message.ts'
import { condition, negation, type VersionRange } from './version-range.ts'

/** Expressions of TypeScript for one field: its type, its default, how it is read, written and compared. */

const itemTypes: Readonly<Record<ScalarType, string>> = {
  bool: 'boolean',
  int8: 'number',
  int16: 'number',
  uint16: 'number',
  int32: 'number',
  int64: 'bigint',
  float64: 'number',
  uuid: 'Uuid',
  string: 'string',
  bytes: 'Buffer',
}

/** Functions of the reader that arrays of scalars are read with. */
const itemReaders: Partial<Record<ScalarType, string>> = {
  int8: 'readInt8',
  int16: 'readInt16',
  int32: 'readInt32',
  int64: 'readInt64',
  uuid: 'readUuidItem',
}

export function typeOf(field: FieldPlan): string {
  const item = field.struct ?? itemTypes[field.scalar!]
  const plain = field.isArray ? `readonly ${item}[]` : item
  return field.isNullable ? `${plain} | null` : plain
}

export function defaultOf(field: FieldPlan): string {
  const text = field.defaultText
  if (field.isNullable && text === 'null') return 'null'
  if (field.isArray) return '[]'
  if (field.struct !== undefined) return `default${field.struct}`
  switch (field.scalar!) {
    case 'bool':
      return text ?? 'false'
    case 'int64':
      return `${BigInt(text === undefined || text === '' ? 0 : text)}n`
    case 'uuid':
      return 'zeroUuid'
    case 'string':
      return `'${text ?? ''}'`
    case 'bytes':
      return field.isRecords && field.isNullable ? 'null' : 'emptyBytes'
    default:
      return String(Number(text ?? 0))
  }
}

/** True where `value` (which may be undefined) is what would be decoded if the field were absent. */
export function isDefault(field: FieldPlan, value: string): string {
  const same = sameAsDefault(field, value)
  return hasNullDefault(field) ? `(${value} ?? null) === null` : `(${value} === undefined || ${same})`
}

/** The opposite of `isDefault`. */
export function isSet(field: FieldPlan, value: string): string {
  if (hasNullDefault(field)) return `${value} !== undefined && ${value} !== null`
  const same = sameAsDefault(field, value)
  const other = same.includes(' === ') ? same.replace(' === ', ' !== ') : `!${same}`
  return `${value} !== undefined && ${other}`
}

export function hasNullDefault(field: FieldPlan): boolean {
  return defaultOf(field) === 'null'
}

/** A comparison of a value that is not undefined. A null where the default is something else is a value of its own. */
function sameAsDefault(field: FieldPlan, value: string): string {
  const isSized = field.isArray || field.scalar === 'bytes'
  if (isSized) return `${value}${field.isNullable ? '?' : ''}.length === 0`
  if (field.struct === undefined) return `${value} === ${defaultOf(field)}`
  return `isDefault${field.struct}(${value})`
}

/** `flexible` where the structure's field is flexible at all. */
function flexibleFlag(field: FieldPlan, flexible: string): string {
  return field.isNeverFlexible ? 'false' : flexible
}

export function readOf(field: FieldPlan, flexible: string, known: VersionRange): string {
  const flag = flexibleFlag(field, flexible)
  const read = (isNullable: boolean): string => {
    const name = `'${field.property}'`
    if (field.isArray)
      return `reader.${isNullable ? 'nullableArray' : 'array'}(${name}, ${flag}, version, ${itemReader(field, flag)})`
    if (field.struct !== undefined)
      return `reader.${isNullable ? 'nullableStruct' : 'struct'}(${name}, version, decode${field.struct})`
    const scalar = field.scalar!
    if (scalar === 'string') return `reader.${isNullable ? 'nullableString' : 'string'}(${name}, ${flag})`
    if (scalar === 'bytes') return `reader.${isNullable ? 'nullableBytes' : 'bytes'}(${name}, ${flag})`
    return `reader.${scalar}(${name})`
  }
  return byNullability(field, known, read(true), read(false))
}

function itemReader(field: FieldPlan, flag: string): string {
  if (field.struct !== undefined) return `decode${field.struct}`
  if (field.scalar !== 'string') return itemReaders[field.scalar!] ?? fail(`No reader for arrays of ${field.scalar}`)
  if (flag === 'true') return 'readCompactString'
  return flag === 'false' ? 'readString' : `${flag} ? readCompactString : readString`
}

function byNullability(field: FieldPlan, known: VersionRange, nullable: string, strict: string): string {
  const when = condition(field.nullable, known)
  if (when === 'true') return nullable
  return when === 'false' ? strict : `${when} ? ${nullable} : ${strict}`
}

/** Statements that write the variable `value`, which has the field's type. */
export function writeOf(
  field: FieldPlan,
  value: string,
  messageName: string,
  flexible: string,
  known: VersionRange,
): string[] {
  const flag = flexibleFlag(field, flexible)
  const whenNull = condition(field.nullable, known)
  const refusal = field.isNullable ? refuseNull(field, value, messageName, known) : []
  if (field.isArray) return writeArray(field, value, flag, refusal)
  if (field.struct !== undefined) return writeStruct(field, value, whenNull, refusal)
  const scalar = field.scalar!
  if (scalar !== 'string' && scalar !== 'bytes') return [`writer.${scalar}(${value})`]
  const nullable = scalar === 'string' ? 'nullableString' : 'nullableBytes'
  if (!field.isNullable) return [`writer.${scalar}(${value}, ${flag})`]
  return [...refusal, `writer.${nullable}(${value}, ${flag})`]
}

function writeArray(field: FieldPlan, value: string, flag: string, refusal: readonly string[]): string[] {
  const item =
    field.struct === undefined ? writeItem(field.scalar!, flag) : `encode${field.struct}(writer, item, version)`
  const items = [`writer.arrayLength(${value}.length, ${flag})`, `for (const item of ${value}) ${item}`]
  if (!field.isNullable) return items
  return [
    ...refusal,
    `if (${value} === null) writer.nullArray(${flag})`,
    'else {',
    ...items.map((line) => `  ${line}`),
    '}',
  ]
}

function writeItem(scalar: ScalarType, flag: string): string {
  return scalar === 'string' ? `writer.string(item, ${flag})` : `writer.${scalar}(item)`
}

function writeStruct(field: FieldPlan, value: string, whenNull: string, refusal: readonly string[]): string[] {
  const body = `encode${field.struct}(writer, ${value}, version)`
  if (!field.isNullable) return [body]
  if (whenNull !== 'true') {
    return [
      ...refusal,
      `if (${value} !== null) {`,
      ...(whenNull === 'false' ? [] : [`  if (${whenNull}) writer.int8(1)`]),
      `  ${body}`,
      '} else writer.int8(-1)',
    ]
  }
  return [`if (${value} === null) writer.int8(-1)`, 'else {', '  writer.int8(1)', `  ${body}`, '}']
}

function refuseNull(field: FieldPlan, value: string, messageName: string, known: VersionRange): string[] {
  const unless = negation(field.nullable, known)
  if (unless === 'false') return []
  const where = unless === 'true' ? '' : ` && ${unless}`
  return [`if (${value} === null${where}) refuseField('${messageName}', 'a null ${field.property}', version)`]
}

function fail(reason: string): never {
  throw new Error(reason)
}
