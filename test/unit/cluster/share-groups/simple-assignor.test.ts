import { describe, expect, it } from 'vitest'
import { assignShares } from '../../../../src/cluster/share-groups/simple-assignor.ts'

const member = (memberId: string, ...topics: string[]) => ({ memberId, topics: new Set(topics) })
const topic = (name: string, partitionCount: number) => ({ topic: name, partitionCount })
const asObject = (assignment: ReturnType<typeof assignShares>) =>
  Object.fromEntries([...assignment].map(([memberId, topics]) => [memberId, Object.fromEntries(topics)]))

describe('the simple assignor', () => {
  it('gives each partition to one member where there are enough', () => {
    const assignment = assignShares([member('a', 't'), member('b', 't')], [topic('t', 3)])

    expect(asObject(assignment)).toEqual({ a: { t: [0, 2] }, b: { t: [1] } })
  })

  it('lets members share partitions where there are more of them', () => {
    const assignment = assignShares([member('a', 't'), member('b', 't'), member('c', 't')], [topic('t', 2)])

    expect(asObject(assignment)).toEqual({ a: { t: [0] }, b: { t: [1] }, c: { t: [0] } })
  })

  it('goes on with the next member from topic to topic', () => {
    const members = [member('a', 't', 'u'), member('b', 't', 'u')]

    const assignment = assignShares(members, [topic('t', 1), topic('u', 1)])

    // Both have one reader more than partitions, so everybody reads everything.
    expect(asObject(assignment)).toEqual({ a: { t: [0], u: [0] }, b: { t: [0], u: [0] } })
  })

  it('gives nobody what it does not subscribe to', () => {
    const assignment = assignShares([member('a', 't'), member('b', 'u')], [topic('t', 2), topic('u', 1), topic('v', 1)])

    expect(asObject(assignment)).toEqual({ a: { t: [0, 1] }, b: { u: [0] } })
  })
})
