/** The layer check itself: pure, from files to breaches. */
import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { findCycles } from './import-cycles.ts'
import { LayerRules, type LayersFile } from './layer-rules.ts'
import { findImports } from './module-imports.ts'
import type { SourceFile } from './source-files.ts'

/** One line for each breach: `src/record/crc32c.ts:3: import '../network/broker.ts' → network lies above record, ...`. */
export function findLayerBreaches(files: readonly SourceFile[], layersFile: LayersFile): string[] {
  const rules = new LayerRules(layersFile)
  const paths = new Set(files.map((file) => file.path))
  const graph = new Map<string, string[]>()
  const breaches: string[] = []

  const whyForbidden = (part: string, specifier: string, target: string): string | undefined => {
    if (isBuiltin(specifier)) return rules.whyNodeModuleForbidden(part, withScheme(specifier))
    if (!specifier.startsWith('.')) return undefined
    if (!paths.has(target)) return `${target} is not a source file of src, or lacks its extension`
    return rules.whyForbidden(part, partOf(target))
  }

  for (const file of files) {
    const part = partOf(file.path)
    if (!rules.knows(part))
      breaches.push(`${file.path}: ${part} is not in layers.json → every part of src has its layer`)
    const targets: string[] = []
    graph.set(file.path, targets)
    for (const { specifier, line } of findImports(file)) {
      const target = posix.join(posix.dirname(file.path), specifier)
      const rule = whyForbidden(part, specifier, target)
      if (rule !== undefined) breaches.push(`${file.path}:${line}: import '${specifier}' → ${rule}`)
      if (specifier.startsWith('.')) targets.push(target)
    }
  }
  for (const cycle of findCycles(graph)) {
    breaches.push(`${cycle[0]}: import cycle → ${[...cycle, cycle[0]].join(' → ')}`)
  }
  return breaches
}

/** The folder under `src`, or the file itself where it lies directly there: `record`, `index.ts`. */
function partOf(path: string): string {
  return path.split('/')[1] ?? path
}

/** `net` is `node:net`. */
function withScheme(module: string): string {
  return module.startsWith('node:') ? module : `node:${module}`
}
