import { describe, expect, it } from 'vitest'
import { parseSchema } from '../../../codegen/parse-schema.ts'

const schema = `// A licence
{
  "apiKey": 3, // the key
  "type": "request",
  "listeners": ["broker"],
  "name": "OddRequest",
  "validVersions": "0-2",
  "latestVersionUnstable": false,
  "flexibleVersions": "2+",
  "fields": [
    { "name": "Url", "type": "string", "versions": "0+", "default": "http://x", "about": "Prose that is dropped." },
    { "name": "Count", "type": "int32", "versions": "1+", "default": 5, "ignorable": true, "entityType": "topicName" },
    { "name": "Flag", "type": "bool", "versions": "2+", "taggedVersions": "2+", "tag": 0, "default": false },
    { "name": "Topics", "type": "[]Topic", "versions": "0+", "nullableVersions": "1+", "fields": [
      { "name": "Name", "type": "string", "versions": "0+", "mapKey": true }
    ]}
  ]
}`

describe('parseSchema', () => {
  it('keeps the facts and drops the prose', () => {
    expect(parseSchema(schema)).toEqual({
      name: 'OddRequest',
      type: 'request',
      apiKey: 3,
      validVersions: '0-2',
      flexibleVersions: '2+',
      listeners: ['broker'],
      fields: [
        { name: 'Url', type: 'string', versions: '0+', default: 'http://x' },
        { name: 'Count', type: 'int32', versions: '1+', default: '5', ignorable: true },
        { name: 'Flag', type: 'bool', versions: '2+', taggedVersions: '2+', tag: 0, default: 'false' },
        {
          name: 'Topics',
          type: '[]Topic',
          versions: '0+',
          nullableVersions: '1+',
          fields: [{ name: 'Name', type: 'string', versions: '0+' }],
        },
      ],
    })
  })

  it('marks a version that is not released', () => {
    const text = '{ "name": "A", "type": "data", "validVersions": "0", "latestVersionUnstable": true, "fields": [] }'
    expect(parseSchema(text)).toMatchObject({ latestVersionUnstable: true, flexibleVersions: 'none' })
  })
})
