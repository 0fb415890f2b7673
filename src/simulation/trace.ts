/**
 * What happened in a world: always as a hash, which two runs of one seed must share, and as readable lines when somebody
 * wants to read them.
 */
export class Trace {
  /** The timeline; undefined when it is not recorded, which is what makes thousands of seeds cheap. */
  readonly lines: string[] | undefined
  #hash = 0x811c9dc5

  constructor(isRecorded: boolean) {
    this.lines = isRecorded ? [] : undefined
  }

  /** Depends on every event, its time and its order. */
  get hash(): string {
    return this.#hash.toString(16).padStart(8, '0')
  }

  add(nowMs: number, who: string, what: string): void {
    this.#mix(who)
    this.#mix(what)
    this.#hash = Math.imul(this.#hash ^ nowMs, 0x01000193) >>> 0
    this.lines?.push(`${String(nowMs).padStart(7)}  ${who.padEnd(9)} ${what}`)
  }

  /** For the reader only: details that need not be the same bit by bit. */
  note(nowMs: number, who: string, what: () => string): void {
    this.lines?.push(`${String(nowMs).padStart(7)}  ${who.padEnd(9)}   ${what()}`)
  }

  #mix(text: string): void {
    let hash = this.#hash
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
    this.#hash = hash >>> 0
  }
}
