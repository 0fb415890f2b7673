import { allApis } from './all-apis.ts'
import type { Api } from './message-codec.ts'

const apisByKey: ReadonlyMap<number, Api<unknown, unknown>> = new Map(allApis.map((api) => [api.key, api]))

/** The API with this key, or undefined when Ottla's schemas do not have it. */
export function findApi(key: number): Api<unknown, unknown> | undefined {
  return apisByKey.get(key)
}
