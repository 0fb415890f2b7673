import type { BoundListener, Listening } from '../transport/listener.ts'
import type { MemoryNetwork } from '../transport/memory-transport.ts'

const firstFreePort = 9092

/** Listeners on a network inside the process: no socket is opened, and time is the network's. */
export function memoryListening(network: MemoryNetwork): Listening {
  return {
    async listen(host, port, onConnection): Promise<BoundListener> {
      const listener = network.listen(host, port === 0 ? firstFreePort : port, onConnection)
      return {
        host,
        port: listener.port,
        async close() {
          listener.close()
        },
      }
    },
  }
}
