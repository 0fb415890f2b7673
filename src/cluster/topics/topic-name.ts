const longestName = 249

/** Why that is no name of a topic, in Kafka's words, or undefined when it is one. */
export function whyTopicNameInvalid(name: string): string | undefined {
  if (name === '') return 'Topic name is invalid: the empty string is not allowed'
  if (name === '.' || name === '..') return `Topic name is invalid: '${name}' is not allowed`
  if (name.length > longestName) {
    return `Topic name is invalid: the length of '${name}' is longer than the max allowed length ${longestName}`
  }
  if (/^[a-zA-Z0-9._-]+$/.test(name)) return undefined
  return `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`
}

/** Names that differ only in these would be the same in the names of metrics. */
export function collisionKey(name: string): string {
  return name.replaceAll('.', '_')
}
