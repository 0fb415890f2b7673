import { describe, expect, it } from 'vitest'
import { assertDrainWorks, driveBySyncDrain, outsideMicrotasks, stepUntil } from '../../src/simulation/drive.ts'
import { World } from '../../src/simulation/world.ts'

describe('The synchronous drain', () => {
  it('refuses to start inside a microtask, where it would do nothing', () => {
    expect(assertDrainWorks).toThrow('inside a microtask')
  })

  it('works where no microtask is under way', async () => {
    await expect(outsideMicrotasks(assertDrainWorks)).resolves.toBeUndefined()
  })

  it('lets asynchronous generators and nextTick run out between two steps', async () => {
    async function* numbers(): AsyncGenerator<number> {
      for (let number = 0; number < 20; number++) yield number
    }
    const seen = await outsideMicrotasks(() => {
      const world = new World({ seed: 1 })
      const times: string[] = []
      world.at(1, 'test', 'begin', () => {
        const work = async (): Promise<void> => {
          for await (const number of numbers()) if (number === 19) times.push(`generator at ${world.nowMs}`)
          process.nextTick(() => times.push(`tick at ${world.nowMs}`))
        }
        void work()
      })
      world.at(2, 'test', 'later', () => times.push(`later at ${world.nowMs}`))
      driveBySyncDrain(
        world,
        stepUntil(world, 10, () => false),
      )
      return times
    })
    expect(seen).toEqual(['generator at 1', 'tick at 1', 'later at 2'])
  })
})
