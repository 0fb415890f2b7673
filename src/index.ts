// The cluster, and its clients.

export type {
  Admin,
  CreatePartitionsOptions,
  CreateTopicsOptions,
  ListOffsetsOptions,
  ListTopicsOptions,
} from './admin/admin.ts'
export type { ClusterDescription, TopicDescription, TopicListing } from './admin/describe.ts'
export type { CreatedTopic, NewPartitions, NewTopic } from './admin/topics.ts'
export type { ClientConfig } from './client/client-options.ts'
export type { ListedOffset, ListOffsetsTarget, OffsetSpec } from './client/list-offsets.ts'
// Compression codecs of one's own.
export type { CompressionCodec, CompressionDirection, CompressionType } from './compression/codec.ts'
export type { CommitOffset, Committable, DoneBatch, DoneRecord } from './consumer/commit-offset.ts'
export type { CommittedOffset } from './consumer/committed-offsets.ts'
export type { CloseOptions, Consumer, PollOptions, Watermarks } from './consumer/consumer.ts'
export type { ConsumerBatch } from './consumer/consumer-batch.ts'
export type {
  Assignment,
  ConsumerOptions,
  DeserializerOptions,
  FetchOptions,
  StartOffset,
} from './consumer/consumer-options.ts'
export type { Deserializers, UnreadableDecision, UnreadablePolicy } from './consumer/deserializers.ts'
export type { GroupConsumer } from './consumer/group-consumer.ts'
export type {
  AssignorName,
  GroupConsumerOptions,
  RebalanceListener,
  RemoteAssignorName,
} from './consumer/group-consumer-options.ts'
export type { OffsetForTime, PartitionOffset, TimeQuery } from './consumer/offset-queries.ts'
export type { OffsetResetPolicy } from './consumer/offset-reset.ts'
export type {
  BatchHandlerContext,
  EachBatchOptions,
  EachRecordOptions,
  FailedHandling,
  HandlerContext,
  RunDecision,
  RunOptions,
} from './consumer/run-options.ts'
// Errors: match on `code`.
export { MissingAnswerError, PartialFailureError } from './errors/answer-errors.ts'
export { UnexpectedError } from './errors/as-kafka-error.ts'
export { BrokerError } from './errors/broker-error.ts'
export { ConfigError, StateError, TimeoutError, UnsupportedVersionError } from './errors/client-errors.ts'
export { CodecError } from './errors/codec-error.ts'
export { AuthenticationError, ConnectionError, RequestTimeoutError } from './errors/connection-errors.ts'
export { ErrorCodes, type ErrorName } from './errors/error-codes.ts'
export {
  LogTruncationError,
  OffsetOutOfRangeError,
  RecordDeserializationError,
  UndecodableBatchError,
} from './errors/fetch-errors.ts'
export { GroupError } from './errors/group-error.ts'
export { type ErrorContext, KafkaError } from './errors/kafka-error.ts'
export { IncompleteMetadataError, MetadataUnavailableError } from './errors/metadata-error.ts'
export { type Persisted, ProduceError, SendAllError, type SendOutcome } from './errors/produce-error.ts'
export { RecordSerializationError } from './errors/serialization-error.ts'
export type {
  AssignmentInput,
  GroupAssignment,
  MemberSubscription,
  OwnClaim,
  PartitionAssignor,
  RebalanceProtocol,
} from './group/assignor/assignor.ts'
export type { GroupMetadata, GroupProtocol } from './group/membership.ts'
export { Kafka, type KafkaOptions } from './kafka.ts'
// Logging.
export { type Log, type LogLevel, silentLog } from './observe/log.ts'
export { consoleLog } from './platform/console-log.ts'
// Partitioners.
export { murmur2 } from './producer/partitioner/murmur2.ts'
export type {
  Partitioner,
  PartitionerRecord,
  PartitionerTopic,
  TopicPartitioner,
} from './producer/partitioner/partitioner.ts'
export { roundRobinPartitioner } from './producer/partitioner/round-robin.ts'
export type { Producer, PurgeOptions } from './producer/producer.ts'
export type { ProducerOptions } from './producer/producer-options.ts'
// Records.
export type { ProducerRecord } from './producer/producer-record.ts'
export type { RecordMetadata } from './producer/record-metadata.ts'
export type { Serializers } from './producer/serialization-line.ts'
export type {
  ConsumedRecord,
  HeaderInput,
  HeadersInput,
  RecordBytes,
  RecordHeader,
  RecordHeaders,
  TopicPartition,
} from './record/record.ts'
export type { SaslCredentials } from './security/sasl-client.ts'
export type { SaslMechanism, SaslOptions } from './security/sasl-options.ts'
export type { Deserializer, Serde, SerdeContext, SerializedBytes, Serializer } from './serde/serde.ts'
export { type Serdes, serdes } from './serde/serdes.ts'
export type { CallOptions } from './support/deadline.ts'
export type { OffloadTask } from './support/offload.ts'
export type { TlsOptions } from './transport/transport.ts'
