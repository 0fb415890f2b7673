import { describe, expect, it } from 'vitest'
import { SaslRefusal } from '../../../../src/cluster/security/sasl-server.ts'
import { credentialOfPassword, ScramServer } from '../../../../src/cluster/security/scram.ts'

/** RFC 7677, section 3. */
const vector = {
  user: 'user',
  password: 'pencil',
  salt: 'W22ZaJ0SNY7soEsUEjb6gQ==',
  clientFirst: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
  serverNonce: '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
  serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  clientFinal:
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
}

function server(user = vector.user): ScramServer {
  const credential = credentialOfPassword('SCRAM-SHA-256', vector.password, Buffer.from(vector.salt, 'base64'))
  return new ScramServer({
    mechanism: 'SCRAM-SHA-256',
    findCredential: (name) => (name === user ? credential : undefined),
    newNonce: () => vector.serverNonce,
  })
}

function say(to: ScramServer, text: string): string {
  return to.evaluate(Buffer.from(text)).reply.toString()
}

describe('SCRAM, on the server', () => {
  it('leads the conversation of RFC 7677', () => {
    const conversation = server()

    const first = say(conversation, vector.clientFirst)
    const { reply, user } = conversation.evaluate(Buffer.from(vector.clientFinal))

    expect(first).toBe(vector.serverFirst)
    expect(reply.toString()).toBe(vector.serverFinal)
    expect(user).toBe('user')
  })

  it('refuses a proof of another password', () => {
    const conversation = server()
    say(conversation, vector.clientFirst)

    const wrong = vector.clientFinal.replace('p=dHzb', 'p=eHzb')

    expect(() => say(conversation, wrong)).toThrow(SaslRefusal)
  })

  it.each([
    ['another nonce', vector.clientFinal.replace('r=rOpr', 'r=xOpr')],
    ['another channel binding than it began with', vector.clientFinal.replace('c=biws', 'c=eSws')],
    ['a proof that is too short', vector.clientFinal.replace(/p=.*/, 'p=AAAA')],
    ['no proof', vector.clientFinal.replace(/,p=.*/, '')],
  ])('refuses a last message with %s', (_what, message) => {
    const conversation = server()
    say(conversation, vector.clientFirst)

    expect(() => say(conversation, message)).toThrow(SaslRefusal)
  })

  it.each([
    ['a user that it does not know', 'n,,n=nobody,r=abc'],
    ['channel binding, which is not offered', 'p=tls-unique,,n=user,r=abc'],
    ['an equals sign that stands for nothing', 'n,,n=us=er,r=abc'],
    ['no nonce', 'n,,n=user'],
    ['an extension that must be understood', 'n,,m=x,n=user,r=abc'],
  ])('refuses a first message with %s', (_what, message) => {
    expect(() => say(server(), message)).toThrow(SaslRefusal)
  })

  it('tells a client that asks for the rights of somebody else', () => {
    expect(() => say(server(), 'n,a=admin,n=user,r=abc')).toThrow('authorization id that is different from username')
  })

  it('reads commas and equals signs in names', () => {
    const first = say(server('a,b=c'), 'n,,n=a=2Cb=3Dc,r=abc')

    expect(first).toMatch(/^r=abc/)
  })
})
