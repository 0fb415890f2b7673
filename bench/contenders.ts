/** Who takes part, and who cannot and why. */
import { whyNoJavaBrokers } from '../test/support/brokers/index.ts'
import type { AbsentContender, Contender } from './contender.ts'
import { buildOttla } from './install/build-ottla.ts'
import { buildFranzGo } from './install/franz-go.ts'
import { ensureBuilt, type NativeModule, nativeModules } from './install/native-module.ts'
import { installPeers } from './install/peers.ts'
import { javaContender } from './java-contender.ts'
import { nodeContender, processContender } from './process-contender.ts'
import type { CompressionType, QuestionName } from './run-order.ts'

const PRODUCING: readonly QuestionName[] = ['concurrent-sends', 'batch-sends', 'sequential-sends']
const CONSUMING: readonly QuestionName[] = ['consume-backlog']
const ALL: readonly QuestionName[] = [...PRODUCING, ...CONSUMING]

export interface Field {
  readonly contenders: readonly Contender[]
  readonly absent: readonly AbsentContender[]
}

/** Installs and builds what the contenders need. `isWanted` takes the id of a client, as after `--only`. */
export async function prepareContenders(
  isWanted: (client: string) => boolean,
  say: (message: string) => void,
): Promise<Field> {
  await installPeers(say)
  const present: (readonly Contender[])[] = []
  const absent: AbsentContender[] = []
  const admit = (client: string, reason: string | undefined, contenders: () => readonly Contender[]): void => {
    if (!isWanted(client)) return
    if (reason === undefined) present.push(contenders())
    else absent.push({ id: client, reason })
  }

  admit('ottla', isWanted('ottla') ? await buildOttla(say) : undefined, ottlaContenders)
  admit('kafkajs', undefined, () => withDefaultOfNoIdempotence('kafkajs'))
  admit('platformatic', undefined, () => [
    ...withDefaultOfNoIdempotence('platformatic'),
    ...compressing('platformatic'),
  ])
  const [rdkafka, confluent] = nativeModules as readonly [NativeModule, NativeModule]
  const [whyNoRdkafka, whyNoConfluent] = await Promise.all([
    isWanted('node-rdkafka') ? ensureBuilt(rdkafka, say) : undefined,
    isWanted('confluent') ? ensureBuilt(confluent, say) : undefined,
  ])
  admit('node-rdkafka', whyNoRdkafka, rdkafkaContenders)
  admit('confluent', whyNoConfluent, () => [nodeContender('confluent', ALL), ...compressing('confluent', ['lz4'])])
  if (isWanted('franz-go')) {
    const program = await buildFranzGo(say)
    const reason = 'unavailable' in program ? program.unavailable : undefined
    admit('franz-go', reason, () => {
      const command = 'binary' in program ? program.binary : ''
      return [processContender({ id: 'franz-go', questions: ALL, command, args: [], client: 'franz-go' })]
    })
  }
  admit('java-perf-tool', whyNoJavaBrokers(), () => [javaContender()])
  return { contenders: present.flat(), absent }
}

function ottlaContenders(): readonly Contender[] {
  return [
    ...compressing('ottla'),
    nodeContender('ottla', PRODUCING),
    nodeContender('ottla', CONSUMING, { id: 'ottla:batches', mode: 'batches' }),
    nodeContender('ottla', CONSUMING, { id: 'ottla:for-await', mode: 'for-await' }),
  ]
}

/** Clients that are not idempotent unless asked, and far slower when asked: both ways are shown. */
function withDefaultOfNoIdempotence(client: string): readonly Contender[] {
  return [
    nodeContender(client, ALL),
    nodeContender(client, PRODUCING, { id: `${client}:no-idempotence`, isIdempotent: false }),
  ]
}

function compressing(
  client: string,
  compressionTypes: readonly CompressionType[] = ['lz4', 'zstd'],
): readonly Contender[] {
  return compressionTypes.map((compressionType) =>
    nodeContender(client, ['compressed-sends'], { id: `${client}:${compressionType}`, compressionType }),
  )
}

function rdkafkaContenders(): readonly Contender[] {
  return [
    // Whether librdkafka has zstd depends on how it was built.
    ...compressing('node-rdkafka', ['lz4']),
    nodeContender('node-rdkafka', PRODUCING),
    nodeContender('node-rdkafka', CONSUMING, { id: 'node-rdkafka:consume(n)', mode: 'number' }),
    nodeContender('node-rdkafka', CONSUMING, { id: 'node-rdkafka:flowing', mode: 'flowing' }),
  ]
}
