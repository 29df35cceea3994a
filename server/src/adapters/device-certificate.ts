import { TLSSocket } from 'node:tls'
import type { DeviceVisit } from '../ports/access.js'

/** The certificate that a device has shown: the name in it, where our authority signed it and it is in force. */
export function certificateOf(socket: unknown): DeviceVisit['certificate'] {
  if (!(socket instanceof TLSSocket)) return null
  const { subject } = socket.getPeerCertificate() ?? {}
  if (!subject) return null
  if (!socket.authorized) return { fault: String(socket.authorizationError) }
  return typeof subject.CN === 'string' ? { name: subject.CN } : { fault: 'names nobody' }
}

/** The name to note where somebody is turned away. */
export function nameOf({ username, certificate }: DeviceVisit): string {
  return username || (certificate && 'name' in certificate ? certificate.name : '')
}
