import type { Input, KeyedLine } from './keyed-lines.ts'

/** An input again and again, until it is stopped: for when producing has to last. */
export class RepeatedLines implements AsyncIterable<KeyedLine> {
  readonly #input: Input
  #isStopped = false
  #count = 0

  constructor(input: Input) {
    this.#input = input
  }

  /** Lines given so far. */
  get count(): number {
    return this.#count
  }

  stop(): void {
    this.#isStopped = true
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<KeyedLine> {
    const lines: KeyedLine[] = []
    for await (const line of this.#input.lines()) {
      if (this.#isStopped) return
      lines.push(line)
      this.#count++
      yield line
    }
    while (lines.length > 0) {
      for (const line of lines) {
        if (this.#isStopped) return
        this.#count++
        yield line
      }
    }
  }
}
