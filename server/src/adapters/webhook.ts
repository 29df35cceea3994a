import { createHmac } from 'node:crypto'
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Channel } from '@ioc/shared/channel'
import { formatTime, SECOND } from '@ioc/shared/time'
import { coded } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Notice, Notifier } from '../ports/notices.js'
import { openAddress } from './open-address.js'
import { toWireAlarm } from './wire.js'

const PATIENCE_MS = 10 * SECOND
/** The same body would be refused again: it is too large, or the receiver cannot read something in it. */
const UNFIT: readonly number[] = [400, 413, 422]

type Webhook = Extract<Channel, { kind: 'webhook' }>

/**
 * Posts notices as JSON.
 *
 * `Idempotency-Key` is the notice's id, the same with every try. `X-IOC-Signature` is the HMAC-SHA-256, under the
 * channel's secret, of `X-IOC-Timestamp` (seconds since 1970), a full stop and the body. Only a status of 2xx means
 * that it arrived; redirects are not followed, since they could lead anywhere.
 */
export function createWebhook(clock: Pick<Clock, 'now'>): Notifier {
  return {
    async send(channel, notice, signal) {
      const { url, secret, ...rest } = channel as Webhook
      const body = JSON.stringify(toBody(rest, notice))
      const timestamp = String(Math.floor(clock.now() / SECOND))
      const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'ioc',
        'idempotency-key': notice.id,
        'x-ioc-timestamp': timestamp,
        'x-ioc-signature': `sha256=${signature}`,
      }
      const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
      const status = await post(new URL(url), headers, body, patience)
      if (UNFIT.includes(status)) throw coded('channel.unfit', `answered ${status}`)
      if (status < 200 || status > 299) throw coded('channel.refused', `answered ${status}`)
      return null
    },
  }
}

function toBody({ name, escalation }: Pick<Channel, 'name' | 'escalation'>, notice: Notice) {
  const { id, step, at, items, counts, following } = notice
  return {
    id,
    channel: name,
    at: formatTime(at),
    test: items.length === 0,
    escalation: step === 0 ? null : { step, ...escalation[step - 1] },
    counts,
    following,
    items: items.map(({ why, alarm, ...about }) => ({ why, alarm: toWireAlarm(alarm), ...about })),
  }
}

async function post(url: URL, headers: Record<string, string | number>, body: string, signal: AbortSignal) {
  const { address, family } = await openAddress(url.hostname)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise<number>((resolve, reject) => {
    const sent: ClientRequest = request(
      {
        method: 'POST',
        host: address,
        family,
        port: url.port || undefined,
        path: `${url.pathname}${url.search}`,
        headers: { ...headers, host: url.host },
        // Of an address itself no name is asked for.
        servername: /[a-z]/i.test(url.hostname) && !url.hostname.startsWith('[') ? url.hostname : '',
        agent: false,
        signal,
      },
      (answer: IncomingMessage) => {
        resolve(answer.statusCode ?? 0)
        answer.destroy()
      },
    )
    sent.on('error', (cause) => reject(signal.aborted ? new Error('no answer in time', { cause }) : cause))
    sent.end(body)
  })
}
