import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'

/** Listens on every address of both kinds, or of IPv4 alone where the computer has no IPv6; returns the port. */
export async function listen(server: Server, port: number): Promise<number> {
  try {
    await listenOn(server, port, '::')
  } catch (cause) {
    if (!['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause
    await listenOn(server, port, '0.0.0.0')
  }
  return (server.address() as AddressInfo).port
}

async function listenOn(server: Server, port: number, host: string): Promise<void> {
  server.listen({ port, host })
  await once(server, 'listening')
}
