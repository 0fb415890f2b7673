import { describe, expect, it } from 'vitest'
import { LayerRules, type LayersFile } from '../../../scripts/checks/layer-rules.ts'
import { findLayerBreaches } from '../../../scripts/checks/layers.ts'

const LAYERS: LayersFile = {
  layers: [['errors'], ['support'], ['protocol', 'transport'], ['network'], ['index.ts', 'testing']],
  exceptions: { cluster: ['errors', 'protocol'], simulation: ['*'] },
  importedBy: { cluster: ['testing'] },
  nodeModules: { '*': ['node:util'], transport: ['node:net'] },
}

describe('check-layers', () => {
  it('accepts imports that go downwards, and those inside one part', () => {
    expect(
      breaches({
        'network/broker.ts': `import { Reader } from '../protocol/reader.ts'\nimport './connection.ts'`,
        'network/connection.ts': `export * from '../errors/kafka-error.ts'`,
        'protocol/reader.ts': '',
        'errors/kafka-error.ts': '',
        'index.ts': `export { Broker } from './network/broker.ts'`,
      }),
    ).toEqual([])
  })

  it('names the file, the line, the import and the rule of an import that goes upwards', () => {
    expect(
      breaches({
        'support/clock.ts': `const a = 1\nimport { Broker } from '../network/broker.ts'`,
        'network/broker.ts': '',
      }),
    ).toEqual([
      "src/support/clock.ts:2: import '../network/broker.ts' → network lies above support, and imports go downwards only",
    ])
  })

  it('forbids siblings to import each other', () => {
    expect(
      breaches({ 'protocol/reader.ts': `import '../transport/socket.ts'`, 'transport/socket.ts': '' })[0],
    ).toContain('protocol and transport are siblings')
  })

  it.each([
    ['a type import', `import type { Broker } from '../network/broker.ts'`],
    ['an inline type import', `import { type Broker } from '../network/broker.ts'`],
    ['a re-export', `export { Broker, type Other } from '../network/broker.ts'`],
    ['a re-export of everything', `export * as network from '../network/broker.ts'`],
    ['a dynamic import', `const load = () => import('../network/broker.ts')`],
    ['a type of a dynamic import', `export type Broker = import('../network/broker.ts').Broker`],
    ['an import over several lines', `import {\n  Broker,\n} from\n  '../network/broker.ts'`],
  ])('sees %s', (_, text) => {
    expect(breaches({ 'support/clock.ts': text, 'network/broker.ts': '' })).toHaveLength(1)
  })

  it.each([
    ['a comment', `// import '../network/broker.ts'\n/* import '../network/broker.ts' */`],
    ['a string', `const text = "import '../network/broker.ts'"`],
    ['a template', 'const text = `import "../network/broker.ts"`'],
  ])('does not take %s for an import', (_, text) => {
    expect(breaches({ 'support/clock.ts': text, 'network/broker.ts': '' })).toEqual([])
  })

  it('wants every part of src to have its layer', () => {
    expect(breaches({ 'helpers/text.ts': '' })[0]).toContain('helpers is not in layers.json')
  })

  it('reports an import of a file that is not there, or that lies outside src', () => {
    expect(breaches({ 'network/broker.ts': `import '../../test/support/java.ts'\nimport './gone'` })).toHaveLength(2)
  })

  it('finds a cycle inside one part, and prints the way around it', () => {
    expect(
      breaches({
        'network/a.ts': `import './b.ts'`,
        'network/b.ts': `import './c.ts'`,
        'network/c.ts': `import './a.ts'`,
      }),
    ).toEqual([
      'src/network/a.ts: import cycle → src/network/a.ts → src/network/b.ts → src/network/c.ts → src/network/a.ts',
    ])
  })

  it('finds a cycle that is made of types only', () => {
    expect(
      breaches({
        'network/a.ts': `import type { B } from './b.ts'\nexport interface A { b: B }`,
        'network/b.ts': `import type { A } from './a.ts'\nexport interface B { a: A }`,
      })[0],
    ).toContain('import cycle')
  })

  it('finds a file that imports itself', () => {
    expect(breaches({ 'network/a.ts': `import './a.ts'` })[0]).toContain('import cycle')
  })

  it('holds a part outside the order to its own list', () => {
    const found = breaches({
      'cluster/broker.ts': `import '../protocol/reader.ts'\nimport '../network/broker.ts'`,
      'protocol/reader.ts': '',
      'network/broker.ts': '',
    })
    expect(found).toEqual([
      "src/cluster/broker.ts:2: import '../network/broker.ts' → cluster may only import errors, protocol",
    ])
  })

  it('lets only the named parts import one outside the order', () => {
    const files = { 'testing/embedded.ts': `import '../cluster/broker.ts'`, 'cluster/broker.ts': '' }
    expect(breaches(files)).toEqual([])
    expect(breaches({ ...files, 'network/broker.ts': `import '../cluster/broker.ts'` })[0]).toContain(
      'cluster may only be imported by testing',
    )
  })

  it("keeps Node's modules to the parts that may use them, with and without the scheme", () => {
    expect(
      breaches({ 'transport/socket.ts': `import { connect } from 'node:net'\nimport { inspect } from 'util'` }),
    ).toEqual([])
    expect(
      breaches({ 'network/broker.ts': `import 'node:net'\nimport 'net'\nconst a = import('node:net')` }),
    ).toHaveLength(3)
  })

  it('refuses a file that does not parse', () => {
    expect(() => breaches({ 'network/broker.ts': 'import {' })).toThrow('Cannot parse src/network/broker.ts')
  })

  it('refuses a layers.json that names a part twice', () => {
    expect(() => new LayerRules({ layers: [['errors'], ['errors']] })).toThrow('names errors twice')
  })
})

function breaches(files: Readonly<Record<string, string>>): string[] {
  const sources = Object.entries(files).map(([path, text]) => ({ path: `src/${path}`, text }))
  return findLayerBreaches(sources, LAYERS)
}
