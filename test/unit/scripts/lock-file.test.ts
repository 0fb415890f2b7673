import { describe, expect, it } from 'vitest'
import { completeLock, findLockBreaches, type LockFile } from '../../../scripts/checks/lock-file.ts'

const BIOME = 'node_modules/@biomejs/biome'
const INCOMPLETE: LockFile = {
  packages: {
    '': { version: '1.0.0', optionalDependencies: { snappy: '7.0.0' } },
    [BIOME]: {
      version: '2.0.0',
      dev: true,
      license: 'MIT',
      optionalDependencies: { '@biomejs/cli-linux-x64': '2.0.0', '@biomejs/cli-linux-x64-musl': '2.0.0' },
    },
    'node_modules/@biomejs/cli-linux-x64': { version: '2.0.0', dev: true },
  },
}

describe('check-lock', () => {
  it('names the platform packages that the file lacks', () => {
    expect(findLockBreaches(INCOMPLETE)).toEqual([
      expect.stringContaining(`${BIOME}: @biomejs/cli-linux-x64-musl@2.0.0 is missing`),
    ])
  })

  it('adds them for the platform that their names say, so that npm skips them elsewhere', () => {
    const complete = completeLock(INCOMPLETE)
    expect(findLockBreaches(complete)).toEqual([])
    expect(complete.packages['node_modules/@biomejs/cli-linux-x64-musl']).toEqual({
      version: '2.0.0',
      cpu: ['x64'],
      os: ['linux'],
      libc: ['musl'],
      dev: true,
      license: 'MIT',
      optional: true,
    })
  })

  it('leaves what is there as it is', () => {
    expect(completeLock(INCOMPLETE).packages[BIOME]).toBe(INCOMPLETE.packages[BIOME])
  })

  it('reports the address of a registry', () => {
    const resolved = 'https://registry.example.org/snappy/-/snappy-7.0.0.tgz'
    const found = findLockBreaches({ packages: { 'node_modules/snappy': { version: '7.0.0', resolved } } })
    expect(found).toEqual([expect.stringContaining(resolved)])
  })
})
