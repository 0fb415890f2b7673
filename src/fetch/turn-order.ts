/** A place in an order, made once for each of its members: joining and leaving the order allocates nothing. */
export interface Turn<Member> {
  previous: Member | undefined
  next: Member | undefined
  isTaken: boolean
}

/**
 * Members in the order of their turns; one that leaves and joins again is the last.
 *
 * A `Set` would do, but for its memory: a reader of many partitions makes each leave and join again for every record, every
 * few of these give a Set a new table, and V8 allocates it where the one before it is, among what is old. It was most of
 * what a run of six partitions had V8 collect its whole heap for.
 */
export class TurnOrder<Member extends { readonly turn: Turn<Member> }> {
  #first: Member | undefined
  #last: Member | undefined

  get first(): Member | undefined {
    return this.#first
  }

  /** No-op for one that is in it. */
  add(member: Member): void {
    const { turn } = member
    if (turn.isTaken) return
    turn.isTaken = true
    turn.previous = this.#last
    if (this.#last === undefined) this.#first = member
    else this.#last.turn.next = member
    this.#last = member
  }

  /** No-op for one that is not in it. */
  delete(member: Member): void {
    const { turn } = member
    if (!turn.isTaken) return
    const { previous, next } = turn
    if (previous === undefined) this.#first = next
    else previous.turn.next = next
    if (next === undefined) this.#last = previous
    else next.turn.previous = previous
    turn.isTaken = false
    turn.previous = undefined
    turn.next = undefined
  }
}
