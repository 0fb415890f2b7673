import type { MessagePlan } from './plan-message.ts'
import type { ErrorSpec } from './spec.ts'

const generated = '// @generated from schemas/ by `npm run generate`. Do not edit.\n'

export function fileNameOf(messageName: string): string {
  return messageName
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
}

/** `messages/index.ts`: everything, for the `ottla/protocol` subpath and for the conformance check. */
export function printIndex(plans: readonly MessagePlan[]): string {
  const exports = plans.map((plan) => `export * from './${fileNameOf(plan.spec.name)}.ts'`)
  return `${generated}${exports.join('\n')}\n`
}

/** A request with its response, by the name of its file in `apis/`. */
function listApis(plans: readonly MessagePlan[]) {
  const requests = plans.filter((plan) => plan.spec.type === 'request').sort((a, b) => a.spec.apiKey! - b.spec.apiKey!)
  return requests.map((plan) => {
    const name = plan.spec.name.replace(/Request$/, '')
    return { name, variable: `${lowerFirst(name)}Api`, fileName: fileNameOf(name), plan }
  })
}

/** `apis/`: a file for each, so that a program loads the messages that it uses and no others. */
export function printEachApi(plans: readonly MessagePlan[]): Map<string, string> {
  const files = new Map<string, string>()
  for (const { name, variable, fileName, plan } of listApis(plans)) {
    const lines = [
      generated.trimEnd(),
      "import type { Api } from '../message-codec.ts'",
      `import { type ${name}Request, ${lowerFirst(name)}Request } from '../messages/${fileNameOf(`${name}Request`)}.ts'`,
      `import { type ${name}Response, ${lowerFirst(name)}Response } from '../messages/${fileNameOf(`${name}Response`)}.ts'`,
      '',
      `export const ${variable}: Api<${name}Request, ${name}Response> = {`,
      `  name: '${name}',`,
      `  key: ${plan.spec.apiKey!},`,
      `  minVersion: ${plan.versions.min},`,
      `  maxVersion: ${plan.versions.max},`,
      ...(plan.spec.latestVersionUnstable === true ? ['  isLatestUnstable: true,'] : []),
      `  request: ${lowerFirst(name)}Request,`,
      `  response: ${lowerFirst(name)}Response,`,
      '}',
      '',
    ]
    files.set(fileName, lines.join('\n'))
  }
  return files
}

/** `all-apis.ts`: every one of them, for brokers, tests and tools. */
export function printAllApis(plans: readonly MessagePlan[]): string {
  const apis = listApis(plans)
  return [
    generated.trimEnd(),
    ...apis.map(({ variable, fileName }) => `import { ${variable} } from './apis/${fileName}.ts'`),
    "import type { Api } from './message-codec.ts'",
    '',
    ...apis.map(({ fileName }) => `export * from './apis/${fileName}.ts'`),
    '',
    "/** Every API of Kafka's protocol, by key. */",
    'export const allApis: readonly Api<unknown, unknown>[] = [',
    ...apis.map(({ variable }) => `  ${variable} as Api<unknown, unknown>,`),
    ']',
    '',
  ].join('\n')
}

/** `error-codes.ts`: Kafka's table of error codes. */
export function printErrors(errors: readonly ErrorSpec[]): string {
  const codes = errors.map((error) => `  ${error.name}: ${error.code},`)
  const rows = errors.map(
    (error) =>
      `  [${error.code}, { name: '${error.name}', retriable: ${error.retriable}, refreshesMetadata: ${error.refreshesMetadata} }],`,
  )
  return [
    generated.trimEnd(),
    '',
    "/** Error codes by their name in Kafka's `Errors`. */",
    'export const ErrorCodes = {',
    ...codes,
    '} as const',
    '',
    'export type ErrorName = keyof typeof ErrorCodes',
    '',
    'export interface ErrorCodeFacts {',
    '  readonly name: ErrorName',
    "  /** Kafka's client may repeat the request (`RetriableException`). */",
    '  readonly retriable: boolean',
    "  /** Kafka's client refreshes its metadata first (`InvalidMetadataException`). */",
    '  readonly refreshesMetadata: boolean',
    '}',
    '',
    'export const errorCodeFacts: ReadonlyMap<number, ErrorCodeFacts> = new Map<number, ErrorCodeFacts>([',
    ...rows,
    '])',
    '',
  ].join('\n')
}

function lowerFirst(text: string): string {
  return text[0]!.toLowerCase() + text.slice(1)
}
