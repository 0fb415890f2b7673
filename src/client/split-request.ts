import { MissingAnswerError } from '../errors/answer-errors.ts'
import { classifyError, type ErrorAction, isRepeatable } from '../errors/classify.ts'
import { TimeoutError } from '../errors/client-errors.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import type { BrokerNode } from '../network/request-sender.ts'
import { backoffDelayMs } from '../support/backoff.ts'
import type { Deadline } from '../support/deadline.ts'
import type { ClientCore } from './client-core.ts'
import { isFinalRouteError, type Route, recoverRoute, resolveRoute } from './route-request.ts'

/** How one of the things asked for turned out. */
export type Outcome<Value> = { readonly value: Value } | { readonly error: unknown }

export interface SplitRequest<Target, Value> {
  readonly targets: readonly Target[]
  routeOf(target: Target): Route
  /** `orders-3`, `topic orders`: for messages. */
  nameOf(target: Target): string
  /**
   * Asks one broker for the targets that are its own: each appears once in what comes back. Rejecting fails them all.
   */
  send(node: BrokerNode, targets: readonly Target[]): Promise<ReadonlyMap<Target, Outcome<Value>>>
  /** Overrides what the table says about an error. Default `classifyError`. */
  readonly classify?: (error: unknown, target: Target) => ErrorAction
}

interface Failure {
  readonly error: unknown
  readonly action: ErrorAction
  readonly nodeId: number | undefined
}

/**
 * Asks for many things that live on different brokers: one request a broker, all at once, and the answers put together.
 * What fails in a way that may pass is asked for again, by itself, wherever it lives then, until the deadline. Every
 * target has an outcome; the promise rejects only when the caller's signal fires.
 */
export async function splitRequest<Target, Value>(
  core: ClientCore,
  request: SplitRequest<Target, Value>,
  deadline: Deadline,
): Promise<ReadonlyMap<Target, Outcome<Value>>> {
  const outcomes = new Map<Target, Outcome<Value>>()
  let pending = new Set(request.targets)
  for (let attempt = 0; pending.size > 0; attempt += 1) {
    const failures = await askOnce(core, request, pending, deadline, outcomes)
    deadline.signal?.throwIfAborted()
    if (failures.size === 0) break
    try {
      await pause(core, request, failures, attempt, deadline)
    } catch (error) {
      deadline.signal?.throwIfAborted()
      if (!(error instanceof TimeoutError)) throw error
      for (const [target, failure] of failures) outcomes.set(target, { error: deadline.timeoutError(failure.error) })
      break
    }
    pending = new Set(failures.keys())
  }
  return inOrder(request, outcomes)
}

/** Outcomes come in as brokers answer; whoever reads them expects the order of the question. */
function inOrder<Target, Value>(
  request: SplitRequest<Target, Value>,
  outcomes: ReadonlyMap<Target, Outcome<Value>>,
): ReadonlyMap<Target, Outcome<Value>> {
  const ordered = new Map<Target, Outcome<Value>>()
  for (const target of request.targets) {
    const outcome = outcomes.get(target)
    if (outcome !== undefined) ordered.set(target, outcome)
  }
  return ordered
}

/** One round. Settles in `outcomes` what is settled, and returns what is worth another. */
async function askOnce<Target, Value>(
  core: ClientCore,
  request: SplitRequest<Target, Value>,
  pending: ReadonlySet<Target>,
  deadline: Deadline,
  outcomes: Map<Target, Outcome<Value>>,
): Promise<ReadonlyMap<Target, Failure>> {
  const { classify = classifyError } = request
  const failures = new Map<Target, Failure>()
  const settle = (target: Target, outcome: Outcome<Value>, nodeId?: number): void => {
    if ('value' in outcome) {
      outcomes.set(target, outcome)
      return
    }
    const { error } = outcome
    const action = nodeId === undefined && isFinalRouteError(error) ? 'fatal' : classify(error, target)
    if (isRepeatable(action)) failures.set(target, { error, action, nodeId })
    else outcomes.set(target, outcome)
  }

  const byNode = new Map<BrokerNode, Target[]>()
  const route = async (target: Target): Promise<void> => {
    try {
      const node = await resolveRoute(core, request.routeOf(target), deadline)
      const targets = byNode.get(node)
      if (targets === undefined) byNode.set(node, [target])
      else targets.push(target)
    } catch (error) {
      settle(target, { error })
    }
  }
  await Promise.all([...pending].map(route))

  const ask = async ([node, targets]: [BrokerNode, Target[]]): Promise<void> => {
    const answers = await askNode(request, node, targets)
    for (const target of targets) settle(target, answers(target), node.nodeId)
  }
  await Promise.all([...byNode].map(ask))
  return failures
}

/** Never rejects. */
async function askNode<Target, Value>(
  request: SplitRequest<Target, Value>,
  node: BrokerNode,
  targets: readonly Target[],
): Promise<(target: Target) => Outcome<Value>> {
  try {
    const answers = await request.send(node, targets)
    return (target) => answers.get(target) ?? { error: missingAnswer(request.nameOf(target), node.nodeId) }
  } catch (error) {
    return () => ({ error })
  }
}

function missingAnswer(name: string, nodeId: number): KafkaError {
  return new MissingAnswerError(`Broker ${nodeId} answered without a word about ${name}`, { context: { nodeId } })
}

/** Waits before the next round, and meanwhile finds out anew where the targets live. */
async function pause<Target, Value>(
  core: ClientCore,
  request: SplitRequest<Target, Value>,
  failures: ReadonlyMap<Target, Failure>,
  attempt: number,
  deadline: Deadline,
): Promise<void> {
  const [first] = failures.values()
  deadline.throwIfOver(first?.error)
  const delayMs = backoffDelayMs(core.retryBackoff, attempt, core.random)
  core.platform.log.event('debug', 'request.retried', {
    operation: deadline.operation,
    attempt: attempt + 1,
    targets: failures.size,
    action: first?.action,
    error: first?.error,
    delayMs,
  })
  const recoveries = [...failures].map(async ([target, { error, action, nodeId }]) =>
    recoverRoute(core, request.routeOf(target), nodeId, error, action),
  )
  const recovered = Promise.allSettled(recoveries)
  await deadline.sleep(delayMs, 'retry backoff', first?.error)
  await deadline.race(recovered, () => first?.error)
}

/** The values in the order of the targets; throws when one failed: its own error if alone, else all of them as one. */
export function valuesOrThrow<Target, Value>(
  outcomes: ReadonlyMap<Target, Outcome<Value>>,
  nameOf: (target: Target) => string,
  toError: (failures: ReadonlyMap<string, Error>, succeeded: readonly string[]) => Error,
): readonly Value[] {
  const values: Value[] = []
  const succeeded: string[] = []
  const failures = new Map<string, Error>()
  for (const [target, outcome] of outcomes) {
    if ('value' in outcome) {
      values.push(outcome.value)
      succeeded.push(nameOf(target))
    } else {
      failures.set(nameOf(target), outcome.error instanceof Error ? outcome.error : new Error(String(outcome.error)))
    }
  }
  if (failures.size === 0) return values
  const [only] = failures.values()
  throw outcomes.size === 1 && only !== undefined ? only : toError(failures, succeeded)
}
