import { describe, expect, it } from 'vitest'
import { channelSchema, type WireChannel } from '@ioc/shared/channel'
import { draftOf, inputOf } from './channel-draft.js'

const state = { failures: 0, failing: false, sentAt: null, failedAt: null, error: null, waiting: 0, givenUp: 0 }
const email = {
  kind: 'email',
  name: 'Trực ban',
  host: 'mail.hue.gov.vn',
  port: 465,
  secure: 'tls',
  user: 'ioc',
  from: 'ioc@hue.gov.vn',
  to: ['a@hue.gov.vn', 'b@hue.gov.vn'],
  kinds: ['water'],
  repeatMin: { critical: 5, high: null, medium: null, low: null },
  escalation: [{ afterMin: 10, role: 'leader', to: ['c@hue.gov.vn'], severities: ['critical'] }],
} as const

describe('a form of a channel', () => {
  it('gives back what it began with, and no secret that nobody wrote', () => {
    const { password: _, ...kept } = channelSchema.parse({ ...email, password: 'x' }) as Record<string, unknown>
    const channel = { ...kept, id: 'c', hasSecret: true, state } as WireChannel
    const { enabled, ...given } = kept
    expect(enabled).toBe(true)
    expect(inputOf(draftOf(channel))).toEqual(given)
    expect(inputOf({ ...draftOf(channel), password: 'new' })).toEqual({ ...given, password: 'new' })
    expect(inputOf({ ...draftOf(channel), user: '' })).toEqual({ ...given, user: '', password: '' })
  })

  it('makes a channel of each kind that the server takes', () => {
    const begun = { ...draftOf(null), name: 'Kênh', repeat: { critical: 5, high: '', medium: '', low: '' } } as const
    const webhook = { ...begun, kind: 'webhook', url: 'http://sms/', secret: 'a secret of sixteen' } as const
    expect(channelSchema.parse(inputOf(webhook))).toMatchObject({ kind: 'webhook', repeatMin: { high: null } })
    const mail = { ...begun, host: 'mail', from: 'ioc@hue.gov.vn', to: ' a@hue.gov.vn;\nb@hue.gov.vn, ' }
    expect(channelSchema.parse(inputOf(mail))).toMatchObject({ to: ['a@hue.gov.vn', 'b@hue.gov.vn'] })
  })
})
