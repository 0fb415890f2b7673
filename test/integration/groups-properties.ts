/** For brokers whose groups are to notice quickly what has happened: under the consumer protocol the pace is theirs. */
export const quickGroupProperties: Readonly<Record<string, string>> = {
  'group.consumer.min.heartbeat.interval.ms': '200',
  'group.consumer.heartbeat.interval.ms': '200',
  'group.consumer.min.session.timeout.ms': '3000',
  'group.consumer.session.timeout.ms': '6000',
  'group.min.session.timeout.ms': '3000',
  'group.initial.rebalance.delay.ms': '0',
}
