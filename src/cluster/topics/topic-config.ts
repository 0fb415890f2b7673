/**
 * The configuration of one topic: what was set on it, over what the brokers say, over Kafka's defaults.
 *
 * Owned by its topic. The values that appends and fetches go by are parsed when something changes, not for each batch.
 */
import type { LogConfig } from '../log/partition-log.ts'
import type { ValidationConfig } from '../log/validate-records.ts'
import type { BrokerConfig, ConfigValue } from './broker-config.ts'
import { type ConfigDefinition, ConfigSources, listItems, whyInvalid } from './config-definition.ts'

/** The keys that a release has. */
export type TopicConfigDefinitions = ReadonlyMap<string, ConfigDefinition>

/** The values that the broker itself goes by, parsed. */
export interface TopicSettings extends LogConfig, ValidationConfig {
  readonly minInsyncReplicas: number
  readonly allowsUncleanElection: boolean
  /** Old records may go. */
  readonly isDeletable: boolean
}

export class TopicConfig {
  readonly #definitions: TopicConfigDefinitions
  readonly #brokerConfig: BrokerConfig
  readonly #overrides = new Map<string, string>()
  #settings: TopicSettings | undefined

  constructor(definitions: TopicConfigDefinitions, brokerConfig: BrokerConfig) {
    this.#definitions = definitions
    this.#brokerConfig = brokerConfig
  }

  get definitions(): TopicConfigDefinitions {
    return this.#definitions
  }

  /** What was set on the topic itself. */
  get overrides(): ReadonlyMap<string, string> {
    return this.#overrides
  }

  get settings(): TopicSettings {
    this.#settings ??= this.#parse()
    return this.#settings
  }

  get(name: string): ConfigValue | undefined {
    const override = this.#overrides.get(name)
    if (override !== undefined) return { value: override, source: ConfigSources.topic }
    const definition = this.#definitions.get(name)
    if (definition === undefined) return undefined
    const { brokerName, defaultValue } = definition
    const inherited = brokerName === undefined ? undefined : this.#brokerConfig.get(brokerName)
    if (inherited !== undefined && inherited.source !== ConfigSources.default) return inherited
    return { value: defaultValue, source: ConfigSources.default }
  }

  /** @param value Undefined takes the value back. The caller has asked `whyTopicConfigInvalid`. */
  set(name: string, value: string | undefined): void {
    if (value === undefined) this.#overrides.delete(name)
    else this.#overrides.set(name, value)
    this.#settings = undefined
  }

  /** A broker's value, which may be this topic's default, has changed. */
  onBrokerConfigChanged(): void {
    this.#settings = undefined
  }

  #parse(): TopicSettings {
    const number = (name: string): number => Number(this.get(name)?.value ?? Number.POSITIVE_INFINITY)
    const policies = listItems(this.get('cleanup.policy')?.value ?? '')
    const differenceMaxMs = number('message.timestamp.difference.max.ms')
    return {
      segmentBytes: number('segment.bytes'),
      segmentMs: number('segment.ms'),
      retentionBytes: number('retention.bytes'),
      retentionMs: number('retention.ms'),
      maxMessageBytes: number('max.message.bytes'),
      isCompacted: policies.includes('compact'),
      usesLogAppendTime: this.get('message.timestamp.type')?.value === 'LogAppendTime',
      timestampBeforeMaxMs: Math.min(differenceMaxMs, number('message.timestamp.before.max.ms')),
      timestampAfterMaxMs: Math.min(differenceMaxMs, number('message.timestamp.after.max.ms')),
      minInsyncReplicas: number('min.insync.replicas'),
      isDeletable: policies.includes('delete'),
      allowsUncleanElection: this.get('unclean.leader.election.enable')?.value === 'true',
    }
  }
}

/** Why a topic cannot be given that value, in Kafka's words, or undefined when it can. */
export function whyTopicConfigInvalid(
  definitions: TopicConfigDefinitions,
  name: string,
  value: string,
): string | undefined {
  const definition = definitions.get(name)
  return definition === undefined ? `Unknown topic config name: ${name}` : whyInvalid(definition, value)
}
