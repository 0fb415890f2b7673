import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
let clone = ''

/** Runs the generator in a copy of the repository that has nothing but what it needs, as in a fresh clone. */
function generate(...args: string[]): { status: number | null; output: string } {
  const result = spawnSync(process.execPath, [join(clone, 'codegen/main.ts'), ...args], {
    encoding: 'utf8',
    cwd: clone,
  })
  return { status: result.status, output: result.stdout + result.stderr }
}

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'ottla-generate-'))
  const copied = ['codegen', 'schemas', 'biome.json', 'package.json', 'src/protocol', 'src/errors']
  for (const path of copied) cpSync(join(root, path), join(clone, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'))
})

afterAll(() => {
  rmSync(clone, { recursive: true })
})

describe('codegen/main.ts', () => {
  it('finds the committed code up to date', () => {
    expect(generate('--check')).toMatchObject({ status: 0, output: expect.stringContaining('up to date') })
  })

  it('prints lines of 120 columns at most', () => {
    const file = join(clone, 'src/protocol/messages/fetch-response.ts')
    const widest = Math.max(
      ...readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => line.length),
    )
    expect(widest).toBeLessThanOrEqual(120)
  })

  it('fails for an edited file and for one that nothing generates, and names both', () => {
    writeFileSync(join(clone, 'src/protocol/messages/orphan.ts'), 'export {}\n')
    writeFileSync(join(clone, 'src/protocol/messages/fetch-request.ts'), '// edited\n')
    const { status, output } = generate('--check')
    expect(status).toBe(1)
    expect(output).toContain('  src/protocol/messages/fetch-request.ts\n')
    expect(output).toContain('  src/protocol/messages/orphan.ts (nothing generates it)\n')
    expect(readFileSync(join(clone, 'src/protocol/messages/fetch-request.ts'), 'utf8')).toBe('// edited\n')
  })

  it('repairs both', () => {
    expect(generate().output).toContain('1 written, 1 removed')
    expect(generate('--check').status).toBe(0)
  })
})
