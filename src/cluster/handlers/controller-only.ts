import type { RequestContext } from './handler.ts'

/** Before KRaft brokers did not forward what only the controller can do (KIP-590): they answered NOT_CONTROLLER. */
export function isNotController({ cluster, node }: RequestContext): boolean {
  return cluster.profile.needsController === true && cluster.controllerId !== node.nodeId
}
