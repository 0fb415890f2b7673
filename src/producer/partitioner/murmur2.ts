/**
 * The 32-bit murmur2 hash as Kafka's Java client computes it (`Utils.murmur2`): records with equal keys go to the same
 * partition whichever client sends them.
 */
export function murmur2(data: Uint8Array, length: number = data.length): number {
  const m = 0x5bd1e995
  let h = 0x9747b28c ^ length
  let at = 0
  for (; at + 4 <= length; at += 4) {
    let k = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24)
    k = Math.imul(k, m)
    k ^= k >>> 24
    h = Math.imul(h, m) ^ Math.imul(k, m)
  }
  const rest = length - at
  if (rest >= 3) h ^= data[at + 2]! << 16
  if (rest >= 2) h ^= data[at + 1]! << 8
  if (rest >= 1) h = Math.imul(h ^ data[at]!, m)
  h ^= h >>> 13
  h = Math.imul(h, m)
  return h ^ (h >>> 15)
}

/** Java's choice of a partition for a key: the hash made positive by dropping its sign bit. */
export function partitionForKey(key: Uint8Array, length: number, partitionCount: number): number {
  return (murmur2(key, length) & 0x7fffffff) % partitionCount
}
