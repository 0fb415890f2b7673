import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { producerMutants } from '../../../scripts/mutants/producer-mutants.ts'
import { groupMutants } from '../../../scripts/simulation/group-mutants.ts'
import { mutants } from '../../../scripts/simulation/mutants.ts'

const source = join(import.meta.dirname, '../../../src')
const all = [...new Set([...mutants, ...groupMutants, ...producerMutants])]

describe('a planted mistake', () => {
  // They are planted in long runs, by hand: a source that has moved on would be noticed only there.
  it.each(all.map(({ name, edits }) => [name, edits] as const))(
    'still has its place in the source: %s',
    (_name, edits) => {
      for (const { file, from, to } of edits) {
        const places = readFileSync(join(source, file), 'utf8').split(from).length - 1
        expect({ file, from, places }).toEqual({ file, from, places: 1 })
        expect(to).not.toBe(from)
      }
    },
  )
})
