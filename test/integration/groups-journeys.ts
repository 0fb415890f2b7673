/** What the groups of every protocol, on every broker, are put through. What must hold afterwards, the tests say. */
import type { GroupConsumer, Kafka } from '../../src/index.ts'
import { GroupLedger, type ProducedRecord, produceSteadily, type SteadyFlow, until } from './groups-ledger.ts'
import { type JavaMember, owns, partitionCount } from './groups-members.ts'

/** Three members come one after the other and go again, while records flow. */
export async function comeAndGo(
  ledger: GroupLedger,
  flow: SteadyFlow,
  [first, second, third]: readonly [GroupConsumer, GroupConsumer, GroupConsumer],
  whenThree: () => void = () => {},
): Promise<readonly ProducedRecord[]> {
  ledger.read(first)
  await until(owns([first, 12]))
  ledger.read(second)
  await until(owns([first, 6], [second, 6]))
  ledger.read(third)
  await until(owns([first, 4], [second, 4], [third, 4]))
  whenThree()
  await first.close()
  await until(owns([second, 6], [third, 6]))
  await second.close()
  await until(owns([third, 12]))
  return await ledger.windDown(flow, [third])
}

/** Members close later and later after another one has come, so that each moment of a rebalance is met. */
export async function closeAtAnyMoment(kafka: Kafka, topic: string, join: () => GroupConsumer): Promise<GroupLedger> {
  const ledger = new GroupLedger()
  const flow = produceSteadily(kafka, topic, partitionCount)
  const start = (): GroupConsumer => {
    const member = join()
    ledger.read(member)
    return member
  }
  const members = [start(), start()]
  await until(() => members.every(({ assignment }) => assignment.length === 6))
  for (const delayMs of [0, 40, 80, 120, 160, 200, 240, 280]) {
    members.push(start())
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    await members.shift()?.close()
    await ledger.goesOn(100)
  }
  await ledger.windDown(flow, members)
  return ledger
}

/** A member of ours has all, shares it with one of Java, and has all again. Gives what nobody was given. */
export async function shareWithJava(
  kafka: Kafka,
  topic: string,
  member: GroupConsumer,
  startJava: () => Promise<JavaMember>,
): Promise<readonly string[]> {
  const ledger = new GroupLedger()
  ledger.read(member)
  await until(owns([member, 12]))
  const java = await startJava()
  await until(owns([member, 6]))
  const flow = produceSteadily(kafka, topic, partitionCount)
  await until(() => java.given.length > 100)
  java.leave()
  await until(owns([member, 12]))
  const produced = await flow.stop()
  await java.ended
  for (const each of java.given) ledger.note(each)
  await until(() => ledger.missing(produced).length === 0)
  await member.close()
  return ledger.missing(produced)
}
