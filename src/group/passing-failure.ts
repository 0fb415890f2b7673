import { classifyError, isRepeatable } from '../errors/classify.ts'
import { TimeoutError } from '../errors/client-errors.ts'

/**
 * Whether what a coordinator was asked may work later without anybody's doing. One that could not be found or reached in
 * time counts: an outage may last, and whether the member has lost its place by then is for the coordinator to say.
 */
export function mayPass(error: unknown): boolean {
  return error instanceof TimeoutError || isRepeatable(classifyError(error))
}
