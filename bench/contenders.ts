/** Who takes part, and who cannot and why. */
import { whyNoJavaBrokers } from '../test/support/brokers/index.ts'
import type { AbsentContender, Contender } from './contender.ts'
import { buildOttla } from './install/build-ottla.ts'
import { buildFranzGo } from './install/franz-go.ts'
import { codecsOf, ensureBuilt, type NativeModule, nativeModules } from './install/native-module.ts'
import { installPeers } from './install/peers.ts'
import { javaContender } from './java-contender.ts'
import { nodeContender, processContender } from './process-contender.ts'
import { COMPRESSION_TYPES, type CompressionType, type QuestionName } from './run-order.ts'

/** Those in which a client's ways of consuming do not differ. */
const PRODUCING: readonly QuestionName[] = ['concurrent-sends', 'batch-sends', 'sequential-sends', 'end-to-end']
const CONSUMING: readonly QuestionName[] = ['consume-backlog']
const ALL_COMPRESSED: readonly QuestionName[] = ['compressed-sends', 'consume-compressed']
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
  const admitNative = async (
    client: string,
    module: NativeModule,
    contenders: (codecs: readonly CompressionType[]) => readonly Contender[],
  ): Promise<void> => {
    if (!isWanted(client)) return
    const whyNot = await ensureBuilt(module, say)
    const codecs = whyNot === undefined ? await codecsOf(module) : []
    admit(client, whyNot, () => contenders(codecs))
    if (whyNot !== undefined) return
    for (const codec of COMPRESSION_TYPES.filter((type) => !codecs.includes(type))) {
      const reason = `its build of librdkafka has no ${codec}`
      absent.push({ id: `${client}:${codec}`, reason, questions: ALL_COMPRESSED })
    }
  }
  await admitNative('node-rdkafka', rdkafka, rdkafkaContenders)
  await admitNative('confluent', confluent, (codecs) => [
    nodeContender('confluent', ALL),
    ...compressing('confluent', ALL_COMPRESSED, codecs),
  ])
  if (isWanted('franz-go')) {
    const program = await buildFranzGo(say)
    if ('unavailable' in program) absent.push({ id: 'franz-go', reason: program.unavailable })
    else present.push(franzGoContenders(program.binary))
  }
  admit('java-perf-tool', whyNoJavaBrokers(), () => [javaContender()])
  return { contenders: present.flat(), absent }
}

function ottlaContenders(): readonly Contender[] {
  return [
    ...compressing('ottla', ['compressed-sends']),
    nodeContender('ottla', PRODUCING),
    nodeContender('ottla', CONSUMING, { id: 'ottla:batches', mode: 'batches' }),
    nodeContender('ottla', CONSUMING, { id: 'ottla:for-await', mode: 'for-await' }),
    ...decompressing('ottla', 'batches', 'batches'),
    ...decompressing('ottla', 'for-await', 'for-await'),
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
  questions: readonly QuestionName[] = ALL_COMPRESSED,
  codecs: readonly CompressionType[] = COMPRESSION_TYPES,
): readonly Contender[] {
  return codecs.map((compressionType) =>
    nodeContender(client, questions, { id: `${client}:${compressionType}`, compressionType }),
  )
}

/** For the clients that have several ways of consuming. */
function decompressing(
  client: string,
  way: string,
  mode: string,
  codecs: readonly CompressionType[] = COMPRESSION_TYPES,
): readonly Contender[] {
  return codecs.map((compressionType) =>
    nodeContender(client, ['consume-compressed'], { id: `${client}:${way}:${compressionType}`, mode, compressionType }),
  )
}

function rdkafkaContenders(codecs: readonly CompressionType[]): readonly Contender[] {
  return [
    ...compressing('node-rdkafka', ['compressed-sends'], codecs),
    nodeContender('node-rdkafka', PRODUCING),
    nodeContender('node-rdkafka', CONSUMING, { id: 'node-rdkafka:consume(n)', mode: 'number' }),
    nodeContender('node-rdkafka', CONSUMING, { id: 'node-rdkafka:flowing', mode: 'flowing' }),
    ...decompressing('node-rdkafka', 'consume(n)', 'number', codecs),
    ...decompressing('node-rdkafka', 'flowing', 'flowing', codecs),
  ]
}

function franzGoContenders(command: string): readonly Contender[] {
  const program = { command, args: [], client: 'franz-go' }
  return [
    processContender({ id: 'franz-go', questions: ALL, ...program }),
    ...COMPRESSION_TYPES.map((compressionType) =>
      processContender({
        id: `franz-go:${compressionType}`,
        questions: ['consume-compressed'],
        compressionType,
        ...program,
      }),
    ),
  ]
}
