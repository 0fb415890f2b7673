/**
 * Packs the package as npm would publish it, lets publint and are-the-types-wrong look at what a user would get, and uses
 * it.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './suites/run-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'ottla-pack-'))
try {
  process.exitCode = await checkPackage(folder)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function checkPackage(destination: string): Promise<number> {
  // `prepack` builds first; its output comes before npm's own.
  const packed = await runCommand('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', destination], {
    output: 'keep',
  })
  if (packed.exitCode !== 0) {
    console.error(packed.stdout)
    return packed.exitCode
  }
  const { filename, entryCount, unpackedSize } = readPackReport(packed.stdout)
  console.log(`package: ${filename}, ${entryCount} files, ${(unpackedSize / 1024).toFixed(0)} KiB unpacked`)
  const tarball = join(destination, filename)
  const publint = await runCommand('publint', ['run', '--strict', tarball])
  const types = await runCommand('attw', [tarball, '--profile', 'esm-only', '--format', 'ascii'])
  return publint.exitCode || types.exitCode || (await usePackage(destination, tarball))
}

/** By name, from a folder of its own: what is missing in the package is not found in the repository. */
async function usePackage(folder: string, tarball: string): Promise<number> {
  const installed = join(folder, 'node_modules', 'ottla')
  mkdirSync(installed, { recursive: true })
  const unpacked = await runCommand('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'])
  if (unpacked.exitCode !== 0) return unpacked.exitCode
  // A package of its own: no folder above has a say in what its imports find.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'uses-ottla', private: true }))
  const program = join(folder, 'use-package.mjs')
  copyFileSync(join(import.meta.dirname, 'checks', 'use-package.mjs'), program)
  const used = await runCommand('node', [program])
  const commandLine = await runCommand('node', [join(installed, 'dist', 'cli', 'main.js'), '--version'])
  return used.exitCode || commandLine.exitCode
}

interface PackReport {
  readonly filename: string
  readonly entryCount: number
  readonly unpackedSize: number
}

/** A list of one package up to npm 11, an object by name from npm 12 on. */
function readPackReport(output: string): PackReport {
  const start = output.search(/^[[{]/m)
  const [report] = Object.values(JSON.parse(output.slice(start)) as PackReport[] | Record<string, PackReport>)
  if (report === undefined) throw new Error(`npm pack says nothing about what it packed:\n${output}`)
  return report
}
