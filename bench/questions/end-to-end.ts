import type { Question } from './question.ts'

/** A service whose records another one waits for: how long is a record on its way when nobody is in a hurry? */
export const endToEnd: Question = {
  name: 'end-to-end',
  title: '1,000 records of 100 bytes a second, from send to handler',
  kind: 'end-to-end',
  // The broker's collector pauses for 10 to 20 ms about every three seconds: a window must hold more than one or two of them.
  windowFactor: 4,
  load: { callerCount: 0, recordsPerCall: 1, lingerMs: 0 },
  notes: [
    'One process produces and consumes. Latency is the time from the call of send to the handler of the consumer, of every',
    'record that was sent in the measured window. A send that comes late because the client holds the event loop counts from',
    'when it is made: see the loop delay. Below 1,000 records/s arriving, the client does not keep pace and its latency grows.',
    "Nobody lingers, and fetches wait for no more than one byte. Java's tools do not take part.",
  ],
}
