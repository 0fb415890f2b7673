/** The primitives that SCRAM is made of (RFC 5802), for the client's side and for the embedded cluster's. */
import { createHash, createHmac, pbkdf2, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

export type HashName = 'sha256' | 'sha512'

/** How long a hash is. */
export const hashSizes: Readonly<Record<HashName, number>> = { sha256: 32, sha512: 64 }

export function digest(hash: HashName, data: Uint8Array): Buffer {
  return createHash(hash).update(data).digest()
}

export function hmac(hash: HashName, key: Uint8Array, data: Uint8Array | string): Buffer {
  return createHmac(hash, key).update(data).digest()
}

/** SCRAM's `Hi`: a password, salted and hashed `iterations` times. Blocks the thread for milliseconds. */
export function saltPasswordSync(hash: HashName, password: string, salt: Uint8Array, iterations: number): Buffer {
  return pbkdf2Sync(password, salt, iterations, hashSizes[hash], hash)
}

/** The same on the thread pool. */
export function saltPassword(hash: HashName, password: string, salt: Uint8Array, iterations: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    pbkdf2(password, salt, iterations, hashSizes[hash], hash, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}

/** Takes as long whatever differs, so that a secret cannot be found byte by byte. */
export function areEqualBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** @throws RangeError where the lengths differ. */
export function xor(a: Uint8Array, b: Uint8Array): Buffer {
  if (a.length !== b.length) throw new RangeError(`Cannot combine ${a.length} bytes with ${b.length}`)
  const result = Buffer.from(a)
  for (let index = 0; index < result.length; index++) result[index]! ^= b[index]!
  return result
}

/** A value that nobody can foresee and that was never used before, of printable characters without a comma. */
export function newNonce(): string {
  return randomBytes(24).toString('base64url')
}
