import type { Cursor } from '../fetch/cursor.ts'
import type { CommitOffset } from './commit-offset.ts'

type Mark = Pick<Required<CommitOffset>, 'offset' | 'leaderEpoch' | 'metadata'>

/**
 * What an application has said is done, for `autoCommit: 'marked'`. Owned by the group coordination; synchronous.
 *
 * A mark never goes back: what is finished out of order is marked out of order, and the furthest counts. Where reading
 * goes back before a mark (a seek, a reset, a topic that was created anew), the mark is void, and what is read again is
 * marked again. A mark goes with its assignment.
 */
export class Marks {
  readonly #marks = new WeakMap<Cursor, Mark>()

  /** Ignored when it is of something that was not given: a handler may end long after its partition was sought back. */
  mark(cursor: Cursor, { offset, leaderEpoch, metadata }: Mark): void {
    const { position } = cursor
    if (position === undefined || offset > position) return
    const known = this.markOf(cursor)
    if (known === undefined || known.offset < offset) this.#marks.set(cursor, { offset, leaderEpoch, metadata })
  }

  /** Undefined when nothing is marked of what was read. */
  markOf(cursor: Cursor): Mark | undefined {
    const mark = this.#marks.get(cursor)
    const { position } = cursor
    return mark === undefined || position === undefined || mark.offset > position ? undefined : mark
  }

  /** The application goes elsewhere. */
  forget(cursor: Cursor): void {
    this.#marks.delete(cursor)
  }
}
