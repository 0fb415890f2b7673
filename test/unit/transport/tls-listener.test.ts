import { expect, it } from 'vitest'
import { peerNameOf } from '../../../src/transport/tls-listener.ts'

function nameOf(subject: string | undefined): string | undefined {
  const certificate = subject === undefined ? undefined : { subject }
  return peerNameOf({ getPeerX509Certificate: () => certificate } as never)
}

/** What Java's `X500Principal.getName()` makes of the same certificate: ACLs are written with that. */
it('a client’s certificate names it as in Java, the most specific part first', () => {
  const name = nameOf('C=NL\nO=Example\\, Inc.\nOU=dev + UID=7\nCN=alice')

  expect(name).toBe('CN=alice,OU=dev+UID=7,O=Example\\, Inc.,C=NL')
})

it('nobody is named without a certificate', () => {
  expect(nameOf(undefined)).toBeUndefined()
})
