import { describe, expect, it } from 'vitest'
import { ScramClient } from '../../../src/security/scram-client.ts'

/** RFC 7677, section 3. */
const nonce = 'rOprNGfwEbeRWgbNEkqO'
const serverFirst = `r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`
const clientFinal = `c=biws,r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`
const serverFinal = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='

function client(username = 'user'): ScramClient {
  return new ScramClient({ hash: 'sha256', username, password: 'pencil', nonce })
}

describe('SCRAM, as a client', () => {
  it('leads the conversation of RFC 7677', async () => {
    const scram = client()

    const first = scram.first().toString()
    const final = await scram.next(Buffer.from(serverFirst))
    const end = await scram.next(Buffer.from(serverFinal))

    expect(first).toBe(`n,,n=user,r=${nonce}`)
    expect(final?.toString()).toBe(clientFinal)
    expect(end).toBeUndefined()
  })

  it('writes commas and equals signs of names in their own way', () => {
    expect(client('a,b=c').first().toString()).toBe(`n,,n=a=2Cb=3Dc,r=${nonce}`)
  })

  it.each([
    ['a nonce that is not ours', serverFirst.replace('r=rO', 'r=xO'), 'nonce'],
    ['our nonce and nothing more', serverFirst.replace(/r=[^,]*/, `r=${nonce}`), 'nonce'],
    ['few iterations', serverFirst.replace('i=4096', 'i=1'), '1 iterations'],
    ['iterations for ever', serverFirst.replace('i=4096', 'i=2000000000'), '2000000000 iterations'],
    ['anything else', 'hello', 'none of SCRAM'],
    ['an extension that must be understood', `m=x,${serverFirst}`, 'none of SCRAM'],
  ])('does not go on after %s', async (_what, message, expected) => {
    const scram = client()

    await expect(scram.next(Buffer.from(message))).rejects.toThrow(expected)
  })

  it.each([
    ['a wrong proof', serverFinal.replace('v=6', 'v=7'), 'could not prove'],
    ['no proof', 'hello', 'could not prove'],
    ['an empty proof', 'v=', 'could not prove'],
    ['an error', 'e=invalid-proof', "refused with 'invalid-proof'"],
  ])('does not trust a server that ends with %s', async (_what, message, expected) => {
    const scram = client()
    await scram.next(Buffer.from(serverFirst))

    await expect(scram.next(Buffer.from(message))).rejects.toThrow(expected)
  })

  it('never uses a nonce twice', () => {
    const firsts = Array.from({ length: 50 }, () =>
      new ScramClient({ hash: 'sha256', username: 'user', password: 'pencil' }).first().toString(),
    )

    expect(new Set(firsts).size).toBe(50)
  })
})
