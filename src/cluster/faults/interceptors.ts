/**
 * What tests do to requests: answer, change, delay, lose, or cut the connection, before or after they take effect.
 *
 * The cluster owns the list. An interceptor wraps what comes after it: it may let the request go on and then still decide
 * what becomes of the answer. Those that were added first are outermost.
 */
import { ConfigError } from '../../errors/client-errors.ts'
import { ErrorCodes, type ErrorName } from '../../errors/error-codes.ts'
import { allApis } from '../../protocol/all-apis.ts'
import { produceApi } from '../../protocol/apis/produce.ts'
import type { Api, Draft } from '../../protocol/message-codec.ts'
import type { ProduceRequest } from '../../protocol/messages/produce-request.ts'
import { noteNotAppended } from '../append-records.ts'
import { type Answer, type ApiHandler, disconnect, noAnswer, type RequestContext } from '../handlers/handler.ts'

/** A request that an interceptor holds in its hands. */
export interface InterceptedRequest<Request = unknown, Response = unknown> {
  readonly api: string
  readonly version: number
  readonly nodeId: number
  readonly clientId: string | null
  /** Counts the cluster's connections, from 1. */
  readonly connection: number
  readonly body: Request
  /** Lets the request take effect, and gives the answer; undefined when none is due (acks 0). Once: later calls give the same. */
  proceed(): Promise<Draft<Response> | undefined>
  /** Waits on the cluster's clock. Ends early when the connection does. */
  delay(delayMs: number): Promise<void>
  /** The answer that refuses the whole request with that error. */
  refusal(error: ErrorName): Draft<Response>
}

/**
 * What an interceptor returns: an answer; `'cut'` to close the connection instead; `'never'` for silence, for this request
 * and those behind it; nothing to let it go on as if nobody had looked.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: an interceptor that only waits returns nothing.
export type Interference<Response> = Draft<Response> | 'cut' | 'never' | undefined | void

export type Interceptor<Request, Response> = (
  request: InterceptedRequest<Request, Response>,
) => Interference<Response> | Promise<Interference<Response>>

/** Which requests: of one API, by its name or itself, or those that a function picks. */
export type InterceptTarget<Request, Response> =
  | string
  | Api<Request, Response>
  | ((request: Omit<InterceptedRequest<Request, Response>, 'proceed' | 'delay' | 'refusal'>) => boolean)

export interface InterceptOptions {
  /** How many requests it takes. Default: all, until it is removed. */
  readonly times?: number
  /** Only those that arrive at this broker. */
  readonly nodeId?: number
}

/** An interceptor that was added. */
export interface Interception extends Disposable {
  /** How many requests it has taken. */
  readonly count: number
  remove(): void
}

type AnyInterceptor = Interceptor<unknown, unknown>
type Facts = Omit<InterceptedRequest, 'proceed' | 'delay' | 'refusal'>

/** A handler's call, as an interceptor sees it. */
export interface PendingCall {
  readonly handler: ApiHandler
  readonly body: unknown
  readonly context: RequestContext
}

class ActiveInterception implements Interception {
  count = 0
  readonly fn: AnyInterceptor
  readonly #matches: (facts: Facts) => boolean
  readonly #options: InterceptOptions
  readonly #onRemove: (self: ActiveInterception) => void

  constructor(
    matches: (facts: Facts) => boolean,
    fn: AnyInterceptor,
    options: InterceptOptions,
    onRemove: (self: ActiveInterception) => void,
  ) {
    this.#matches = matches
    this.fn = fn
    this.#options = options
    this.#onRemove = onRemove
  }

  takes(facts: Facts): boolean {
    const { nodeId, times = Number.POSITIVE_INFINITY } = this.#options
    if ((nodeId !== undefined && facts.nodeId !== nodeId) || this.count >= times || !this.#matches(facts)) return false
    this.count++
    if (this.count >= times) this.#onRemove(this)
    return true
  }

  remove(): void {
    this.#onRemove(this)
  }

  [Symbol.dispose](): void {
    this.remove()
  }
}

export class Interceptors {
  #active: readonly ActiveInterception[] = []

  get size(): number {
    return this.#active.length
  }

  add<Request, Response>(
    target: InterceptTarget<Request, Response>,
    fn: Interceptor<Request, Response>,
    options: InterceptOptions = {},
  ): Interception {
    const matches = matcherOf(target as InterceptTarget<unknown, unknown>)
    const interception = new ActiveInterception(matches, fn as AnyInterceptor, options, (self) => {
      this.#active = this.#active.filter((other) => other !== self)
    })
    this.#active = [...this.#active, interception]
    return interception
  }

  removeAll(): void {
    this.#active = []
  }

  /** Handles a request: directly where nobody wants to interfere, so that most answers need no promise. */
  handle(call: PendingCall): Answer<unknown> | Promise<Answer<unknown>> {
    const { handler, body, context } = call
    if (this.#active.length === 0) return handler.handle(body, context)
    const facts = factsOf(call)
    const taking = this.#active.filter((interception) => interception.takes(facts))
    if (taking.length === 0) return handler.handle(body, context)
    return runIntercepted(taking, facts, call)
  }
}

async function runIntercepted(
  taking: readonly ActiveInterception[],
  facts: Facts,
  { handler, body, context }: PendingCall,
): Promise<Answer<unknown>> {
  let hasTakenEffect = false
  const run = async (index: number): Promise<Answer<unknown>> => {
    const interception = taking[index]
    if (interception === undefined) {
      hasTakenEffect = true
      return handler.handle(body, context)
    }
    let proceeded: Promise<Answer<unknown>> | undefined
    const proceed = (): Promise<Answer<unknown>> => {
      proceeded ??= run(index + 1)
      return proceeded
    }
    const result = await interception.fn({
      ...facts,
      proceed: async () => {
        const answer = await proceed()
        return answer === noAnswer || answer === disconnect ? undefined : answer
      },
      delay: (delayMs) => pause(delayMs, context),
      refusal: (error) => refusalOf(handler, body, error, context),
    })
    if (result === undefined) return proceed()
    if (result === 'cut') return disconnect
    if (result === 'never') return new Promise(() => {})
    return result as Answer<unknown>
  }
  const answer = await run(0)
  if (!hasTakenEffect && handler.api.key === produceApi.key) noteNotAppended(body as ProduceRequest, context.cluster)
  return answer
}

async function pause(delayMs: number, { delays }: RequestContext): Promise<void> {
  await delays.wait({
    label: 'intercepted request',
    timeoutMs: delayMs,
    watches: [],
    tryComplete: () => undefined,
    onExpired: () => true,
  })
}

function refusalOf(handler: ApiHandler, body: unknown, error: ErrorName, context: RequestContext): Draft<unknown> {
  if (handler.refuse !== undefined) return handler.refuse(body, ErrorCodes[error], context)
  throw new ConfigError(`Cannot refuse ${handler.api.name} as a whole: write the answer by hand`)
}

function factsOf({ handler, body, context }: PendingCall): Facts {
  const { version, node, clientId, connection } = context
  return { api: handler.api.name, version, nodeId: node.nodeId, clientId, connection: connection.number, body }
}

function matcherOf(target: InterceptTarget<unknown, unknown>): (facts: Facts) => boolean {
  if (typeof target === 'function') return target
  const name = typeof target === 'string' ? target : target.name
  if (!allApis.some((api) => api.name === name)) throw new ConfigError(`There is no API called ${name}`)
  return ({ api }) => api === name
}
