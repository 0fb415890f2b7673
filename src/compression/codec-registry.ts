import { ConfigError } from '../errors/client-errors.ts'
import { CodecError } from '../errors/codec-error.ts'
import type { CompressionCodec } from './codec.ts'
import { createGzipCodec } from './gzip.ts'
import { createLz4Codec } from './lz4.ts'
import { createNoneCodec } from './none.ts'
import { createSnappyCodec } from './snappy.ts'
import { createZstdCodec } from './zstd.ts'

const highestId = 7

/**
 * The codecs of one client. Owned by the client: registering a codec changes no other client.
 *
 * Starts with `none`, `gzip`, `snappy`, `lz4` and `zstd`; a codec given here or to `register` replaces those that have
 * its id or its name.
 */
export class CodecRegistry {
  readonly #byId: (CompressionCodec | undefined)[] = []
  readonly #byName = new Map<string, CompressionCodec>()

  constructor(codecs: Iterable<CompressionCodec> = []) {
    for (const create of [createNoneCodec, createGzipCodec, createSnappyCodec, createLz4Codec, createZstdCodec]) {
      this.register(create())
    }
    for (const codec of codecs) this.register(codec)
  }

  /** Adds a codec, in place of any that has the same id or name. Id 0 means "not compressed" and stays as it is. */
  register(codec: CompressionCodec): void {
    if (!Number.isInteger(codec.id) || codec.id < 0 || codec.id > highestId) {
      throw new ConfigError(`Cannot register the codec ${codec.name}: its id ${codec.id} is not from 1 to ${highestId}`)
    }
    if (codec.id === 0 && this.#byId[0] !== undefined) {
      throw new ConfigError(`Cannot register the codec ${codec.name}: id 0 means that records are not compressed`)
    }
    const sameName = this.#byName.get(codec.name)
    if (sameName?.id === 0) throw new ConfigError(`Cannot register a codec called ${codec.name}: the name is taken`)
    const sameId = this.#byId[codec.id]
    if (sameName !== undefined) this.#byId[sameName.id] = undefined
    if (sameId !== undefined) this.#byName.delete(sameId.name)
    this.#byId[codec.id] = codec
    this.#byName.set(codec.name, codec)
  }

  /** The names of the codecs, by id. */
  get names(): string[] {
    return this.#byId.flatMap((codec) => codec?.name ?? [])
  }

  /** True when there is a codec with that id. */
  has(id: number): boolean {
    return this.#byId[id] !== undefined
  }

  /** The codec of a received batch. An unknown id is the batch's fault: `CodecError`. */
  byId(id: number): CompressionCodec {
    const codec = this.#byId[id]
    if (codec === undefined) throw new CodecError(`Compression codec ${id} is not known; register a codec for it`)
    return codec
  }

  /** The codec that an option names. An unknown name is the caller's fault: `ConfigError`. */
  byName(name: string): CompressionCodec {
    const codec = this.#byName.get(name)
    if (codec === undefined) {
      throw new ConfigError(`There is no compression codec called ${name}; known are ${this.names.join(', ')}`)
    }
    return codec
  }
}
