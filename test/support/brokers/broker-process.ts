/**
 * One Java process: a broker, or the ZooKeeper beside old ones. It owns the process from spawn to exit; at most one
 * process at a time.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { GuardedFolder } from './process-guard.ts'

export interface JavaCommand {
  readonly java: string
  readonly jvmArguments: readonly string[]
  readonly classPath: string
  readonly mainClass: string
  readonly args: readonly string[]
}

/** `frozen` is a process that is stopped by SIGSTOP: its sockets stay open, and nobody answers. */
export type ProcessState = 'stopped' | 'running' | 'frozen'

export class BrokerProcess {
  readonly #command: JavaCommand
  readonly #folder: GuardedFolder
  readonly #logFile: string
  #child: ChildProcess | undefined
  #exited: Promise<void> = Promise.resolve()
  #isFrozen = false

  constructor(command: JavaCommand, folder: GuardedFolder, logFile: string) {
    this.#command = command
    this.#folder = folder
    this.#logFile = logFile
  }

  get state(): ProcessState {
    if (this.#child === undefined) return 'stopped'
    return this.#isFrozen ? 'frozen' : 'running'
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Begins the process. Its output is appended to the log file, after a line that marks the start. */
  spawn(): void {
    if (this.#child !== undefined) throw new Error('Cannot start the process: it is running already')
    const { java, jvmArguments, classPath, mainClass, args } = this.#command
    const log = openSync(this.#logFile, 'a')
    writeSync(log, `--- ${mainClass} starts ---\n`)
    // Detached: a Ctrl-C in the terminal is for the owner alone, which may still want to flush to this broker.
    const child = spawn(java, [...jvmArguments, '-cp', classPath, mainClass, ...args], {
      stdio: ['ignore', log, log],
      detached: true,
    })
    closeSync(log)
    child.unref()
    this.#child = child
    this.#isFrozen = false
    if (child.pid !== undefined) this.#folder.hold(child.pid)
    this.#exited = new Promise((exited) => {
      const onEnd = (): void => {
        if (child.pid !== undefined) this.#folder.drop(child.pid)
        if (this.#child === child) this.#child = undefined
        exited()
      }
      child.once('exit', onEnd)
      child.once('error', onEnd)
    })
  }

  /** Asks the process to end and waits; kills it when it has not ended in time. */
  async terminate(timeoutMs: number): Promise<void> {
    this.thaw()
    this.#child?.kill('SIGTERM')
    const timer = setTimeout(() => this.#child?.kill('SIGKILL'), timeoutMs)
    await this.#waitForExit()
    clearTimeout(timer)
  }

  /** SIGKILL: no goodbye to peers, nothing flushed. Works on a frozen process too. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL')
    await this.#waitForExit()
  }

  freeze(): void {
    if (this.#child === undefined) throw new Error('Cannot freeze the process: it is not running')
    this.#child.kill('SIGSTOP')
    this.#isFrozen = true
  }

  thaw(): void {
    if (!this.#isFrozen) return
    this.#child?.kill('SIGCONT')
    this.#isFrozen = false
  }

  /** What was logged since the last start. */
  readLog(): string {
    try {
      const log = readFileSync(this.#logFile, 'utf8')
      return log.slice(log.lastIndexOf('\n--- ', log.length - 1) + 1)
    } catch {
      return ''
    }
  }

  /** The child is unreferenced so that a forgotten broker does not keep its owner alive; a wait needs it referenced. */
  async #waitForExit(): Promise<void> {
    this.#child?.ref()
    await this.#exited
  }
}
