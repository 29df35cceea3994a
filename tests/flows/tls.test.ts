import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { connectAsync, type IClientOptions } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp, type App } from '@ioc/server/app'
import { toConfig } from '@ioc/server/config'
import type { Events } from '@ioc/server/events'
import type { Refused } from '@ioc/server/ports/access'
import { systemClock } from '@ioc/server/system-clock'
import { createAuthority, type Authority, type Certificate } from '../certificates.js'
import { ADMIN_PASSWORD, ROOT } from '../server-process.js'
import { silentEvents } from '../silent-events.js'

const ID = 'HUE-AQ-01'
const folder = mkdtempSync(join(tmpdir(), 'ioc-tls-'))
const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem'), ca: join(folder, 'devices.pem') }
let ours: Authority
let theirs: Authority
let app: App
let credentials: Record<string, string>
const broken: unknown[] = []
const refused: Pick<Refused, 'why' | 'who' | 'detail'>[] = []

function write({ cert, key }: Certificate): void {
  writeFileSync(files.cert, cert)
  writeFileSync(files.key, key)
}

beforeAll(async () => {
  ours = await createAuthority('Devices of Huế')
  theirs = await createAuthority('Somebody')
  write(await ours.issue('first'))
  writeFileSync(files.ca, ours.cert)
  const env = {
    IOC_HTTP_PORT: '0',
    IOC_MQTT_PORT: '0',
    IOC_MQTTS_PORT: '0',
    IOC_TLS_CERT: files.cert,
    IOC_TLS_KEY: files.key,
    IOC_TLS_CLIENT_CA: files.ca,
    IOC_DATA_DIR: join(folder, 'data'),
    IOC_ADMIN_PASSWORD: ADMIN_PASSWORD,
    IOC_SIM_CREDENTIALS: join(folder, 'credentials.json'),
  }
  const events = silentEvents()
  const config = toConfig(env, ROOT)
  const watched: Events = {
    ...events,
    deviceRefused: ({ why, who, detail }) => void refused.push({ why, who, detail }),
    certificateBad: (cause) => void broken.push(cause),
  }
  app = await openApp({ config, clock: systemClock, events: watched, tellPassword() {} })
  credentials = JSON.parse(readFileSync(join(folder, 'credentials.json'), 'utf8'))
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

/** Connects over TLS, or says why not. */
async function come(options: IClientOptions): Promise<string> {
  const usual = { host: 'localhost', port: app.mqttsPort!, ca: ours.cert, reconnectPeriod: 0, connectTimeout: 5_000 }
  refused.splice(0)
  try {
    const client = await connectAsync({ protocol: 'mqtts', ...usual, ...options })
    const [id] = Object.keys(credentials)
    const topic = `ioc/v1/${options.username ?? id}/observations`
    await client.publishAsync(topic, '{"values": {"temperature": 21.5}}', { qos: 1 })
    await client.endAsync()
    return 'in'
  } catch (cause) {
    return (cause as Error).message
  }
}

/** The name in the certificate that a port shows. */
function shownAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: 'localhost', ca: ours.cert, servername: 'localhost' }, () => {
      resolve(socket.getPeerCertificate().subject.CN)
      socket.destroy()
    })
    socket.once('error', reject)
  })
}

describe('over TLS', () => {
  it('a device comes in with its secret, over TCP and over WebSocket', async () => {
    const byName = { username: ID, password: credentials[ID]! }
    expect(await come(byName)).toBe('in')
    expect(await come({ ...byName, protocol: 'wss', port: app.httpPort, path: '/mqtt' })).toBe('in')
    expect(await come({ ...byName, password: 'wrong' })).toMatch(/authorized/i)
    expect(refused).toEqual([{ why: 'secret.wrong', who: ID, detail: '' }])
  })

  it('the API answers', async () => {
    const status = await new Promise((resolve, reject) =>
      get({ host: 'localhost', port: app.httpPort, path: '/readyz', ca: ours.cert }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      }).once('error', reject),
    )
    expect(status).toBe(200)
  })

  it('a device comes in with its certificate alone, or with its name beside it', async () => {
    const certificate = await ours.issue(ID)
    expect(await come(certificate)).toBe('in')
    expect(await come({ ...certificate, username: ID })).toBe('in')
  })

  const CASES: [what: string, by: () => Promise<IClientOptions>, refusal: { why: string; who: string }][] = [
    ['of another authority', () => theirs.issue(ID), { why: 'certificate', who: '' }],
    [
      'of another authority, even with the right secret',
      async () => ({ ...(await theirs.issue(ID)), username: ID, password: credentials[ID]! }),
      { why: 'certificate', who: ID },
    ],
    ['that has expired', () => ours.issue(ID, -1), { why: 'certificate', who: '' }],
    ['of a station that does not exist', () => ours.issue('NOBODY'), { why: 'station.unknown', who: 'NOBODY' }],
    [
      'of one station, with name and secret of another',
      async () => ({ ...(await ours.issue('HUE-AQ-02')), username: ID, password: credentials[ID]! }),
      { why: 'certificate', who: ID },
    ],
  ]

  it.each(CASES)('a certificate %s is refused, and the reason is noted', async (_what, by, refusal) => {
    expect(await come(await by())).toMatch(/authorized/i)
    expect(refused).toMatchObject([refusal])
  })

  it('renewed certificates are taken up without a restart, and one that is broken is not', async () => {
    expect([await shownAt(app.httpPort), await shownAt(app.mqttsPort!)]).toEqual(['first', 'first'])
    writeFileSync(files.cert, 'nonsense')
    await expect.poll(() => broken.length, { timeout: 30_000 }).toBe(1)
    expect([await shownAt(app.httpPort), await shownAt(app.mqttsPort!)]).toEqual(['first', 'first'])
    write(await ours.issue('second'))
    await expect
      .poll(async () => [await shownAt(app.httpPort), await shownAt(app.mqttsPort!)], { timeout: 30_000 })
      .toEqual(['second', 'second'])
    writeFileSync(files.ca, theirs.cert)
    const certificate = await theirs.issue(ID)
    await expect.poll(() => come(certificate), { timeout: 30_000 }).toBe('in')
    expect(await come(await ours.issue(ID))).not.toBe('in')
    expect(refused).toMatchObject([{ why: 'certificate' }])
  })
})
