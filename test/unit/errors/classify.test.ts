import { describe, expect, it } from 'vitest'
import { BrokerError } from '../../../src/errors/broker-error.ts'
import { classifyError, classifyErrorCode, isRepeatable } from '../../../src/errors/classify.ts'
import { StateError, TimeoutError, UnsupportedVersionError } from '../../../src/errors/client-errors.ts'
import { AuthenticationError, ConnectionError, RequestTimeoutError } from '../../../src/errors/connection-errors.ts'
import { ErrorCodes, errorCodeFacts } from '../../../src/errors/error-codes.ts'

const codes = Object.entries(ErrorCodes)

describe('the table of error codes', () => {
  it.each(codes)('has a row for %s', (_name, code) => {
    expect(classifyErrorCode(code)).toBeTypeOf('string')
  })

  it("never gives up where Kafka's client would go on", () => {
    const givenUp = [...errorCodeFacts.values()].filter(
      ({ name, retriable }) => retriable && classifyErrorCode(ErrorCodes[name]) === 'fatal',
    )
    expect(givenUp).toEqual([])
  })

  it("refreshes metadata where Kafka's client would", () => {
    const others = [...errorCodeFacts.values()].filter(
      ({ name, refreshesMetadata }) => refreshesMetadata && classifyErrorCode(ErrorCodes[name]) !== 'refreshMetadata',
    )
    expect(others).toEqual([])
  })

  it("repeats by itself nothing that Kafka's client would not, but for Redpanda's full disk", () => {
    const repeated = [...errorCodeFacts.values()]
      .filter(({ name, retriable }) => !retriable && isRepeatable(classifyErrorCode(ErrorCodes[name])))
      .map(({ name }) => name)
    expect(repeated).toEqual(['BROKER_NOT_AVAILABLE', 'REBOOTSTRAP_REQUIRED'])
  })

  it.each([
    ['NOT_COORDINATOR', 'findCoordinator'],
    ['NOT_CONTROLLER', 'findController'],
    ['COORDINATOR_LOAD_IN_PROGRESS', 'retry'],
    ['PRODUCER_FENCED', 'fatal'],
    ['FENCED_INSTANCE_ID', 'fatal'],
    ['TRANSACTION_ABORTABLE', 'abortTransaction'],
    ['OFFSET_OUT_OF_RANGE', 'resetOffset'],
    ['REBALANCE_IN_PROGRESS', 'rejoinGroup'],
    ['UNKNOWN_SERVER_ERROR', 'fatal'],
    ['NONE', 'none'],
  ] as const)('%s asks for %s', (name, action) => {
    expect(classifyErrorCode(ErrorCodes[name])).toBe(action)
  })

  it('takes a code that is newer than the client for fatal', () => {
    expect(classifyErrorCode(9999)).toBe('fatal')
  })
})

describe('anything thrown', () => {
  it.each([
    [new BrokerError('Cannot', ErrorCodes.NOT_LEADER_OR_FOLLOWER), 'refreshMetadata'],
    [new ConnectionError('CONNECTION_CLOSED', 'closed'), 'refreshMetadata'],
    [new ConnectionError('CONNECTION_FAILED', 'closed for good', { retriable: false }), 'fatal'],
    [new RequestTimeoutError('silence'), 'refreshMetadata'],
    [new TimeoutError("the caller's time is over"), 'fatal'],
    [new AuthenticationError('no'), 'fatal'],
    [new UnsupportedVersionError('too old'), 'fatal'],
    [new StateError('CLOSED', 'closed'), 'fatal'],
    [new DOMException('aborted', 'AbortError'), 'fatal'],
    [new TypeError('a defect'), 'fatal'],
    ['not even an error', 'fatal'],
  ])('%s', (error, action) => {
    expect(classifyError(error)).toBe(action)
  })
})
