import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { coded } from '../errors.js'

/**
 * Listens on every address of both kinds, or of IPv4 alone where the computer has no IPv6; returns the port.
 *
 * Throws `port.taken` and `port.forbidden`, with the name of the setting that says another.
 */
export async function listen(server: Server, port: number, setting: string): Promise<number> {
  try {
    await listenOn(server, port, '::').catch((cause: unknown) => {
      if (!['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(codeOf(cause))) throw cause
      return listenOn(server, port, '0.0.0.0')
    })
  } catch (cause) {
    if (codeOf(cause) === 'EADDRINUSE') {
      throw coded('port.taken', `${port}: stop what listens there, or set ${setting} to another port`, { cause })
    }
    if (codeOf(cause) === 'EACCES') {
      throw coded('port.forbidden', `${port}: let this user listen there, or set ${setting} to 1024 or more`, { cause })
    }
    throw cause
  }
  return (server.address() as AddressInfo).port
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? ''
}

async function listenOn(server: Server, port: number, host: string): Promise<void> {
  server.listen({ port, host })
  await once(server, 'listening')
}
