import { expect, it } from 'vitest'
import type { Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { Notice, NoticeItem } from '../ports/notices.js'
import { emailText } from './email-text.js'

const alarm: Alarm = {
  id: 'a',
  rule: 'bd3',
  station: 'HUE-WL-05' as StationId,
  property: null,
  severity: 'critical',
  state: 'unacknowledged',
  late: true,
  raisedAt: Date.parse('2026-11-22T18:05:00Z'),
  clearedAt: null,
  phenomenonTime: 0,
  value: 3.6249,
  limit: 3.5,
  message: { vi: 'Sông Hương trên BĐ III', en: 'Hương river above BĐ III' },
  ack: null,
  shelved: null,
  suppressedBy: null,
  outOfService: null,
  latch: false,
  agency: 'Đài Khí tượng Thủy văn',
  stations: null,
  early: null,
}
const item: NoticeItem = {
  why: 'worse',
  alarm,
  name: 'Kim Long',
  area: 'Phường Kim Long',
  measured: { name: { vi: 'Mực nước', en: 'Water level' }, unit: 'm', decimals: 2 },
  advice: { vi: 'Sơ tán vùng trũng', en: 'Evacuate low ground' },
  link: 'https://ioc.hue.gov.vn/alarms/a',
}
const notice: Notice = {
  id: 'n',
  channel: 'c',
  step: 0,
  at: Date.parse('2026-11-22T18:06:00Z'),
  items: [item],
  counts: { critical: 1, high: 0, medium: 0, low: 0 },
  following: 0,
}

it('says what, where, how much, since when and what to do', () => {
  expect(emailText(notice, { name: 'Trực ban', language: 'vi', step: null })).toEqual({
    subject: '[IOC] Rất nghiêm trọng: Sông Hương trên BĐ III (nặng hơn)',
    text: [
      '1 cảnh báo: 1 rất nghiêm trọng · 01:06 23/11/2026',
      '',
      '1. RẤT NGHIÊM TRỌNG · nặng hơn',
      '   Sông Hương trên BĐ III',
      '   Nơi: Kim Long, Phường Kim Long',
      '   Giá trị: 3,62 m (Mực nước, ngưỡng 3,50 m)',
      '   Từ: 01:05 23/11/2026 (số liệu đến muộn)',
      '   Đơn vị xử lý: Đài Khí tượng Thủy văn',
      '   Nên làm: Sơ tán vùng trũng',
      '   Xem: https://ioc.hue.gov.vn/alarms/a',
    ].join('\n'),
  })
})

it('leaves out what nobody knows, and tells of what follows', () => {
  const bare = { ...alarm, value: null, late: false, agency: null, clearedAt: Date.parse('2026-11-22T18:35:00Z') }
  const items: NoticeItem[] = [
    { ...item, why: 'cleared', alarm: bare, measured: null, area: null, advice: null, link: null },
    { ...item, why: 'repeat', alarm: { ...alarm, limit: null } },
  ]
  const many = { ...notice, items, counts: { critical: 2, high: 3, medium: 0, low: 0 }, following: 3 }
  const { subject, text } = emailText(many, {
    name: 'x',
    language: 'en',
    step: { afterMin: 10, role: 'leader', to: [] },
  })
  expect(subject).toBe('[IOC] 5 alarms: 2 critical, 3 high')
  expect(text).toContain('Escalated to the shift leader: nobody has acknowledged within 10 min.')
  expect(text).toContain(
    '1. CRITICAL · back to normal\n   Hương river above BĐ III\n   Where: Kim Long\n' +
      '   Since: 01:05 23/11/2026, until 01:35 23/11/2026\n\n2. CRITICAL · reminder',
  )
  expect(text).toContain('Value: 3.62 m (Water level)')
  expect(text).toMatch(/3 more alarms follow in the next mail\.$/)
})

it('puts Vietnamese first and English below', () => {
  const { subject, text } = emailText(notice, { name: 'x', language: 'both', step: null })
  expect(subject).toContain('nặng hơn')
  expect(text.indexOf('nặng hơn')).toBeLessThan(text.indexOf('grown worse'))
})

it('writes a unit that is a word in the language of the channel', () => {
  const flow = { name: { vi: 'Lưu lượng xe', en: 'Traffic flow' }, unit: 'xe/h', unitEn: 'veh/h', decimals: 0 }
  const counted = { ...notice, items: [{ ...item, measured: flow, alarm: { ...alarm, value: 122, limit: null } }] }
  const textIn = (language: 'vi' | 'en') => emailText(counted, { name: 'Trực ban', language, step: null }).text
  expect(textIn('vi')).toContain('122 xe/h (Lưu lượng xe)')
  expect(textIn('en')).toContain('122 veh/h (Traffic flow)')
})
