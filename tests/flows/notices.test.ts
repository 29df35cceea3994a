import { createHmac } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { smallProvince } from '@ioc/server/stations/small-province.fixture'
import type { WireChannel, WireChannelTest } from '@ioc/shared/channel'
import type { WireAlarm } from '@ioc/shared/wire'
import { limitRule, stationOf } from '../alarm-room.js'
import { openTestApp, type TestApp } from '../open-test-app.js'
import { openSmtp } from '../smtp-receiver.js'
import { openReceiver } from '../webhook-receiver.js'

const SECRET = 'the secret of the SMS gateway'
const PATIENT = { timeout: 20_000, interval: 20 }

let folder: string
let test: TestApp
const ends: { close(): Promise<void> }[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-notices-'))
  const files = smallProvince({
    'stations.json': ['A', 'B'].map((id) =>
      stationOf(id, { name: `Trạm ${id}`, lon: 1, lat: 1, agency: 'Sở Công Thương' }),
    ),
    'rules.json': [
      limitRule('outage', 'voltage_l1', {
        message: { vi: 'Điện áp {value} {unit}', en: 'Voltage {value} {unit}' },
        advice: { vi: 'Gọi trực điện lực', en: 'Call the power company' },
      }),
    ],
  })
  for (const [file, content] of files) {
    const path = join(folder, 'province', file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  test = await openTestApp({
    dataDir: join(folder, 'data'),
    env: { IOC_PROVINCE: join(folder, 'province'), IOC_PUBLIC_URL: 'https://ioc.hue.gov.vn/' },
  })
})
afterEach(async () => {
  await test.close()
  for (const end of ends.splice(0)) await end.close()
  rmSync(folder, { recursive: true })
})

function closing<T extends { close(): Promise<void> }>(end: T): T {
  ends.push(end)
  return end
}

const measure = (station: string, value: number) =>
  test.api('observations', { method: 'POST', body: { station, observations: [{ values: { voltage_l1: value } }] } })
const add = (channel: object) => test.api<WireChannel>('channels', { method: 'POST', body: channel })
const tryOut = ({ id }: WireChannel) => test.api<WireChannelTest>(`channels/${id}/test`, { method: 'POST' })
const channels = () => test.api<WireChannel[]>('channels')
const webhook = (port: number) => ({
  kind: 'webhook',
  name: 'SMS',
  url: `http://127.0.0.1:${port}/sms?to=x`,
  secret: SECRET,
  severities: ['critical', 'high', 'medium', 'low'],
})
const email = (port: number, change: object = {}) => ({
  kind: 'email',
  name: 'Trực ban',
  host: 'localhost',
  port,
  secure: 'none',
  from: 'ioc@hue.gov.vn',
  to: ['trucban@hue.gov.vn', 'kysu@hue.gov.vn'],
  severities: ['critical', 'high', 'medium', 'low'],
  ...change,
})

/** Lets time go on until this holds. */
async function until(holds: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(async () => {
    await test.pass(2)
    await holds()
  }, PATIENT)
}

/** The text of a mail, whatever it travelled in. */
function textOf(raw: string): string {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  if (/base64/i.test(head)) return Buffer.from(text, 'base64').toString()
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

/** How many alarms a mail tells of. */
const alarmsIn = (raw: string) => textOf(raw).match(/Nơi: /g)?.length

describe('a webhook', () => {
  it('gets the alarm, why, and a signature that holds; again with the same key until it is taken', async () => {
    const receiver = closing(await openReceiver())
    await add(webhook(receiver.port))
    receiver.answer.status = 500
    await measure('A', 20)
    await until(() => expect(receiver.posted.length).toBeGreaterThan(1))
    receiver.answer.status = 307
    const soFar = receiver.posted.length
    await until(() => expect(receiver.posted.length).toBeGreaterThan(soFar))
    receiver.answer.status = 202
    await until(async () => expect((await channels())[0]?.state).toMatchObject({ failures: 0, waiting: 0 }))
    const keys = receiver.posted.map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size).toBe(1)
    expect(new Set(receiver.posted.map(({ text }) => text)).size).toBe(1)
    for (const { headers, text, body } of receiver.posted) {
      const signed = `${String(headers['x-ioc-timestamp'])}.${text}`
      expect(headers['x-ioc-signature']).toBe(`sha256=${createHmac('sha256', SECRET).update(signed).digest('hex')}`)
      expect(body.id).toBe(headers['idempotency-key'])
    }
    const [alarm] = await test.api<WireAlarm[]>('alarms')
    const { counts, items, escalation } = receiver.posted[0]!.body
    expect(escalation).toBeNull()
    expect(Object.values(counts)).toEqual([0, 1, 0, 0])
    expect(items).toEqual([
      {
        why: 'first',
        alarm,
        name: 'Trạm A',
        area: expect.any(String) as string,
        measured: { name: expect.any(Object) as object, unit: 'V', decimals: 1 },
        advice: { vi: 'Gọi trực điện lực', en: 'Call the power company' },
        link: `https://ioc.hue.gov.vn/alarms/${alarm?.id}`,
      },
    ])
    const [channel] = await channels()
    expect(channel?.state).toMatchObject({ failures: 0, waiting: 0, error: 'answered 307' })
    expect(JSON.stringify(channel)).not.toContain(SECRET)
  })

  it('that takes only small bodies is told all the same, in smaller notices', async () => {
    const receiver = closing(await openReceiver())
    await Promise.all([measure('A', 20), measure('B', 20)])
    await until(async () => expect(await test.api('alarms')).toHaveLength(2))
    receiver.answer.mostItems = 1
    await add(webhook(receiver.port))
    const stations = () => receiver.posted.map(({ body }) => body.items.map(({ alarm }) => alarm.station).join(' '))
    await until(() => expect(stations()[0]?.split(' ').sort()).toEqual(['A', 'B']))
    await until(() => expect(stations().slice(1).sort()).toEqual(['A', 'B']))
    await until(async () => expect((await channels())[0]?.state).toMatchObject({ failures: 0, waiting: 0 }))
  })

  it('is told of an acknowledged alarm no more until it is over', async () => {
    const receiver = closing(await openReceiver())
    await add({ ...webhook(receiver.port), escalation: [{ afterMin: 5, role: 'leader' }], repeatMin: { high: 2 } })
    await measure('A', 20)
    await until(() => expect(receiver.posted).toHaveLength(1))
    await test.pass(290)
    const whys = () => receiver.posted.map(({ body }) => [body.escalation?.role ?? '-', body.items[0]?.why])
    await until(() =>
      expect(whys()).toEqual([
        ['-', 'first'],
        ['-', 'repeat'],
        ['-', 'repeat'],
        ['leader', 'escalated'],
      ]),
    )
    const [alarm] = await test.api<WireAlarm[]>('alarms')
    await test.api(`alarms/${alarm?.id}/ack`, { method: 'POST', body: {} })
    await test.pass(400)
    expect(receiver.posted).toHaveLength(4)
    await measure('A', 1)
    await until(() =>
      expect(whys().slice(4)).toEqual([
        ['-', 'cleared'],
        ['leader', 'cleared'],
      ]),
    )
  })

  it('is an alarm itself when it fails, told by the others, until it works again', async () => {
    const good = closing(await openReceiver())
    const bad = closing(await openReceiver())
    bad.answer.status = 503
    await add({ ...webhook(good.port), name: 'Zalo' })
    await add(webhook(bad.port))
    await measure('A', 20)
    await test.pass(200)
    const system = async () => (await test.api<WireAlarm[]>('alarms')).find(({ rule }) => rule === 'system-channel')
    await until(async () => expect(await system()).toMatchObject({ state: 'unacknowledged', station: 'ioc' }))
    expect((await system())?.message.vi).toContain('SMS')
    const told = () => good.posted.flatMap(({ body }) => body.items.map(({ alarm }) => alarm.rule))
    await until(() => expect(told()).toContain('system-channel'))
    expect(bad.posted.flatMap(({ body }) => body.items.map(({ alarm }) => alarm.rule))).not.toContain('system-channel')
    bad.answer.status = 200
    await test.pass(900)
    await until(async () => expect(await system()).toMatchObject({ state: 'returned' }))
  })

  it('is never called where clouds keep their keys, nor led there', async () => {
    for (const url of [
      'http://169.254.169.254/latest',
      'http://[fe80::1]/',
      'http://0.0.0.0:1/',
      'http://[::ffff:169.254.169.254]/',
    ]) {
      const answer = await tryOut(await add({ ...webhook(1), url }))
      expect(answer).toMatchObject({ ok: false, error: expect.stringMatching(/^nothing is sent to/) as string })
    }
  })
})

describe('an e-mail', () => {
  it('says in both languages what is wrong, where, and what to do', async () => {
    const smtp = closing(await openSmtp({ account: { user: 'ioc', password: 'password of ioc' } }))
    await add(email(smtp.port, { user: 'ioc', password: 'password of ioc' }))
    await measure('A', 20)
    await until(() => expect(smtp.mails).toHaveLength(1))
    const { to, user, raw } = smtp.mails[0]!
    expect([to, user]).toEqual([['trucban@hue.gov.vn', 'kysu@hue.gov.vn'], 'ioc'])
    expect(raw).toMatch(/^Auto-Submitted: auto-generated/m)
    const text = textOf(raw)
    const [first, second] = text.split('----------')
    expect(first).toContain('NGHIÊM TRỌNG · cảnh báo mới')
    expect(first).toContain('Điện áp 20,0 V')
    expect(first).toContain('Nơi: Trạm A')
    expect(first).toContain('Đơn vị xử lý: Sở Công Thương')
    expect(first).toContain('Nên làm: Gọi trực điện lực')
    expect(first).toMatch(/Xem: https:\/\/ioc\.hue\.gov\.vn\/alarms\/outage\.A\./)
    expect(second).toContain('Voltage 20.0 V')
    expect(second).toContain('Advice: Call the power company')
  })

  it('goes on to the next role, to their addresses alone', async () => {
    const smtp = closing(await openSmtp())
    const escalation = [{ afterMin: 1, role: 'leader', to: ['truongca@hue.gov.vn'] }]
    await add(email(smtp.port, { escalation, language: 'vi' }))
    await measure('A', 20)
    await until(() => expect(smtp.mails).toHaveLength(2))
    expect(smtp.mails[1]?.to).toEqual(['truongca@hue.gov.vn'])
    expect(textOf(smtp.mails[1]!.raw)).toContain('Chuyển tới trưởng ca: sau 1 phút chưa ai nhận.')
  })

  it('tells who of several did not get it, and why nobody did', async () => {
    const smtp = closing(await openSmtp({ refuses: ['kysu@hue.gov.vn'] }))
    const partly = await tryOut(await add(email(smtp.port)))
    expect(partly).toMatchObject({ ok: false, error: 'not taken for kysu@hue.gov.vn' })
    expect(smtp.mails.map(({ to }) => to)).toEqual([['trucban@hue.gov.vn']])
    const nobody = await tryOut(await add(email(smtp.port, { to: ['kysu@hue.gov.vn'] })))
    expect(nobody.error).toMatch(/no such mailbox/)
    const account = closing(await openSmtp({ account: { user: 'ioc', password: 'right' } }))
    const wrong = await tryOut(await add(email(account.port, { user: 'ioc', password: 'a wrong password' })))
    expect(wrong.error).toMatch(/authentication failed/i)
    expect(JSON.stringify([wrong, await channels()])).not.toContain('a wrong password')
  })

  it('that one of several did not get is an alarm, which the others are told of', async () => {
    const smtp = closing(await openSmtp({ refuses: ['kysu@hue.gov.vn'] }))
    await add(email(smtp.port))
    await measure('A', 20)
    await until(() => expect(smtp.mails).toHaveLength(1))
    await until(async () => {
      const [system] = await test.api<WireAlarm[]>('alarms?station=ioc')
      expect(system).toMatchObject({ rule: 'system-channel', state: 'unacknowledged' })
    })
    expect((await channels())[0]?.state).toMatchObject({ failing: true, failures: 0 })
    await until(() => expect(smtp.mails).toHaveLength(2))
    expect(textOf(smtp.mails[1]!.raw)).toContain('Kênh báo tin không gửi được hết: Trực ban')
  })

  it('is split where the mail server finds it too large', async () => {
    const smtp = closing(await openSmtp({ isTooLarge: (raw) => alarmsIn(raw) === 2 }))
    await Promise.all([measure('A', 20), measure('B', 20)])
    await until(async () => expect(await test.api('alarms')).toHaveLength(2))
    await add(email(smtp.port))
    await until(() => expect(smtp.mails.map(({ raw }) => alarmsIn(raw))).toEqual([1, 1]))
    const [channel] = await channels()
    expect(channel?.state).toMatchObject({ failing: false, error: expect.stringContaining('too large') as string })
  })

  it('is not sent without TLS where TLS is asked for', async () => {
    const smtp = closing(await openSmtp())
    expect(await tryOut(await add(email(smtp.port, { secure: 'starttls' })))).toMatchObject({ ok: false })
    expect(smtp.mails).toEqual([])
  })
})
