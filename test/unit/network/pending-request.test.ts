import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { PendingRequest } from '../../../src/network/pending-request.ts'

function pendingRequest(signal?: AbortSignal): PendingRequest {
  return new PendingRequest({
    kind: 'answered',
    api: undefined,
    version: 0,
    correlationId: 1,
    chunks: [],
    deadlineMs: 1000,
    timeoutMs: 1000,
    isHandshake: false,
    signal,
  })
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}

/** The answer is reachable from nothing else when this returns. */
async function answered(request: PendingRequest): Promise<WeakRef<object>> {
  const answer = { records: Buffer.alloc(1024) }
  const { promise } = request
  request.resolve(answer)
  expect(await promise).toBe(answer)
  return new WeakRef(answer)
}

describe('A pending request', () => {
  // What a removed listener leads to stays until V8 collects the whole heap: it was the answer to each fetch.
  it('does not keep its answer alive, whoever keeps the request', async () => {
    const request = pendingRequest(new AbortController().signal)
    const answer = await answered(request)
    // A WeakRef keeps its target until the end of the turn that made it.
    await new Promise(setImmediate)
    collectGarbage()
    expect(answer.deref()).toBeUndefined()
    expect(request.isSettled).toBe(true)
  })

  it('settles once: what comes second is dropped', async () => {
    const request = pendingRequest()
    const { promise } = request
    request.reject(new Error('the first'))
    request.resolve('the second')
    await expect(promise).rejects.toThrow('the first')
  })
})
