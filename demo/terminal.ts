/** What the demo prints: a line that moves while something takes time, and tables. Plain text where nobody looks on. */
import { styleText } from 'node:util'

const BAR_WIDTH = 24
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const REDRAW_INTERVAL_MS = 80
/** In a log file each state is a line, so there should be few. */
const SPARSE_INTERVAL_MS = 2_000

type Style = Parameters<typeof styleText>[0]

export class Terminal {
  readonly #stream: NodeJS.WriteStream
  readonly #isLive: boolean
  #lastProgressAt = 0
  #hasProgressLine = false

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
    this.#isLive = stream.isTTY === true && process.env.TERM !== 'dumb'
    // Whoever read along has gone (`| head`): the demo still ends in order, and tells by its exit code.
    stream.on('error', () => {})
  }

  style(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#stream })
  }

  print(text = ''): void {
    this.#clearProgress()
    this.#stream.write(`${text}\n`)
  }

  /** One step that ended well. */
  done(text: string): void {
    this.print(`${this.style('green', '✓')} ${text}`)
  }

  /** Something out of the ordinary, that the reader should see. */
  event(text: string): void {
    this.print(`${this.style('yellow', '!')} ${text}`)
  }

  failed(text: string): void {
    this.print(`${this.style('red', '✗')} ${text}`)
  }

  /** Replaces the moving line; cheap enough to be called for every record. */
  progress(text: () => string): void {
    const now = performance.now()
    if (now - this.#lastProgressAt < (this.#isLive ? REDRAW_INTERVAL_MS : SPARSE_INTERVAL_MS)) return
    // The first state of a step says nothing that the step before has not said, unless it lasts.
    const isFirst = this.#lastProgressAt === 0
    this.#lastProgressAt = now
    if (this.#isLive) this.#drawProgress(text())
    else if (!isFirst) this.#stream.write(`  ${text()}\n`)
  }

  #drawProgress(text: string): void {
    const width = Math.max(20, (this.#stream.columns || 80) - 3)
    const clipped = text.length > width ? `${text.slice(0, width - 1)}…` : text
    this.#stream.write(`\r\x1b[K${this.style('cyan', '›')} ${clipped}`)
    this.#hasProgressLine = true
  }

  #clearProgress(): void {
    this.#lastProgressAt = 0
    if (!this.#hasProgressLine) return
    this.#stream.write('\r\x1b[K')
    this.#hasProgressLine = false
  }
}

/** `share` of a full bar, 0 to 1. What is not nothing shows at least a sliver. */
export function bar(share: number): string {
  const eighths = Math.max(share > 0 ? 1 : 0, Math.round(share * BAR_WIDTH * 8))
  return '█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7]!
}

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
}

/** Aligned by what a reader sees: names may hold characters that take two cells, or none. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const table = [columns.map(({ title }) => title), ...rows]
  const widths = columns.map((_, column) => Math.max(...table.map((row) => displayWidth(row[column]!))))
  return table.map((row) => {
    const cells = row.map((cell, column) => {
      const padding = ' '.repeat(widths[column]! - displayWidth(cell))
      return columns[column]!.align === 'left' ? cell + padding : padding + cell
    })
    return `  ${cells.join('  ')}`.trimEnd()
  })
}

/** Cuts to `width` cells, with an ellipsis where something is missing, and shows control characters as dots. */
export function clip(text: string, width: number): string {
  const printable = text.replaceAll(/\p{Cc}/gu, '·')
  if (displayWidth(printable) <= width) return printable
  let clipped = ''
  let remaining = width - 1
  for (const { segment } of graphemes.segment(printable)) {
    remaining -= graphemeWidth(segment)
    if (remaining < 0) break
    clipped += segment
  }
  return `${clipped}…`
}

const graphemes = new Intl.Segmenter()
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff00-\uff60]/u

function graphemeWidth(segment: string): number {
  return WIDE.test(segment) ? 2 : 1
}

function displayWidth(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment)
  return width
}

export function count(number: number, noun?: string): string {
  const digits = number.toLocaleString('en-US')
  return noun === undefined ? digits : `${digits} ${noun}${number === 1 ? '' : 's'}`
}

export function seconds(elapsedMs: number): string {
  return elapsedMs < 100 ? `${elapsedMs.toFixed(1)} ms` : `${(elapsedMs / 1_000).toFixed(2)} s`
}

/** "in 2.50 s: 160,000/s" */
export function inTime(recordCount: number, elapsedMs: number): string {
  return recordCount === 0 ? '' : `in ${seconds(elapsedMs)}: ${rate(recordCount, elapsedMs)}`
}

export function rate(recordCount: number, elapsedMs: number): string {
  return `${count(Math.round(recordCount / (elapsedMs / 1_000)))}/s`
}
