/**
 * What `package-lock.json` must hold to be used on other machines than the one that wrote it.
 *
 * npm writes down only those platform packages that the registry in use has; where it lacks one (mirrors that carry a
 * single platform do), `npm ci` fails everywhere, and other platforms get no binary. And an address of a registry in the
 * file would be asked by everybody who installs from it.
 */

interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly dev?: boolean
  readonly license?: string
  readonly engines?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

interface MissingPackage {
  readonly parent: string
  readonly name: string
  readonly version: string
}

export function findLockBreaches(lock: LockFile): string[] {
  const resolved = Object.entries(lock.packages)
    .filter(([, locked]) => locked.resolved !== undefined && /^https?:/.test(locked.resolved))
    .map(([path, locked]) => `${path}: ${locked.resolved} → addresses of registries stay out of the file`)
  const missing = findMissing(lock).map(({ parent, name, version }) => {
    return `${parent}: ${name}@${version} is missing → run \`node scripts/check-lock.ts --fix\``
  })
  return [...resolved, ...missing]
}

/** The same lock file with every platform package that its packages name. */
export function completeLock(lock: LockFile): LockFile {
  const added = findMissing(lock).map(({ parent, name, version }) => {
    const { dev, license, engines } = lock.packages[parent] ?? {}
    const entry = {
      version,
      ...platformOf(name),
      ...(dev && { dev }),
      ...(license && { license }),
      optional: true,
      ...(engines && { engines }),
    }
    return [`node_modules/${name}`, entry] as const
  })
  const packages = [...Object.entries(lock.packages), ...added].sort(([left], [right]) => (left < right ? -1 : 1))
  return { ...lock, packages: Object.fromEntries(packages) }
}

function findMissing({ packages }: LockFile): MissingPackage[] {
  return Object.entries(packages).flatMap(([parent, locked]) => {
    if (parent === '') return []
    return Object.entries(locked.optionalDependencies ?? {})
      .filter(([name]) => !(`node_modules/${name}` in packages) && !(`${parent}/node_modules/${name}` in packages))
      .map(([name, version]) => ({ parent, name, version }))
  })
}

/** Platform packages carry the platform in their names: `@biomejs/cli-linux-x64-musl`. */
function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } {
  const match = /(android|darwin|freebsd|linux|openharmony|win32)-(universal|[a-z0-9]+)(?:-([a-z0-9]+))?$/.exec(name)
  if (match === null) return /wasm32/.test(name) ? { cpu: ['wasm32'] } : {}
  const [, os = '', cpu = '', abi = ''] = match
  return {
    ...(cpu !== 'universal' && { cpu: [cpu] }),
    os: [os],
    ...(os === 'linux' && { libc: [abi.startsWith('musl') ? 'musl' : 'glibc'] }),
  }
}
