import { Admin } from './admin/admin.ts'
import { ClientCore } from './client/client-core.ts'
import { type ClientConfig, resolveClientOptions } from './client/client-options.ts'
import type { CompressionCodec } from './compression/codec.ts'
import { CodecRegistry } from './compression/codec-registry.ts'
import { Consumer } from './consumer/consumer.ts'
import { consumerContext } from './consumer/consumer-context.ts'
import type { ConsumerOptions } from './consumer/consumer-options.ts'
import { GroupConsumer } from './consumer/group-consumer.ts'
import type { GroupConsumerOptions } from './consumer/group-consumer-options.ts'
import type { Log } from './observe/log.ts'
import { nodePlatform } from './platform/node-platform.ts'
import type { Platform } from './platform/platform.ts'
import { initProducerId } from './producer/init-producer-id.ts'
import { Producer } from './producer/producer.ts'
import type { ProducerOptions } from './producer/producer-options.ts'
import type { RecordBytes } from './record/record.ts'

/** How to reach a cluster, and what all its clients share. */
export interface KafkaOptions extends ClientConfig {
  /** Compression codecs of one's own, or in place of the built-in ones. */
  readonly codecs?: readonly CompressionCodec[]
  /** Where log events go. Default: nowhere. `consoleLog()` prints them. */
  readonly log?: Log
  /** Clock, randomness, network and threads, for tests and simulations. Default: the real ones. */
  readonly platform?: Platform
}

const ownOptions = ['codecs', 'log', 'platform'] as const

/**
 * One Kafka cluster. Its clients share connections and metadata.
 *
 * Making it, or a client of it, does no I/O: the first use connects. `close()` closes its clients first.
 */
export class Kafka implements AsyncDisposable {
  readonly #core: ClientCore
  readonly #codecs: CodecRegistry

  /** Throws `ConfigError` for options that are unknown or cannot work, naming the option, the value and the rule. */
  constructor(options: KafkaOptions) {
    const resolved = resolveClientOptions(options, ownOptions)
    const platform = options.platform ?? nodePlatform(options.log === undefined ? {} : { log: options.log })
    this.#codecs = new CodecRegistry(options.codecs)
    this.#core = new ClientCore({ platform, options: resolved })
  }

  /** A producer. Many callers should share one: that is how their records share requests. */
  producer<K = RecordBytes, V = RecordBytes>(options: ProducerOptions<K, V> = {}): Producer<K, V> {
    const core = this.#core
    let unregister = (): void => {}
    const producer = new Producer(
      {
        platform: core.platform,
        refresher: core.metadata,
        codecs: this.#codecs,
        requestTimeoutMs: core.options.network.requestTimeoutMs,
        node: (nodeId) => core.brokers.broker(nodeId),
        initProducerId: () => initProducerId(core),
        onClosed: () => unregister(),
      },
      options,
    )
    unregister = core.register(producer)
    return producer
  }

  /**
   * A consumer: of the partitions that `assignments` names, each from the offset given; or, with a `groupId`, of those
   * that the group assigns to it out of `topics`, each from where the group has got to.
   */
  consumer<K = Buffer | null, V = Buffer | null>(
    options: ConsumerOptions<K, V> & { readonly onUnreadable: 'raw' },
  ): Consumer<K | Buffer | null, V | Buffer | null>
  consumer<K = Buffer | null, V = Buffer | null>(
    options: GroupConsumerOptions<K, V> & { readonly onUnreadable: 'raw' },
  ): GroupConsumer<K | Buffer | null, V | Buffer | null>
  consumer<K = Buffer | null, V = Buffer | null>(options: ConsumerOptions<K, V>): Consumer<K, V>
  consumer<K = Buffer | null, V = Buffer | null>(options: GroupConsumerOptions<K, V>): GroupConsumer<K, V>
  consumer<K, V>(options: ConsumerOptions<K, V> | GroupConsumerOptions<K, V>): Consumer<K, V> {
    const core = this.#core
    let unregister = (): void => {}
    const context = consumerContext(core, this.#codecs, () => unregister())
    const consumer =
      options !== null && typeof options === 'object' && 'groupId' in options
        ? new GroupConsumer(core, context, options)
        : new Consumer(context, options)
    unregister = core.register(consumer)
    return consumer
  }

  /** Manages topics and looks at the cluster. */
  admin(): Admin {
    return new Admin(this.#core)
  }

  /** Closes every client of this cluster (a producer delivers what it accepted), then the connections. Idempotent. */
  close(): Promise<void> {
    return this.#core.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
