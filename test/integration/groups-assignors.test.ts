/** The assignors beside Kafka's own, on the same groups. Needs Java and Maven, and no broker. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type {
  AssignmentInput,
  GroupAssignment,
  MemberSubscription,
  PartitionAssignor,
} from '../../src/group/assignor/assignor.ts'
import { rangeAssignor } from '../../src/group/assignor/range-assignor.ts'
import { roundRobinAssignor } from '../../src/group/assignor/round-robin-assignor.ts'
import { cooperativeStickyAssignor, stickyAssignor } from '../../src/group/assignor/sticky-assignors.ts'
import { partitionKey } from '../../src/group/topic-partitions.ts'
import type { TopicPartition } from '../../src/record/record.ts'
import { SeededRandom } from '../../src/support/seeded-random.ts'
import { findJava, findMaven, mavenJars, runJavaSource } from '../support/java.ts'
import {
  balanceScore,
  keptCount,
  laterInput,
  nearCount,
  randomInput,
  withRandomRacks,
} from '../unit/group/assignor/assignor-cases.ts'

const source = join(import.meta.dirname, '..', 'support', 'assignors', 'AssignorProbe.java')
const artifacts = ['org.apache.kafka:kafka-clients:4.4.0', 'org.slf4j:slf4j-nop:1.7.36']
const caseCount = 400
const isMissing = findJava() === undefined || findMaven() === undefined

function list(items: readonly string[]): string {
  return items.length === 0 ? '-' : items.join(',')
}

function racksOf({ partitionRacks }: AssignmentInput, topic: string): string {
  return list((partitionRacks?.get(topic) ?? []).map((racks) => racks.join('+')))
}

function commands(input: AssignmentInput, name: string, index: number): string[] {
  return [
    ...[...input.partitionCounts].map(([topic, count]) => `topic ${topic} ${count} ${racksOf(input, topic)}`),
    ...input.members.map(({ memberId, groupInstanceId, topics, ownedPartitions, generationId, userData, rackId }) => {
      const owned = name === 'sticky' ? '-' : list(ownedPartitions.map(partitionKey))
      const data = userData === null ? '-' : userData.toString('hex')
      return `member ${memberId} ${groupInstanceId ?? '-'} ${list(topics)} ${owned} ${generationId} ${data} ${rackId ?? '-'}`
    }),
    `assign ${index} ${name}`,
  ]
}

async function askJava(inputs: readonly AssignmentInput[], name: string): Promise<readonly GroupAssignment[]> {
  const jarDirectories = [await mavenJars('kafka-assignors', artifacts)]
  const input = Buffer.from(`${inputs.flatMap((each, index) => commands(each, name, index)).join('\n')}\n`)
  const { exitCode, stdout, stderr } = await runJavaSource({ source, jarDirectories, input })
  if (exitCode !== 0) throw new Error(stderr)
  const assignments = inputs.map(() => new Map<string, readonly TopicPartition[]>())
  for (const line of stdout.toString().trim().split('\n')) {
    const [index, memberId, partitions] = line.split(' ')
    const parsed = partitions === '-' ? [] : partitions!.split(',').map((each) => each.split(':'))
    assignments[Number(index)]!.set(
      memberId!,
      parsed.map(([topic, partition]) => ({ topic: topic!, partition: Number(partition) })),
    )
  }
  return assignments
}

function sorted(assignment: GroupAssignment): Record<string, string[]> {
  return Object.fromEntries(
    [...assignment].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, partitions]) => [id, partitions.map(partitionKey)]),
  )
}

function rememberIn(assignor: PartitionAssignor) {
  return (each: MemberSubscription, ownedPartitions: readonly TopicPartition[]): MemberSubscription => {
    const userData = assignor.userData?.({ topics: each.topics, ownedPartitions, generationId: 7 }) ?? null
    return { ...each, ownedPartitions, generationId: 7, userData: userData === null ? null : Buffer.from(userData) }
  }
}

describe.skipIf(isMissing)('beside Java', () => {
  it.for([rangeAssignor(), roundRobinAssignor()])('$name divides every group as Java does', async (assignor) => {
    const inputs = Array.from({ length: caseCount }, (_, seed) => randomInput(new SeededRandom(seed)))
    const java = await askJava(inputs, assignor.name)
    for (const [index, input] of inputs.entries()) {
      expect(sorted(assignor.assign(input))).toEqual(sorted(java[index]!))
    }
  })

  it.for([stickyAssignor(), cooperativeStickyAssignor()])(
    '$name is at least as balanced, and then as sticky, as Java is',
    async (assignor) => {
      const inputs = Array.from({ length: caseCount }, (_, seed) => {
        const random = new SeededRandom(seed)
        const first = randomInput(random)
        return laterInput(first, assignor.assign(first), random, rememberIn(assignor))
      })
      const java = await askJava(inputs, assignor.name)
      let equallyBalanced = 0
      for (const [index, input] of inputs.entries()) {
        const ours = assignor.assign(input)
        const theirs = java[index]!
        // A cooperative plan has holes while partitions move: how much is kept is what can be compared.
        if (assignor.name === 'sticky') expect(balanceScore(ours)).toBeLessThanOrEqual(balanceScore(theirs))
        if (balanceScore(ours) !== balanceScore(theirs)) continue
        equallyBalanced += 1
        expect(keptCount(input.members, ours)).toBeGreaterThanOrEqual(keptCount(input.members, theirs))
      }
      expect(equallyBalanced).toBeGreaterThan(caseCount / 2)
    },
  )

  it('range divides every group whose members say where they are as Java does', async () => {
    const inputs = Array.from({ length: caseCount }, (_, seed) => withRacks(seed))
    const java = await askJava(inputs, 'range')
    for (const [index, input] of inputs.entries()) {
      expect(sorted(rangeAssignor().assign(input))).toEqual(sorted(java[index]!))
    }
  })

  it('sticky is at least as balanced, and then in all as near to its members, as Java is', async () => {
    const inputs = Array.from({ length: caseCount }, (_, seed) => withRacks(seed))
    const java = await askJava(inputs, 'sticky')
    const near = { ours: 0, theirs: 0 }
    let furtherCount = 0
    for (const [index, input] of inputs.entries()) {
      const ours = stickyAssignor().assign(input)
      const theirs = java[index]!
      expect(balanceScore(ours)).toBeLessThanOrEqual(balanceScore(theirs))
      if (balanceScore(ours) !== balanceScore(theirs)) continue
      near.ours += nearCount(input, ours)
      near.theirs += nearCount(input, theirs)
      if (nearCount(input, ours) < nearCount(input, theirs)) furtherCount += 1
    }
    expect(near.ours).toBeGreaterThanOrEqual(near.theirs)
    // Both make an effort and neither promises the best plan there is.
    expect(furtherCount).toBeLessThan(caseCount / 50)
  })
})

function withRacks(seed: number): AssignmentInput {
  const random = new SeededRandom(seed)
  return withRandomRacks(randomInput(random), random)
}
