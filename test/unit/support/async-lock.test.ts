import { describe, expect, it } from 'vitest'
import { AsyncLock } from '../../../src/support/async-lock.ts'
import { createDeferred } from '../../../src/support/deferred.ts'

describe('an async lock', () => {
  it('is taken at once when it is free', () => {
    const lock = new AsyncLock()
    expect(lock.tryAcquire('sink')).toBe(true)
    expect(lock).toMatchObject({ isHeld: true, owner: 'sink', waiterCount: 0 })
  })

  it('is refused while it is held, also to its holder', () => {
    const lock = new AsyncLock()
    lock.tryAcquire('sink')
    expect(lock.tryAcquire('sink')).toBe(false)
    expect(lock.tryAcquire('refresher')).toBe(false)
  })

  it('serves those who wait in the order in which they came', async () => {
    const lock = new AsyncLock()
    const order: string[] = []
    lock.tryAcquire('first')
    const waits = ['second', 'third', 'fourth'].map(async (owner) => {
      await lock.acquire(owner)
      order.push(owner)
      lock.release()
    })
    expect(lock.waiterCount).toBe(3)
    lock.release()
    await Promise.all(waits)
    expect(order).toEqual(['second', 'third', 'fourth'])
    expect(lock.isHeld).toBe(false)
  })

  it('belongs to the next waiter from the moment of its release: nobody slips in between', () => {
    const lock = new AsyncLock()
    lock.tryAcquire('sink')
    void lock.acquire('refresher')
    lock.release()
    expect(lock.owner).toBe('refresher')
    expect(lock.tryAcquire('deadline')).toBe(false)
  })

  it('cannot be released by anybody while nobody holds it', () => {
    expect(() => new AsyncLock().release()).toThrow('nobody holds')
  })

  it('is held across the awaits of a section', async () => {
    const lock = new AsyncLock()
    const gate = createDeferred<void>()
    const order: string[] = []
    const slow = lock.run('slow', async () => {
      order.push('slow begins')
      await gate.promise
      order.push('slow ends')
    })
    const quick = lock.run('quick', () => order.push('quick'))
    gate.resolve()
    await Promise.all([slow, quick])
    expect(order).toEqual(['slow begins', 'slow ends', 'quick'])
  })

  it('is released when a section throws, and when it rejects', async () => {
    const lock = new AsyncLock()
    const thrown = new Error('thrown')
    await expect(
      lock.run('a', () => {
        throw thrown
      }),
    ).rejects.toBe(thrown)
    await expect(lock.run('b', () => Promise.reject(thrown))).rejects.toBe(thrown)
    expect(lock.isHeld).toBe(false)
  })

  it('gives what the section gave', async () => {
    await expect(new AsyncLock().run('a', () => 7)).resolves.toBe(7)
  })
})
