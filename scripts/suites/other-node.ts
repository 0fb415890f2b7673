/** Other releases of Node than the one that runs this, from npm's packages of its binaries. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../checks/source-files.ts'
import { runCommand } from './run-command.ts'

/**
 * The path of the newest Node of a major release; fetched the first time.
 *
 * The platform's own package holds the binary itself. The package `node` would fetch it in an install script, which npm
 * 12 does not run.
 */
export async function otherNode(major: number): Promise<string> {
  const binary = join(process.platform === 'win32' ? 'node.exe' : 'node')
  const folder = join(ROOT, '.cache', 'node', `${major}-${process.platform}-${process.arch}`)
  const path = join(folder, 'node_modules', platformPackage(), 'bin', binary)
  if (existsSync(path)) return path

  const partial = `${folder}.partial-${process.pid}`
  mkdirSync(partial, { recursive: true })
  try {
    const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    const what = `${platformPackage()}@${major}`
    const { exitCode } = await runCommand('npm', ['install', '--prefix', partial, ...flags, what])
    if (exitCode !== 0) throw new Error(`npm cannot install ${what}`)
    rmSync(folder, { recursive: true, force: true })
    renameSync(partial, folder)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
  return path
}

function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'
  return `${prefix}-${platform}-${process.arch}`
}
