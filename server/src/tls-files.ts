import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { SECOND } from '@ioc/shared/time'
import type { Config } from './config.js'
import { coded } from './errors.js'
import type { Clock } from './ports/clock.js'

type Tls = NonNullable<Config['tls']>

/** What the files of the certificates hold: for HTTPS the first two, for devices all. */
export interface TlsFiles {
  cert: Buffer
  key: Buffer
  clientCa: Buffer | null
}

/** How often the files are looked at: often enough for a renewal, and three small files cost nothing. */
const LOOK_MS = 5 * SECOND

/** Throws `tls.bad` where a file cannot be read, or certificate and key do not fit together. */
export function readTlsFiles({ cert, key, clientCa }: Tls): TlsFiles {
  const files = {
    cert: read('IOC_TLS_CERT', cert),
    key: read('IOC_TLS_KEY', key),
    clientCa: clientCa ? read('IOC_TLS_CLIENT_CA', clientCa) : null,
  }
  try {
    createSecureContext({ cert: files.cert, key: files.key, ...(files.clientCa && { ca: files.clientCa }) })
  } catch (cause) {
    throw coded('tls.bad', `${cert}, ${key}: no certificate and its key in PEM form (${reasonOf(cause)})`, { cause })
  }
  return files
}

function read(setting: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw coded('tls.bad', `${setting}: ${path} cannot be read (${reasonOf(cause)})`, { cause })
  }
}

function reasonOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? String(cause)
}

/** A device may come with a certificate of the authority instead of a secret; it is judged when it comes in. */
export function deviceTls({ cert, key, clientCa }: TlsFiles) {
  return { cert, key, ...(clientCa && { ca: clientCa, requestCert: true, rejectUnauthorized: false }) }
}

/**
 * Calls `renew` when the files hold something new, so that a renewed certificate needs no restart.
 *
 * Their content is compared: renewals swap links or write in place, and neither is told by every file system. Files that
 * are missing or do not fit together for a moment are looked at again. Returns what ends it.
 */
export function watchTlsFiles(
  tls: Tls,
  now: TlsFiles,
  { clock, renew, onBad }: { clock: Clock; renew(files: TlsFiles): void; onBad(cause: unknown): void },
): () => void {
  let seen = now
  let fault = ''
  return clock.every(LOOK_MS, () => {
    try {
      const files = readTlsFiles(tls)
      if (isSame(files, seen)) return
      seen = files
      renew(files)
      fault = ''
    } catch (cause) {
      if (String(cause) !== fault) onBad(cause)
      fault = String(cause)
    }
  })
}

function isSame(one: TlsFiles, other: TlsFiles): boolean {
  const bytes = ({ cert, key, clientCa }: TlsFiles) => Buffer.concat([cert, key, clientCa ?? Buffer.alloc(0)])
  return bytes(one).equals(bytes(other))
}
