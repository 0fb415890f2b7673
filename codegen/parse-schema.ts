import type { FieldSpec, MessageSpec, StructSpec } from './spec.ts'

/** Reads one of Kafka's schema files (JSON with line comments) and keeps its facts, dropping the prose. */
export function parseSchema(text: string): MessageSpec {
  const raw = JSON.parse(stripLineComments(text)) as RawMessage
  return {
    name: raw.name,
    type: raw.type,
    ...(raw.apiKey !== undefined && { apiKey: raw.apiKey }),
    validVersions: raw.validVersions,
    flexibleVersions: raw.flexibleVersions ?? 'none',
    ...(raw.latestVersionUnstable === true && { latestVersionUnstable: true }),
    ...(raw.listeners !== undefined && { listeners: raw.listeners }),
    fields: (raw.fields ?? []).map(fieldFacts),
    ...(raw.commonStructs !== undefined && { commonStructs: raw.commonStructs.map(structFacts) }),
  }
}

type RawField = { -readonly [Key in keyof FieldSpec]: FieldSpec[Key] } & { default?: unknown; fields?: RawField[] }
type RawMessage = MessageSpec & { fields?: RawField[]; commonStructs?: (StructSpec & { fields: RawField[] })[] }

function structFacts(raw: StructSpec & { fields: RawField[] }): StructSpec {
  return { name: raw.name, versions: raw.versions, fields: raw.fields.map(fieldFacts) }
}

function fieldFacts(raw: RawField): FieldSpec {
  return {
    name: raw.name,
    type: raw.type,
    versions: raw.versions,
    ...(raw.nullableVersions !== undefined && { nullableVersions: raw.nullableVersions }),
    ...(raw.taggedVersions !== undefined && { taggedVersions: raw.taggedVersions }),
    ...(raw.flexibleVersions !== undefined && { flexibleVersions: raw.flexibleVersions }),
    ...(raw.tag !== undefined && { tag: raw.tag }),
    ...(raw.default !== undefined && { default: String(raw.default) }),
    ...(raw.ignorable === true && { ignorable: true }),
    ...(raw.fields !== undefined && { fields: (raw.fields as RawField[]).map(fieldFacts) }),
  }
}

function stripLineComments(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*/g, (_match, string: string | undefined) => string ?? '')
}
