import { ErrorCodes } from '../../errors/error-codes.ts'
import type { RequestContext } from '../handlers/handler.ts'

/**
 * The error of a coordinator as the client knows it: PRODUCER_FENCED came with Kafka 2.7 and one version of each API, and
 * not to every service. Before it was INVALID_PRODUCER_EPOCH.
 */
export function fencedErrorFor(
  errorCode: number,
  firstFencedVersion: number,
  { cluster, version }: RequestContext,
): number {
  if (errorCode !== ErrorCodes.PRODUCER_FENCED) return errorCode
  const isKnown = version >= firstFencedVersion && cluster.profile.transactions?.fencesWithInvalidEpoch !== true
  return isKnown ? errorCode : ErrorCodes.INVALID_PRODUCER_EPOCH
}
