/**
 * Writes the code of the published package into `dist/`, beside the declarations that `tsc` has written there: a file for
 * each entry point, and what they share in chunks.
 *
 * Loading each of some 300 modules by itself cost every process that uses the library 200 ms and 20 MB. Nothing is
 * minified: stack traces and debuggers show the code as it was written.
 */
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..')

const bundle = await rolldown({
  // As in `exports` and `bin` of package.json.
  input: Object.fromEntries(
    ['index', 'protocol/index', 'testing/index', 'cli/main'].map((entry) => [entry, join(root, 'src', `${entry}.ts`)]),
  ),
  platform: 'node',
  tsconfig: join(root, 'tsconfig.json'),
  onLog(level, log, defaultHandler) {
    if (level === 'warn') throw new Error(`Cannot bundle: ${log.message}`)
    defaultHandler(level, log)
  },
})
try {
  await bundle.write({
    dir: join(root, 'dist'),
    format: 'esm',
    sourcemap: true,
    // As deep as the sources of the command line, which look for package.json from where they are.
    chunkFileNames: 'chunks/[name]-[hash].js',
    minifyInternalExports: false,
  })
} finally {
  await bundle.close()
}
