import type { Clock } from './clock.ts'
import type { Offload, OffloadTask } from './offload.ts'

/**
 * Runs each task on the calling thread and gives its result in a later turn, in order. For tests on manual time: the
 * same window opens as with a thread pool, without a thread pool's chance.
 */
export function inlineOffload(clock: Clock): Offload {
  return {
    run<T>(task: OffloadTask<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        clock.defer(task.label, () => {
          try {
            resolve(task.runSync())
          } catch (error) {
            reject(error)
          }
        })
      })
    },
  }
}
