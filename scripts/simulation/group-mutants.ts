/** One-line mistakes in what groups rest on, each of which some seed of the groups' plans must find. */
import type { Mutant } from '../mutants/planted-copy.ts'

const hand = 'consumer/hand.ts'
const coordination = 'consumer/group-coordination.ts'
const commits = 'consumer/commit-manager.ts'
const classic = 'group/classic-membership.ts'
const heartbeats = 'group/heartbeat-loop.ts'
const sticky = 'group/assignor/sticky-assignors.ts'

const group: readonly Mutant[] = [
  {
    name: 'commitsWhatIsInHand',
    about: 'a record that was handed over counts as finished',
    edits: [
      { file: hand, from: 'if (unfinished !== undefined && unfinished < finished)', to: 'if (false as boolean)' },
    ],
  },
  {
    name: 'noCommitOnRevoke',
    about: 'partitions go without a last commit',
    edits: [
      {
        file: coordination,
        from: "    if (this.#options.group.autoCommit) await this.#commitQuietly(cursors, 'before partitions go')\n",
        to: '',
      },
    ],
  },
  {
    name: 'revokesUnderTheHand',
    about: 'partitions go while a record of them is being dealt with',
    edits: [{ file: coordination, from: '    await this.#waitForHands(partitions, signal)\n', to: '' }],
  },
  {
    name: 'keepsReading',
    about: 'a partition that was given up is read on',
    edits: [
      {
        file: coordination,
        from: "    await this.#callBack('onRevoked', partitions)\n    this.#release(cursors)\n",
        to: "    await this.#callBack('onRevoked', partitions)\n    this.#fetcher?.stream.wake()\n    for (const cursor of cursors) this.#fetcher?.resume(cursor)\n",
      },
    ],
  },
  {
    name: 'forgetsTheCommitted',
    about: 'a new owner begins where the reset policy says, not where the group is',
    edits: [
      {
        file: coordination,
        from: '    if (found !== undefined) {\n      this.commits',
        to: '    if (found !== undefined && found.offset < 0n) {\n      this.commits',
      },
    ],
  },
  {
    name: 'commitsSideBySide',
    about: 'a commit does not wait for the one before it: franz-go 416e8269',
    edits: [
      {
        file: commits,
        from: 'const done = this.#tail.then(() => this.#commitNow(collect(), deadline))',
        to: 'const now = collect()\n    const done = deadline.sleep(now.length % 2 === 0 ? 1 : 9, "mutant").then(() => this.#commitNow(now, deadline))',
      },
    ],
  },
  {
    name: 'lossIsNotTold',
    about: 'a member that was thrown out says nothing to the application',
    edits: [{ file: classic, from: 'if (lost.length > 0 && !this.#isClosing)', to: 'if (lost.length > 99)' }],
  },
  {
    name: 'closedIsNotified',
    about: 'an assignment is delivered to a member that is closing: RocksMQ',
    edits: [
      {
        file: classic,
        from: '    // The last callback is under way, or done: the generation is only for its commit.\n    if (this.#isClosing) return\n',
        to: '',
      },
      { file: classic, from: '    if (this.#isClosing) {\n      this.#owned = kept\n      return\n    }\n', to: '' },
    ],
  },
  {
    name: 'heartbeatsGoOn',
    about: 'the heartbeat timer outlives the member',
    edits: [{ file: heartbeats, from: 'this.#timer?.cancel()', to: 'void this.#timer' }],
  },
  {
    name: 'callbacksOverlap',
    about: 'a rebalance does not wait for the application to give up partitions',
    edits: [
      {
        file: classic,
        from: '      await this.#tell(() => host.onRevoked(revoked, this.#session.signal))\n',
        to: '      void this.#tell(() => host.onRevoked(revoked, this.#session.signal))\n',
      },
    ],
  },
  {
    name: 'takesAtOnce',
    about: 'a partition is given away before its owner has let go: KIP-429 undone',
    edits: [
      {
        file: sticky,
        from: 'owners.get(partitionKey(partition))?.includes(memberId) ?? true',
        to: 'owners.size >= 0 || partition.partition < 0 || memberId !== ""',
      },
    ],
  },
]

export const groupMutants: readonly Mutant[] = group.map((mutant) => ({ ...mutant, family: 'groups' }))
