/** The batches that are compared: what is in them, from a seed. */
export interface CaseRecord {
  readonly offset: bigint
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [string, Buffer | null])[]
}

export interface BatchCase {
  readonly name: string
  readonly magic: 0 | 1 | 2
  readonly codec: string
  readonly level?: number
  readonly isLogAppendTime: boolean
  readonly logAppendTime: number
  readonly baseOffset: bigint
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly isTransactional: boolean
  readonly leaderEpoch: number
  readonly records: readonly CaseRecord[]
}

const allCodecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
const legacyCodecs = ['none', 'gzip', 'snappy', 'lz4']

/** Mulberry32: the same seed gives the same cases on every machine. */
class SeededDraw {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A whole number in [0, bound). */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
  }

  bytesOrNull(maxBytes: number): Buffer | null {
    if (this.below(6) === 0) return null
    return Buffer.from(
      Array.from({ length: this.below(maxBytes + 1) }, () => this.below(this.below(2) === 0 ? 256 : 4)),
    )
  }
}

/** Batches of magic 2, in every codec: small ones of every kind, and one that is larger than any codec's blocks. */
export function modernCases(): BatchCase[] {
  const cases: BatchCase[] = []
  for (const codec of allCodecs) {
    for (let seed = 1; seed <= 12; seed++) cases.push(modernCase(codec, seed))
    cases.push({ ...modernCase(codec, 99), name: `v2-${codec}-large`, records: largeRecords() })
  }
  return cases
}

/** The same with levels, for what we write. */
export function levelCases(): BatchCase[] {
  const levels = [
    ['gzip', 1],
    ['gzip', 9],
    ['zstd', 1],
    ['zstd', 19],
  ] as const
  return levels.map(([codec, level]) => ({
    ...modernCase(codec, 7),
    name: `v2-${codec}-level-${level}`,
    level,
    records: largeRecords(),
  }))
}

/** Message sets of magic 0 and 1, with gaps between the offsets where they are compressed. */
export function legacyCases(): BatchCase[] {
  const cases: BatchCase[] = []
  for (const magic of [0, 1] as const) {
    for (const codec of legacyCodecs) {
      for (let seed = 1; seed <= 6; seed++) cases.push(legacyCase(magic, codec, seed))
    }
  }
  return cases
}

function modernCase(codec: string, seed: number): BatchCase {
  const draw = new SeededDraw(seed * 7919 + codec.length)
  const isIdempotent = draw.below(2) === 0
  const baseOffset = BigInt(draw.below(2 ** 31)) * 1_000_000n
  return {
    name: `v2-${codec}-${seed}`,
    magic: 2,
    codec,
    isLogAppendTime: draw.below(4) === 0,
    logAppendTime: 1_750_000_000_000 + draw.below(1000),
    baseOffset,
    producerId: isIdempotent ? BigInt(draw.below(2 ** 31)) << 20n : -1n,
    producerEpoch: isIdempotent ? draw.below(32768) : -1,
    baseSequence: isIdempotent ? draw.below(2 ** 31) : -1,
    isTransactional: isIdempotent && draw.below(2) === 0,
    leaderEpoch: draw.below(100) - 1,
    records: drawRecords(draw, 2, baseOffset, 0),
  }
}

function legacyCase(magic: 0 | 1, codec: string, seed: number): BatchCase {
  const draw = new SeededDraw(seed * 104_729 + magic)
  const baseOffset = BigInt(draw.below(2 ** 31))
  return {
    ...modernCase(codec, seed),
    name: `v${magic}-${codec}-${seed}`,
    magic,
    isLogAppendTime: magic === 1 && seed % 3 === 0,
    baseOffset,
    producerId: -1n,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    leaderEpoch: -1,
    records: drawRecords(draw, magic, baseOffset, codec === 'none' ? 0 : 3),
  }
}

function drawRecords(draw: SeededDraw, magic: number, baseOffset: bigint, maxGap: number): CaseRecord[] {
  const count = 1 + draw.below(20)
  let offset = baseOffset
  return Array.from({ length: count }, () => {
    const record = {
      offset,
      timestamp:
        magic === 0 ? -1 : 1_700_000_000_000 + (draw.below(4) === 0 ? -draw.below(2 ** 31) * 500 : draw.below(5000)),
      key: draw.bytesOrNull(30),
      value: draw.bytesOrNull(draw.below(4) === 0 ? 2000 : 60),
      headers: magic < 2 ? [] : drawHeaders(draw),
    }
    offset += BigInt(1 + draw.below(maxGap + 1))
    return record
  })
}

function drawHeaders(draw: SeededDraw): CaseRecord['headers'] {
  const names = ['trace', 'größe', '', '複数', 'x'.repeat(70), 'trace']
  return Array.from({ length: Math.max(draw.below(6) - 2, 0) }, () => [
    names[draw.below(names.length)]!,
    draw.bytesOrNull(90),
  ])
}

/** About a megabyte and a half: several blocks of every codec, and more than its window at the lowest levels. */
function largeRecords(): CaseRecord[] {
  const draw = new SeededDraw(4711)
  return Array.from({ length: 3000 }, (_, index) => ({
    offset: BigInt(index),
    timestamp: 1_700_000_000_000 + index,
    key: Buffer.from(`key-${draw.below(1000)}`),
    value: Buffer.from(`{"id":${draw.below(2 ** 31)},"text":"${'lorem ipsum '.repeat(draw.below(70))}"}`),
    headers: [],
  }))
}
