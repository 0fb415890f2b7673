/** The configuration of one node of a test cluster, as the lines of a `server.properties`. */

export type Properties = Readonly<Record<string, string | number | boolean>>

export interface NodeAddress {
  readonly id: number
  readonly host: string
  readonly port: number
  /** The port of the KRaft controller listener. */
  readonly controllerPort: number
}

export interface ServerPropertiesInput {
  readonly node: NodeAddress
  readonly nodes: readonly NodeAddress[]
  readonly mode: 'kraft' | 'zookeeper'
  readonly majorVersion: number
  readonly dataFolder: string
  /** `host:port` of ZooKeeper, where the mode is that. */
  readonly zooKeeper?: string
  /** Win over everything that is set here. */
  readonly overrides: Properties
}

export function renderServerProperties(input: ServerPropertiesInput): string {
  const properties = { ...commonProperties(input), ...modeProperties(input), ...input.overrides }
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

function commonProperties({ node, nodes, dataFolder }: ServerPropertiesInput): Properties {
  return {
    'log.dirs': dataFolder,
    // A rack per node, so that fetching from a follower can be tested (KIP-392).
    'broker.rack': `rack-${node.id}`,
    'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector',
    ...sharedProperties(nodes.length),
  }
}

/** What every broker of the tests has in common, wherever it comes from: tests may count on these. */
export function sharedProperties(nodeCount: number): Properties {
  const replicas = Math.min(nodeCount, 3)
  const minInSync = replicas < 3 ? 1 : 2
  return {
    'num.partitions': 3,
    'default.replication.factor': replicas,
    'min.insync.replicas': minInSync,
    'offsets.topic.replication.factor': replicas,
    // Internal topics are made at first use; each partition costs files and time, and none of the tests needs fifty.
    'offsets.topic.num.partitions': 6,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': minInSync,
    'transaction.state.log.num.partitions': 6,
    // Brokers before 4.1 do not know these, and say so in their log.
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': minInSync,
    'share.coordinator.state.topic.num.partitions': 6,
    // The wait of 3 s for more members would be part of every test that joins a group.
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': true,
    'delete.topic.enable': true,
    'message.max.bytes': 10_485_760,
    'log.segment.bytes': 268_435_456,
  }
}

function modeProperties(input: ServerPropertiesInput): Properties {
  return input.mode === 'kraft' ? kraftProperties(input) : zooKeeperProperties(input)
}

function kraftProperties({ node, nodes, majorVersion }: ServerPropertiesInput): Properties {
  return {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    'controller.quorum.voters': nodes
      .map(({ id, host, controllerPort }) => `${id}@${host}:${controllerPort}`)
      .join(','),
    listeners: `PLAINTEXT://${node.host}:${node.port},CONTROLLER://${node.host}:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${node.host}:${node.port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    // A killed or frozen broker is fenced after this long, and its partitions get new leaders. The default is 9 s.
    'broker.session.timeout.ms': 5_000,
    'broker.heartbeat.interval.ms': 1_000,
    ...(majorVersion >= 4 && { 'group.coordinator.rebalance.protocols': 'classic,consumer,share,streams' }),
  }
}

function zooKeeperProperties({ node, zooKeeper }: ServerPropertiesInput): Properties {
  return {
    'broker.id': node.id,
    listeners: `PLAINTEXT://${node.host}:${node.port}`,
    'zookeeper.connect': zooKeeper ?? '',
    // A killed broker can only register again when its old session is over.
    'zookeeper.session.timeout.ms': 2_000,
  }
}

export function renderZooKeeperProperties(dataFolder: string, port: number): string {
  return [
    `dataDir=${dataFolder}`,
    `clientPort=${port}`,
    'clientPortAddress=127.0.0.1',
    'tickTime=500',
    'maxClientCnxns=0',
    'admin.enableServer=false',
    '',
  ].join('\n')
}
