/** Values that compress about as the JSON of an application does: the same names and words in each, and numbers of its own. */
const cities = ['Hamburg', 'Lyon', 'Porto', 'Gdansk', 'Malmo', 'Leeds', 'Bari', 'Ghent']
const states = ['created', 'paid', 'packed', 'shipped', 'delivered', 'returned']

/** Beyond what a codec remembers of the values before: none compresses itself. */
export const DISTINCT_JSON_VALUES = 4_096

/** The same for every run and every client. */
export function jsonValues(sizeBytes: number, count: number): Buffer[] {
  let state = 20_261_121
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
  const hex = (digits: number): string => Array.from({ length: digits }, () => next(16).toString(16)).join('')
  return Array.from({ length: count }, () => {
    const items = Array.from({ length: 1 + next(3) }, () => ({
      sku: `SKU-${next(90_000) + 10_000}`,
      quantity: 1 + next(9),
      priceCents: next(100_000),
    }))
    const order = {
      orderId: `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
      customerId: next(1_000_000),
      state: states[next(states.length)],
      createdAt: new Date(1_795_000_000_000 + next(86_400_000)).toISOString(),
      shippingAddress: { street: `Street ${next(999)}`, city: cities[next(cities.length)], zip: String(next(99_999)) },
      items,
      note: '',
    }
    const missingBytes = sizeBytes - Buffer.byteLength(JSON.stringify(order))
    const words = Array.from({ length: Math.ceil(missingBytes / 3) }, () => hex(2 + next(4)))
    return Buffer.from(JSON.stringify({ ...order, note: words.join(' ').slice(0, missingBytes).padEnd(missingBytes) }))
  })
}
