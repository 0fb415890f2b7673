import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Formats generated files as the repository's own code is. They pass through a folder of their own: the check of the
 * repository leaves generated files out, and whatever fails on the way must not touch what is there.
 *
 * @param contents Texts by their path from the repository's root.
 */
export function formatFiles(root: string, contents: ReadonlyMap<string, string>): Map<string, string> {
  const cache = join(root, '.cache')
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'generated-'))
  try {
    writeFileSync(join(work, 'biome.json'), formatConfig(root))
    for (const [path, text] of contents) {
      mkdirSync(dirname(join(work, path)), { recursive: true })
      writeFileSync(join(work, path), text)
    }
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
    const args = ['check', '--write', '--linter-enabled=false', `--config-path=${work}`, '.']
    const result = spawnSync(process.execPath, [biome, ...args], { cwd: work, encoding: 'utf8' })
    if (result.status !== 0)
      throw new Error(`Biome cannot format the generated code:\n${result.stdout}${result.stderr}`)
    return new Map([...contents.keys()].map((path) => [path, readFileSync(join(work, path), 'utf8')]))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** The repository's style without its list of files, which excludes these. */
function formatConfig(root: string): string {
  const { formatter, javascript } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as Record<
    string,
    unknown
  >
  return JSON.stringify({ root: true, vcs: { enabled: false }, files: { maxSize: 4_194_304 }, formatter, javascript })
}
