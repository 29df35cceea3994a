import { describe, expect, it } from 'vitest'
import type { WireChannel } from '@ioc/shared/channel'
import { openRoom, type Room } from './room.js'

const WEBHOOK = { kind: 'webhook', name: 'SMS', url: 'http://10.0.0.9/sms', secret: 'a secret of the gateway' }
const EMAIL = {
  kind: 'email',
  name: 'Trực ban',
  host: 'mail.hue.gov.vn',
  port: 587,
  user: 'ioc',
  password: 'the password of ioc',
  from: 'ioc@hue.gov.vn',
  to: ['trucban@hue.gov.vn'],
}

function caller({ api, as }: Room) {
  return (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) =>
    api.inject({ method, url: `/api/v1/channels${path}`, headers: as('engineer'), ...(payload ? { payload } : {}) })
}

describe('channels', () => {
  it('are added with what was left out, listed, changed and removed', async () => {
    const call = caller(await openRoom())
    const added = await call('POST', '', EMAIL)
    expect(added.statusCode).toBe(201)
    const channel = added.json<WireChannel>()
    expect(channel).toMatchObject({
      kind: 'email',
      secure: 'starttls',
      enabled: true,
      severities: ['critical', 'high'],
      repeatMin: { critical: 10, high: 30, medium: null, low: null },
      escalation: [],
      language: 'both',
      hasSecret: true,
      state: { failures: 0, failing: false, sentAt: '2026-11-22T03:00:00.000Z' },
    })
    const escalation = [{ afterMin: 10, role: 'leader', to: ['truongca@hue.gov.vn'] }]
    const changed = await call('PATCH', `/${channel.id}`, { escalation, enabled: false })
    expect(changed.json()).toEqual({ ...channel, escalation, enabled: false })
    expect((await call('GET', '')).json()).toEqual([changed.json()])
    expect((await call('DELETE', `/${channel.id}`)).statusCode).toBe(204)
    expect((await call('GET', '')).json()).toEqual([])
    expect((await call('PATCH', `/${channel.id}`, {})).json()).toMatchObject({ code: 'not-found' })
  })

  it('keep their secrets, in the answers and in the audit trail', async () => {
    const room = await openRoom()
    const call = caller(room)
    const answers = [await call('POST', '', WEBHOOK), await call('POST', '', EMAIL)]
    const [one, two] = answers.map((answer) => answer.json<WireChannel>().id)
    answers.push(await call('PATCH', `/${one}`, { secret: 'another secret of the gateway' }))
    answers.push(await call('PATCH', `/${two}`, { password: 'another password' }))
    answers.push(await call('GET', ''))
    const told = JSON.stringify([answers.map(({ body }) => body), await room.audit.list(10)])
    expect(told).toContain('channel.change')
    expect(told).not.toMatch(/a secret of|another secret of|password of ioc|another password/)
  })

  it('get a secret where none is given, told once', async () => {
    const call = caller(await openRoom())
    const { secret: _, ...open } = WEBHOOK
    const made = (await call('POST', '', open)).json<{ secret: string }>()
    expect(made.secret).toMatch(/^[\w-]{43}$/)
    expect((await call('GET', '')).body).not.toContain(made.secret)
  })

  it.each([
    ['body.url', { ...WEBHOOK, url: 'ftp://x/y' }],
    ['body.url', { ...WEBHOOK, url: 'http://user:word@x/y' }],
    ['body.secret', { ...WEBHOOK, secret: 'short' }],
    ['body.severities', { ...WEBHOOK, severities: [] }],
    ['body.to', { ...EMAIL, to: [] }],
    ['body.to.0', { ...EMAIL, to: ['x@y.vn\r\nBcc: z@y.vn'] }],
    ['body.password', { ...EMAIL, password: '' }],
    ['body.escalation.0.to', { ...EMAIL, escalation: [{ afterMin: 5, role: 'leader' }] }],
    [
      'body.escalation.1.afterMin',
      {
        ...WEBHOOK,
        escalation: [
          { afterMin: 9, role: 'leader' },
          { afterMin: 9, role: 'admin' },
        ],
      },
    ],
  ])('are refused with the fault at %s', async (at, channel) => {
    const answer = await caller(await openRoom())('POST', '', channel)
    expect(answer.statusCode).toBe(400)
    expect(answer.json<{ errors: { at: string }[] }>().errors.map((fault) => fault.at)).toContain(at)
  })

  it('do not send a password that is kept to another server', async () => {
    const call = caller(await openRoom())
    const { id } = (await call('POST', '', EMAIL)).json<WireChannel>()
    for (const change of [{ host: 'evil.example' }, { port: 25 }, { secure: 'none' }, { kind: 'webhook' }]) {
      expect((await call('PATCH', `/${id}`, change)).statusCode).toBe(400)
    }
    const again = { host: 'mail2.hue.gov.vn', password: EMAIL.password }
    expect((await call('PATCH', `/${id}`, again)).json()).toMatchObject({ host: 'mail2.hue.gov.vn' })
  })

  it('are tested, and what went wrong is told', async () => {
    const call = caller(await openRoom())
    const test = async (name: string) => {
      const { id } = (await call('POST', '', { ...WEBHOOK, name })).json<WireChannel>()
      return (await call('POST', `/${id}/test`)).json()
    }
    expect(await test('whole')).toEqual({ ok: true, ms: 0, error: null })
    expect(await test('broken')).toEqual({ ok: false, ms: 0, error: 'answered 500' })
  })
})
