import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Mail {
  to: string[]
  user: string | undefined
  secure: boolean
  /** Header fields and body as they came. */
  raw: string
}

interface SmtpOptions {
  /** Who may sign in; left out: nobody has to. */
  account?: { user: string; password: string }
  /** With it: TLS from the start, or where the other side asks for it. */
  tls?: { key: string; cert: string; from: 'start' | 'asked' }
  /** Takes no mail for these. */
  refuses?: string[]
  /** Finds these mails too large. */
  isTooLarge?: (raw: string) => boolean
}

/** A mail server that keeps what it was given. */
export async function openSmtp({ account, tls, refuses = [], isTooLarge = () => false }: SmtpOptions = {}) {
  const mails: Mail[] = []
  const server = new SMTPServer({
    ...(tls ? { key: tls.key, cert: tls.cert, secure: tls.from === 'start' } : {}),
    authOptional: !account,
    allowInsecureAuth: true,
    disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(account ? [] : ['AUTH'])],
    onAuth({ username, password }, _, done) {
      if (username === account?.user && password === account?.password) return done(null, { user: username })
      done(new Error('authentication failed'))
    },
    onRcptTo({ address }, _, done) {
      done(refuses.includes(address) ? new Error('no such mailbox') : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString()
        if (isTooLarge(raw)) {
          return done(Object.assign(new Error('too large'), { responseCode: 552 }))
        }
        const to = session.envelope.rcptTo.map(({ address }) => address)
        mails.push({
          to,
          user: session.user as string | undefined,
          secure: session.secure,
          raw,
        })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  const listener = server.listen(0, 'localhost')
  await once(listener, 'listening')

  return {
    port: (listener.address() as AddressInfo).port,
    mails,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}
