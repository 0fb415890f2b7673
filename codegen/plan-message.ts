import type { FieldSpec, MessageSpec } from './spec.ts'
import { covers, intersect, isEmpty, parseRange, type VersionRange } from './version-range.ts'

/** A message schema, resolved: TypeScript names, and for every field the condition under which each form applies. */
export interface MessagePlan {
  readonly spec: MessageSpec
  readonly versions: VersionRange
  readonly flexible: VersionRange
  /** Innermost structures first; the last one is the message itself. */
  readonly structs: readonly StructPlan[]
}

export interface StructPlan {
  readonly typeName: string
  readonly versions: VersionRange
  readonly fields: readonly FieldPlan[]
}

export type ScalarType =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'uuid'
  | 'string'
  | 'bytes'

export interface FieldPlan {
  readonly property: string
  /** A local variable's name: the property, unless that is taken. */
  readonly local: string
  readonly isArray: boolean
  readonly scalar: ScalarType | undefined
  /** Record batches, which are bytes to the codec. Null unless set, as in Kafka's own classes. */
  readonly isRecords: boolean
  readonly struct: string | undefined
  readonly isNullable: boolean
  readonly nullable: VersionRange
  readonly versions: VersionRange
  /** Versions in which it is among the plain fields; the rest of `versions` carry it as a tagged field. */
  readonly plain: VersionRange
  readonly tagged: VersionRange
  readonly tag: number
  readonly isIgnorable: boolean
  readonly isNeverFlexible: boolean
  readonly defaultText: string | undefined
}

const scalars: Readonly<Record<string, ScalarType>> = {
  bool: 'bool',
  int8: 'int8',
  int16: 'int16',
  uint16: 'uint16',
  int32: 'int32',
  int64: 'int64',
  float64: 'float64',
  uuid: 'uuid',
  string: 'string',
  bytes: 'bytes',
  records: 'bytes',
}

const takenNames = new Set([
  'reader',
  'writer',
  'message',
  'version',
  'flexible',
  'tagged',
  'default',
  'unknownTaggedFields',
])

export function planMessage(spec: MessageSpec): MessagePlan {
  const versions = parseRange(spec.validVersions)
  const flexible = intersect(parseRange(spec.flexibleVersions), versions)
  const structs: StructPlan[] = []
  const common = new Map((spec.commonStructs ?? []).map((struct) => [struct.name, struct]))
  const planned = new Set<string>()

  const planStruct = (name: string, typeName: string, fields: readonly FieldSpec[], known: VersionRange): void => {
    if (planned.has(name)) return
    planned.add(name)
    const plans = fields.flatMap((field) => {
      const fieldVersions = intersect(parseRange(field.versions), versions)
      if (isEmpty(fieldVersions)) return []
      const plan = planField(spec.name, field, versions)
      const structName = field.type.replace('[]', '')
      if (plan.struct !== undefined) {
        const shared = common.get(structName)
        const inner = field.fields ?? shared?.fields
        if (inner === undefined) throw new Error(`${spec.name}: no structure ${structName}`)
        planStruct(structName, plan.struct, inner, shared === undefined ? intersect(fieldVersions, known) : versions)
      }
      return [plan]
    })
    structs.push({ typeName, versions: known, fields: plans })
  }
  planStruct(spec.name, spec.name, spec.fields, versions)
  return { spec, versions, flexible, structs }
}

function planField(messageName: string, field: FieldSpec, valid: VersionRange): FieldPlan {
  const isArray = field.type.startsWith('[]')
  const itemType = field.type.replace('[]', '')
  const scalar = scalars[itemType]
  const versions = intersect(parseRange(field.versions), valid)
  const tagged = intersect(parseRange(field.taggedVersions), versions)
  const plain = isEmpty(tagged) ? versions : intersect(versions, { min: 0, max: tagged.min - 1 })
  if (!isEmpty(tagged) && !covers({ min: tagged.min, max: 32767 }, tagged))
    throw new Error(`${field.name}: odd tag range`)
  const nullable = intersect(parseRange(field.nullableVersions), versions)
  if (scalar === undefined && !isArray && !isEmpty(nullable) && field.default !== 'null') {
    throw new Error(`${messageName}: ${field.name} is a nullable structure that is not null by default`)
  }
  const property = field.name[0]!.toLowerCase() + field.name.slice(1)
  return {
    property,
    local: takenNames.has(property) ? `${property}Field` : property,
    isArray,
    scalar,
    isRecords: itemType === 'records',
    struct: scalar === undefined ? structName(messageName, itemType) : undefined,
    isNullable: !isEmpty(nullable),
    nullable,
    versions,
    plain,
    tagged,
    tag: field.tag ?? -1,
    isIgnorable: field.ignorable === true,
    isNeverFlexible: field.flexibleVersions === 'none',
    defaultText: field.default,
  }
}

/** Nested structures are exported beside each other, so each carries its message's name. */
function structName(messageName: string, itemType: string): string {
  return itemType.startsWith(messageName) ? itemType : messageName + itemType
}
