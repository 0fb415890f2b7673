/** Where the client's own log lines go. Structured: an event name, and fields. Silent unless the user passes one. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export interface Log {
  event(level: LogLevel, name: string, fields?: Readonly<Record<string, unknown>>): void
}

export const silentLog: Log = { event() {} }
