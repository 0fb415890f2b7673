import { describe, expect, it } from 'vitest'
import { type Turn, TurnOrder } from '../../../src/fetch/turn-order.ts'

class Member {
  readonly name: string
  readonly turn: Turn<Member> = { previous: undefined, next: undefined, isTaken: false }

  constructor(name: string) {
    this.name = name
  }
}

function namesIn(order: TurnOrder<Member>): string[] {
  const names: string[] = []
  for (let member = order.first; member !== undefined; member = member.turn.next) names.push(member.name)
  return names
}

describe('the order of turns', () => {
  it('does what a Set does, whoever leaves and joins again', () => {
    const members = Array.from({ length: 5 }, (_, index) => new Member(`m${index}`))
    const order = new TurnOrder<Member>()
    const model = new Set<Member>()
    let seed = 1
    for (let step = 0; step < 2000; step++) {
      seed = (seed * 48_271) % 0x7fffffff
      const member = members[seed % members.length]!
      const owner = seed % 3 === 0 ? 'delete' : 'add'
      order[owner](member)
      model[owner](member)
      expect(namesIn(order)).toEqual([...model].map(({ name }) => name))
    }
  })
})
