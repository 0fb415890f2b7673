/**
 * X.509 certificates for TLS tests, made on the spot: nothing to expire in the repository, no `openssl` needed.
 *
 * Just as much DER as a version 3 certificate with an EC key takes.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'

export interface TestCertificate {
  /** PEM. */
  readonly cert: string
  /** PEM. */
  readonly key: string
  readonly name: string
  readonly privateKey: KeyObject
}

export interface TestCertificateOptions {
  readonly name: string
  /** Signs itself without one. */
  readonly issuer?: TestCertificate
  readonly isAuthority?: boolean
  /** Names and addresses that it is for. */
  readonly hosts?: readonly string[]
  readonly notAfter?: Date
}

const oids = {
  commonName: '550403',
  ecdsaWithSha256: '2a8648ce3d040302',
  basicConstraints: '551d13',
  subjectAltName: '551d11',
} as const

export function testCertificate(options: TestCertificateOptions): TestCertificate {
  const { name, issuer } = options
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid(oids.ecdsaWithSha256))
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    commonName(issuer?.name ?? name),
    sequence(utcTime(new Date(Date.now() - 3_600_000)), utcTime(options.notAfter ?? new Date(Date.now() + 3_600_000))),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions(options))),
  )
  const signature = sign('sha256', content, issuer?.privateKey ?? privateKey)
  const whole = sequence(content, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { cert: pem(whole), key, name, privateKey }
}

function extensions({ isAuthority = false, hosts = [] }: TestCertificateOptions): Buffer[] {
  const isTrue = der(0x01, Buffer.from([0xff]))
  const constraints = sequence(...(isAuthority ? [isTrue] : []))
  const list = [sequence(oid(oids.basicConstraints), isTrue, der(0x04, constraints))]
  if (hosts.length === 0) return list
  const names = hosts.map((host) =>
    isIP(host) === 4 ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host)),
  )
  return [...list, sequence(oid(oids.subjectAltName), der(0x04, sequence(...names)))]
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid(oids.commonName), der(0x0c, Buffer.from(name)))))
}

function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/[^0-9]/g, '')
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`))
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'))
}

function sequence(...parts: Uint8Array[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function der(tag: number, content: Uint8Array): Buffer {
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
