/** What `layers.json` says, as one question: may this part of `src` import that one? */

export interface LayersFile {
  /** Lowest first; the names in one row are siblings. */
  readonly layers: readonly (readonly string[])[]
  /** Parts outside the order, and all that they may import. `*` stands for everything. */
  readonly exceptions?: Readonly<Record<string, readonly string[]>>
  /** Which parts may import one that is outside the order. Nobody, unless said here. */
  readonly importedBy?: Readonly<Record<string, readonly string[]>>
  /**
   * Which of Node's modules a part may import, beyond those listed under `*`. The network, the clock, threads and chance
   * reach the client through its seams, so that a simulation can own them.
   */
  readonly nodeModules?: Readonly<Record<string, readonly string[]>>
}

export class LayerRules {
  readonly #ranks = new Map<string, number>()
  readonly #exceptions: ReadonlyMap<string, readonly string[]>
  readonly #importedBy: ReadonlyMap<string, readonly string[]>
  readonly #nodeModules: ReadonlyMap<string, readonly string[]>

  constructor(file: LayersFile) {
    this.#exceptions = new Map(Object.entries(file.exceptions ?? {}))
    this.#importedBy = new Map(Object.entries(file.importedBy ?? {}))
    this.#nodeModules = new Map(Object.entries(file.nodeModules ?? { '*': ['*'] }))
    for (const [rank, row] of file.layers.entries()) {
      for (const part of row) {
        if (this.#ranks.has(part) || this.#exceptions.has(part)) throw new Error(`layers.json names ${part} twice`)
        this.#ranks.set(part, rank)
      }
    }
  }

  knows(part: string): boolean {
    return this.#ranks.has(part) || this.#exceptions.has(part)
  }

  /** Undefined when `from` may import `to`, else the rule that forbids it. */
  whyForbidden(from: string, to: string): string | undefined {
    if (from === to) return undefined
    const allowed = this.#exceptions.get(from)
    if (allowed !== undefined) {
      const isAllowed = allowed.includes('*') || allowed.includes(to)
      return isAllowed ? undefined : `${from} may only import ${allowed.join(', ')}`
    }
    if (this.#exceptions.has(to)) {
      const importers = this.#importedBy.get(to) ?? []
      if (importers.includes(from)) return undefined
      return `${to} may only be imported by ${importers.length === 0 ? 'nobody' : importers.join(', ')}`
    }
    const fromRank = this.#ranks.get(from)
    const toRank = this.#ranks.get(to)
    if (fromRank === undefined || toRank === undefined) return undefined
    if (toRank === fromRank) return `${from} and ${to} are siblings, which never import each other`
    return toRank > fromRank ? `${to} lies above ${from}, and imports go downwards only` : undefined
  }

  /** The same for one of Node's own modules: `node:net`. */
  whyNodeModuleForbidden(from: string, module: string): string | undefined {
    const allowed = [...(this.#nodeModules.get('*') ?? []), ...(this.#nodeModules.get(from) ?? [])]
    if (allowed.includes('*') || allowed.includes(module)) return undefined
    return `${from} may not import ${module}; what it gives is passed in through a seam (see nodeModules in layers.json)`
  }
}
