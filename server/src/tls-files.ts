import { readFileSync } from 'node:fs'
import type { Config } from './config.js'

type Tls = NonNullable<Config['tls']>

export function readCertificate({ cert, key }: Tls) {
  return { cert: readFileSync(cert), key: readFileSync(key) }
}

/** A device may come with a certificate of this authority instead of a secret. */
export function readClientCa({ clientCa }: Tls) {
  return clientCa ? { ca: readFileSync(clientCa), requestCert: true, rejectUnauthorized: false } : {}
}
