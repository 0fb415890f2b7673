/** Ends a check: prints what it found, and sets the exit code. */
export function report(check: string, subject: string, breaches: readonly string[]): void {
  for (const breach of breaches) console.error(breach)
  if (breaches.length === 0) console.log(`${check}: ${subject}, nothing to complain about`)
  else console.error(`${check}: ${breaches.length} ${breaches.length === 1 ? 'breach' : 'breaches'} in ${subject}`)
  process.exitCode = breaches.length === 0 ? 0 : 1
}
