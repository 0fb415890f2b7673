import { defaultOf, hasNullDefault, isDefault, isSet, readOf, typeOf, writeOf } from './field-code.ts'
import type { FieldPlan, MessagePlan, StructPlan } from './plan-message.ts'
import { condition, covers, intersect, isEmpty, negation, type VersionRange } from './version-range.ts'

/** Prints one message as the TypeScript a person would write by hand: an interface, an encoder and a decoder a structure. */
export function printMessage(plan: MessagePlan): string {
  const body = plan.structs.map((struct) => printStruct(plan, struct)).join('\n\n')
  const codec = printCodec(plan)
  const header = `// @generated from schemas/${plan.spec.name}.json by \`npm run generate\`. Do not edit.\n`
  return `${header}${printImports(`${body}\n${codec}`)}\n\n${body}\n\n${codec}\n`
}

function printImports(code: string): string {
  const uses = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(code)
  const lines: string[] = []
  const add = (file: string, values: readonly string[], types: readonly string[]): void => {
    const names = [...types.filter(uses).map((name) => `type ${name}`), ...values.filter(uses)]
    if (names.length === 0) return
    const allTypes = names.every((name) => name.startsWith('type '))
    const list = names.map((name) => (allTypes ? name.slice(5) : name)).join(', ')
    lines.push(`import ${allTypes ? 'type ' : ''}{ ${list} } from '../${file}.ts'`)
  }
  add('message-codec', [], ['Draft', 'MessageCodec', 'Tagged'])
  add(
    'reader',
    ['readCompactString', 'readInt16', 'readInt32', 'readInt64', 'readInt8', 'readString', 'readUuidItem'],
    ['Reader'],
  )
  add('tagged-field', ['noTaggedFields'], ['TaggedField'])
  add('uuid', ['zeroUuid'], ['Uuid'])
  add('writer', ['encodeTaggedField', 'refuseField'], ['Writer'])
  const constants = uses('emptyBytes') ? '\n\nconst emptyBytes = Buffer.alloc(0)' : ''
  return lines.join('\n') + constants
}

function printStruct(plan: MessagePlan, struct: StructPlan): string {
  const parts = [printInterface(plan, struct)]
  const isMessage = struct.typeName === plan.spec.name
  if (
    !isMessage &&
    plan.structs.some((other) => other.fields.some((f) => f.struct === struct.typeName && !f.isArray))
  ) {
    parts.push(printDefaults(plan, struct))
  }
  parts.push(printEncode(plan, struct), printDecode(plan, struct))
  return parts.join('\n\n')
}

function printInterface(plan: MessagePlan, struct: StructPlan): string {
  const fields = struct.fields.map((field) => {
    const range = versionComment(field.versions, plan.versions)
    return `  readonly ${field.property}: ${typeOf(field)}${range}`
  })
  const base = isEmpty(plan.flexible) ? '' : ' extends Tagged'
  if (fields.length === 0) return `export interface ${struct.typeName}${base} {}`
  return `export interface ${struct.typeName}${base} {\n${fields.join('\n')}\n}`
}

function versionComment(range: VersionRange, known: VersionRange): string {
  if (covers(range, known)) return ''
  if (range.max === known.max) return ` // v${range.min}+`
  return range.min === range.max ? ` // v${range.min}` : ` // v${range.min}-${range.max}`
}

function printDefaults(plan: MessagePlan, struct: StructPlan): string {
  const values = struct.fields.map((field) => `  ${field.property}: ${defaultOf(field)},`)
  if (!isEmpty(plan.flexible)) values.push('  unknownTaggedFields: noTaggedFields,')
  const tests = struct.fields.map((field) => isDefault(field, `message.${field.property}`))
  if (!isEmpty(plan.flexible)) tests.push('(message.unknownTaggedFields ?? noTaggedFields).length === 0')
  return [
    `const default${struct.typeName}: ${struct.typeName} = {`,
    ...values,
    '}',
    '',
    `function isDefault${struct.typeName}(message: Draft<${struct.typeName}>): boolean {`,
    `  return ${tests.join(' && ')}`,
    '}',
  ].join('\n')
}

/** How the struct's code says whether this version is flexible: a literal, or the local `flexible`. */
function flexibleExpression(plan: MessagePlan, struct: StructPlan): { declaration: string[]; use: string } {
  const when = condition(plan.flexible, struct.versions)
  if (when === 'true' || when === 'false') return { declaration: [], use: when }
  return { declaration: [`const flexible = ${when}`], use: 'flexible' }
}

function printEncode(plan: MessagePlan, struct: StructPlan): string {
  const flexible = flexibleExpression(plan, struct)
  const lines: string[] = []
  for (const field of struct.fields) lines.push(...printEncodeField(plan, struct, field, flexible.use))
  lines.push(...printEncodeTags(plan, struct, flexible.use))
  if (flexible.declaration.length > 0 && lines.some((line) => /\bflexible\b/.test(line)))
    lines.unshift(...flexible.declaration)
  const used = (name: string): string =>
    lines.some((line) => new RegExp(`\\b${name}\\b`).test(line)) ? name : `_${name}`
  const parameters = `${used('writer')}: Writer, ${used('message')}: Draft<${struct.typeName}>, ${used('version')}: number`
  return `function encode${struct.typeName}(${parameters}): void {\n${indent(lines)}\n}`
}

function printEncodeField(plan: MessagePlan, struct: StructPlan, field: FieldPlan, flexible: string): string[] {
  const value = `message.${field.property}`
  const when = condition(field.plain, struct.versions)
  const lines: string[] = []
  if (when !== 'false') {
    const local = `${value} ?? ${defaultOf(field)}`
    const needsLocal = field.isArray || field.isNullable
    const write = needsLocal
      ? [
          `const ${field.local} = ${nullish(field, value)}`,
          ...writeOf(field, field.local, plan.spec.name, flexible, field.plain),
        ]
      : writeOf(field, local, plan.spec.name, flexible, field.plain)
    if (when === 'true') lines.push(...write)
    else if (write.length === 1) lines.push(`if (${when}) ${write[0]}`)
    else lines.push(`if (${when}) {`, ...write.map((line) => `  ${line}`), '}')
  }
  const carried = condition(field.versions, struct.versions)
  if (carried !== 'true' && !field.isIgnorable) {
    const absent = carried === 'false' ? '' : `${negation(field.versions, struct.versions)} && `
    lines.push(`if (${absent}${isSet(field, value)}) refuseField('${plan.spec.name}', '${field.property}', version)`)
  }
  return lines
}

/** The value or its default. A null is a value of its own where the default is something else. */
function nullish(field: FieldPlan, value: string): string {
  const fallback = defaultOf(field)
  if (!field.isNullable || fallback === 'null') return `${value} ?? ${fallback}`
  return `${value} === undefined ? ${fallback} : ${value}`
}

function printEncodeTags(plan: MessagePlan, struct: StructPlan, flexible: string): string[] {
  if (flexible === 'false') return []
  const tagged = struct.fields.filter((field) => !isEmpty(field.tagged))
  if (tagged.length === 0) return [guarded(flexible, 'writer.taggedFields(message.unknownTaggedFields)')]
  const lines = ['const tagged: TaggedField[] = []']
  for (const field of tagged) {
    const value = `message.${field.property}`
    const when = condition(field.tagged, intersect(struct.versions, plan.flexible))
    const test = when === 'true' ? '' : `${when} && `
    // A null that is the default is not written at all.
    const form = hasNullDefault(field) ? { ...field, isNullable: false } : field
    const write = writeOf(form, 'value', plan.spec.name, 'true', field.tagged).map((line) => `    ${line}`)
    lines.push(
      `if (${test}${isSet(field, value)}) {`,
      `  const value = ${value}`,
      `  tagged.push(encodeTaggedField(${field.tag}, (writer) => {`,
      ...write,
      '  }))',
      '}',
    )
  }
  lines.push('writer.taggedFields(message.unknownTaggedFields, tagged)')
  return flexible === 'true' ? lines : [`if (${flexible}) {`, ...lines.map((line) => `  ${line}`), '}']
}

function printDecode(plan: MessagePlan, struct: StructPlan): string {
  const flexible = flexibleExpression(plan, struct)
  const lines: string[] = []
  for (const field of struct.fields) lines.push(printDecodeField(struct, field, flexible.use))
  lines.push(...printDecodeTags(plan, struct, flexible.use))
  if (flexible.declaration.length > 0 && lines.some((line) => /\bflexible\b/.test(line)))
    lines.unshift(...flexible.declaration)
  const members = struct.fields.map((field) =>
    field.local === field.property ? field.property : `${field.property}: ${field.local}`,
  )
  if (!isEmpty(plan.flexible)) members.push('unknownTaggedFields')
  lines.push(members.length === 0 ? 'return {}' : `return { ${members.join(', ')} }`)
  const used = (name: string): string =>
    lines.some((line) => new RegExp(`\\b${name}\\b`).test(line)) ? name : `_${name}`
  return `function decode${struct.typeName}(${used('reader')}: Reader, ${used('version')}: number): ${struct.typeName} {\n${indent(lines)}\n}`
}

function printDecodeField(struct: StructPlan, field: FieldPlan, flexible: string): string {
  const when = condition(field.plain, struct.versions)
  const read = readOf(field, flexible, field.plain)
  if (!isEmpty(field.tagged)) {
    const first = when === 'false' ? defaultOf(field) : `${when} ? ${read} : ${defaultOf(field)}`
    return `let ${field.local}: ${typeOf(field)} = ${first}`
  }
  if (when === 'true') return `const ${field.local} = ${read}`
  if (when === 'false') return `const ${field.local}: ${typeOf(field)} = ${defaultOf(field)}`
  return `const ${field.local} = ${when} ? ${/ \? /.test(read) ? `(${read})` : read} : ${defaultOf(field)}`
}

function printDecodeTags(plan: MessagePlan, struct: StructPlan, flexible: string): string[] {
  if (flexible === 'false') return []
  const flexibleVersions = intersect(struct.versions, plan.flexible)
  const tagged = struct.fields.filter((field) => !isEmpty(field.tagged))
  const fallback = flexible === 'true' ? '' : ' : noTaggedFields'
  const test = flexible === 'true' ? '' : `${flexible} ? `
  if (tagged.length === 0) return [`const unknownTaggedFields = ${test}reader.taggedFields()${fallback}`]
  const cases = tagged.flatMap((field) => {
    const unless = negation(field.tagged, flexibleVersions)
    const guard = unless === 'false' ? [] : [`    if (${unless}) return false`]
    return [
      `  case ${field.tag}:`,
      ...guard,
      `    ${field.local} = ${readOf(field, 'true', field.tagged)}`,
      '    return true',
    ]
  })
  return [
    `const unknownTaggedFields = ${test}reader.taggedFields((tag) => {`,
    '  switch (tag) {',
    ...cases.map((line) => `  ${line}`),
    '    default:',
    '      return false',
    '  }',
    `})${fallback}`,
  ]
}

function printCodec(plan: MessagePlan): string {
  const { spec } = plan
  const name = spec.name[0]!.toLowerCase() + spec.name.slice(1)
  return [
    `export const ${name}: MessageCodec<${spec.name}> = {`,
    `  name: '${spec.name}',`,
    `  apiKey: ${spec.apiKey ?? -1},`,
    `  minVersion: ${plan.versions.min},`,
    `  maxVersion: ${plan.versions.max},`,
    `  firstFlexibleVersion: ${isEmpty(plan.flexible) ? -1 : plan.flexible.min},`,
    `  encode: encode${spec.name},`,
    `  decode: decode${spec.name},`,
    '}',
  ].join('\n')
}

function guarded(flexible: string, statement: string): string {
  return flexible === 'true' ? statement : `if (${flexible}) ${statement}`
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n')
}
