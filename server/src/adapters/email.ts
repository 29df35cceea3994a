import { isIP, Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import type { Channel } from '@ioc/shared/channel'
import { SECOND } from '@ioc/shared/time'
import { coded } from '../errors.js'
import type { Notifier } from '../ports/notices.js'
import { emailText } from './email-text.js'
import { openAddress } from './open-address.js'

const PATIENCE_MS = 15 * SECOND
/** Of all that is said on one connection. */
const WHOLE_PATIENCE_MS = 60 * SECOND

type Email = Extract<Channel, { kind: 'email' }>

/**
 * Sends notices as plain text over SMTP, one connection a notice.
 *
 * The Message-ID is made of the notice's id, so that a mail program shows what came twice once. Every recipient stands
 * in `To`: those who are told know who else was.
 */
export function createEmail(): Notifier {
  return {
    async send(channel, notice, signal) {
      const { host, port, secure, user, password, from, to, escalation, ...about } = channel as Email
      const { address } = await openAddress(host)
      const transport = createTransport({
        host: address,
        port,
        // The library does not let go of a connection of its own before its time is over.
        socket: new Socket({ signal: AbortSignal.any([signal, AbortSignal.timeout(WHOLE_PATIENCE_MS)]) }),
        secure: secure === 'tls',
        requireTLS: secure === 'starttls',
        ignoreTLS: secure === 'none',
        tls: isIP(host) ? {} : { servername: host },
        ...(user ? { auth: { user, pass: password } } : {}),
        connectionTimeout: PATIENCE_MS,
        greetingTimeout: PATIENCE_MS,
        socketTimeout: PATIENCE_MS,
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      const step = notice.step === 0 ? null : (escalation[notice.step - 1] ?? null)
      const sent = transport.sendMail({
        from,
        to: step?.to ?? to,
        messageId: `<${notice.id}@${from.split('@')[1]}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        date: new Date(notice.at),
        ...emailText(notice, { ...about, step }),
      })
      const { rejected } = await sent.catch((cause: unknown) => {
        throw isUnfit(cause) ? coded('channel.unfit', (cause as Error).message, { cause }) : cause
      })
      return rejected.length > 0 ? `not taken for ${rejected.join(', ')}` : null
    },
  }
}

/** The text itself was refused for good: its size (552), or something in it. */
function isUnfit(cause: unknown): boolean {
  if (!(cause instanceof Error) || !('responseCode' in cause) || typeof cause.responseCode !== 'number') return false
  return cause.responseCode === 552 || ('code' in cause && cause.code === 'EMESSAGE' && cause.responseCode >= 500)
}
