/** Fails when an import in `src` goes against `layers.json`, or when modules import each other in a circle. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LayersFile } from './checks/layer-rules.ts'
import { findLayerBreaches } from './checks/layers.ts'
import { report } from './checks/report.ts'
import { ROOT, readSourceFiles } from './checks/source-files.ts'

const layersFile = JSON.parse(readFileSync(join(ROOT, 'layers.json'), 'utf8')) as LayersFile
const files = readSourceFiles('src')
report('layers', `${files.length} files`, findLayerBreaches(files, layersFile))
