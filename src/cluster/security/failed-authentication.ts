import type { RequestContext } from '../handlers/handler.ts'

/** A client that failed to say who it is waits for its answer, so that it cannot try passwords by the thousand. */
export function afterFailureDelay<T extends object | symbol>(
  answer: T,
  { cluster, node, delays }: Pick<RequestContext, 'cluster' | 'node' | 'delays'>,
): T | Promise<T> {
  return delays.wait<T>({
    label: 'failed authentication',
    timeoutMs: cluster.brokerConfig.number('connections.failed.authentication.delay.ms', node.nodeId),
    watches: [],
    tryComplete: () => undefined,
    onExpired: () => answer,
  })
}
