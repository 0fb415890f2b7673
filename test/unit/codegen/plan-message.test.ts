import { describe, expect, it } from 'vitest'
import { planMessage } from '../../../codegen/plan-message.ts'
import type { FieldSpec, MessageSpec } from '../../../codegen/spec.ts'

function specWith(fields: readonly FieldSpec[], extra: Partial<MessageSpec> = {}): MessageSpec {
  return { name: 'OddRequest', type: 'request', validVersions: '1-5', flexibleVersions: '3+', fields, ...extra }
}

describe('planMessage', () => {
  it('puts inner structures first and gives them the name of their message', () => {
    const inner: FieldSpec = {
      name: 'Parts',
      type: '[]Part',
      versions: '2+',
      fields: [{ name: 'Id', type: 'int32', versions: '0+' }],
    }
    const plan = planMessage(specWith([{ name: 'Topics', type: '[]Topic', versions: '0+', fields: [inner] }]))
    expect(plan.structs.map((struct) => struct.typeName)).toEqual(['OddRequestPart', 'OddRequestTopic', 'OddRequest'])
  })

  it('leaves out a field that no valid version has', () => {
    const plan = planMessage(specWith([{ name: 'Old', type: 'int32', versions: '0' }]))
    expect(plan.structs[0]!.fields).toEqual([])
  })

  it('separates the versions in which a field is plain from those in which it is tagged', () => {
    const field = { name: 'ClusterId', type: 'string', versions: '2+', taggedVersions: '4+', tag: 0 }
    const [planned] = planMessage(specWith([field])).structs[0]!.fields
    expect(planned).toMatchObject({ plain: { min: 2, max: 3 }, tagged: { min: 4, max: 5 }, tag: 0 })
  })

  it('plans a shared structure once, for every version of its message', () => {
    const shared = { name: 'Node', versions: '0+', fields: [{ name: 'Id', type: 'int32', versions: '0+' }] }
    const fields = ['Leader', 'Follower'].map((name) => ({ name, type: 'Node', versions: '3+' }))
    const plan = planMessage(specWith(fields, { commonStructs: [shared] }))
    expect(plan.structs.map(({ typeName, versions }) => [typeName, versions])).toEqual([
      ['OddRequestNode', { min: 1, max: 5 }],
      ['OddRequest', { min: 1, max: 5 }],
    ])
  })

  it('gives a variable of its own to a field whose name is taken in the generated code', () => {
    const [planned] = planMessage(specWith([{ name: 'Version', type: 'int16', versions: '0+' }])).structs[0]!.fields
    expect(planned).toMatchObject({ property: 'version', local: 'versionField' })
  })

  it('stops at a structure that is not there', () => {
    expect(() => planMessage(specWith([{ name: 'A', type: 'Missing', versions: '0+' }]))).toThrow(
      'no structure Missing',
    )
  })

  it('stops at a nullable structure that is not null by default, which the generated code does not have', () => {
    const field = { name: 'A', type: 'Inner', versions: '0+', nullableVersions: '0+', fields: [] }
    expect(() => planMessage(specWith([field]))).toThrow('A is a nullable structure that is not null by default')
  })
})
