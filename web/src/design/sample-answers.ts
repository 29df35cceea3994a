import { DAY, HOUR, INTERVALS, MINUTE, SECOND } from '@ioc/shared/time'
import type { WireForecast, WireForecastState } from '@ioc/shared/forecast'
import type { Retention } from '@ioc/shared/retention'
import type { WireRuleVersion } from '@ioc/shared/rule-trial'
import type { WireAlarm, WireAlarmEvent, WireAnomaly, WireLedger, WireRejection } from '@ioc/shared/wire'
import type { Request } from '../access/call.js'
import { NOON, sampleAlarm } from './sample-things.js'
import { ago, SAMPLE_ALARMS, SAMPLE_GROUP, SAMPLE_RULE } from './sample-room.js'

/** A rain that comes down a river: what the samples measure, and what is expected of them. */
export const sampleLevel = (at: number) => 1.1 + 2.6 / (1 + Math.exp(-(at - NOON + 2 * HOUR) / HOUR))

const STREAM = { station: 'WL-05', property: 'water_level', span: 'day' } as const
const RECORD = { days: 7, count: 900, mase: 0.62, pinball: 0.3, coverage50: 0.52, coverage90: 0.91, error: 0.12 }
export const SAMPLE_FORECAST: WireForecast = {
  ...STREAM,
  issuedAt: ago(4 * MINUTE),
  model: 'river',
  stepS: 3_600,
  record: { ...RECORD, naive: 1.1 },
  usualError: 0.12,
  points: Array.from({ length: 24 }, (_, hour) => {
    const p50 = sampleLevel(NOON + hour * HOUR)
    const wide = 0.05 * (hour + 1)
    return { at: ago(-hour * HOUR), p05: p50 - wide, p25: p50 - wide / 2, p50, p75: p50 + wide / 2, p95: p50 + wide }
  }),
}
const STATE: WireForecastState = {
  ...STREAM,
  without: null,
  issuedAt: ago(4 * MINUTE),
  model: 'river',
  week: null,
  month: null,
  models: [],
}

export const SAMPLE_ANOMALIES: readonly WireAnomaly[] = [
  {
    station: 'WL-05',
    property: 'water_level',
    kind: 'shift',
    cause: 'event',
    since: ago(3 * HOUR),
    value: 2.1,
    score: 3.2,
    suspect: false,
    neighbours: [{ station: 'WL-06', deviation: 4, alike: true }],
    why: { vi: 'cao hơn mức thường 1,9 m', en: '1.9 m above what is usual' },
  },
  {
    station: 'WL-05',
    property: 'discharge',
    kind: 'flatline',
    cause: 'fault',
    since: ago(5 * HOUR),
    value: 1_840,
    score: 1.4,
    suspect: true,
    neighbours: [],
    why: { vi: 'đứng yên 5 giờ', en: 'has stood still for 5 hours' },
  },
  {
    station: 'AQ-01',
    property: 'o3',
    kind: 'spike',
    cause: 'unclear',
    since: ago(20 * MINUTE),
    value: 180,
    score: 1.1,
    suspect: true,
    neighbours: [{ station: 'AQ-02', deviation: 0.2, alike: false }],
    why: { vi: 'nhảy vọt một lần', en: 'jumped once' },
  },
]

const LEDGER: WireLedger = {
  station: 'WL-05',
  received: 34_560,
  stored: 34_400,
  duplicate: 96,
  corrected: 12,
  rejected: { 'time.future': 52 },
  pending: 0,
  bytes: 2_400_000,
  missed: 31,
  lastSeen: ago(8 * SECOND),
  clockOffsetMs: 190_000,
  reports: {
    hour: { received: 118, expected: 120, rate: 0.983 },
    day: { received: 2_700, expected: 2_880, rate: 0.938 },
  },
}
const REJECTIONS: readonly WireRejection[] = [
  {
    id: 'r1',
    at: ago(2 * HOUR),
    station: 'WL-05',
    topic: 'ioc/v1/WL-05/observations',
    reason: 'time.future',
    detail: '2036-11-22',
    payload: btoa('{"at":"2036-11-22","values":{"water_level":1.2}}'),
    count: 1,
    whole: true,
    retryable: true,
    obstacle: null,
  },
  {
    id: 'r2',
    at: ago(DAY),
    station: 'WL-05',
    topic: 'ioc/v1/WL-05/observations',
    reason: 'payload.unreadable',
    detail: 'cut',
    payload: btoa('{"values":{"water_l'),
    count: 1,
    whole: false,
    retryable: false,
    obstacle: 'message.cut',
  },
]

const step = (seq: number, minutes: number, type: string, change: Partial<WireAlarmEvent> = {}): WireAlarmEvent => ({
  seq,
  at: ago(minutes * MINUTE),
  type,
  by: null,
  text: null,
  state: 'unacknowledged',
  severity: 'high',
  value: null,
  limit: null,
  agency: null,
  suppressedBy: null,
  ...change,
})
export const SAMPLE_EVENTS: readonly WireAlarmEvent[] = [
  step(1, 48, 'raised', { value: 2.02, limit: 2 }),
  step(2, 40, 'acknowledged', { by: 'lan', text: 'đã gọi trạm Kim Long', state: 'acknowledged' }),
  step(3, 31, 'worsened', { value: 3.52, limit: 3.5, severity: 'critical' }),
  step(4, 20, 'assigned', { by: 'lan', agency: 'Ban chỉ huy phòng thủ dân sự', severity: 'critical' }),
  step(5, 12, 'commented', { by: 'minh', text: 'đội xung kích đã đến', severity: 'critical' }),
]
const BEFORE = [9, 23, 40].map((days) =>
  sampleAlarm(`before-${days}`, {
    ...SAMPLE_ALARMS[0]!,
    id: `before-${days}`,
    state: 'cleared',
    raisedAt: ago(days * DAY),
    clearedAt: ago(days * DAY - 7 * HOUR),
    ack: { by: 'minh', at: ago(days * DAY), note: null, severity: 'high' },
  }),
)
const VERSIONS: readonly WireRuleVersion[] = [
  { version: 1, at: null, by: 'province', rule: { ...SAMPLE_RULE, version: 1, holdS: 0, severity: 'high' } },
  { version: 2, at: ago(40 * DAY), by: 'minh', rule: { ...SAMPLE_RULE, version: 2, holdS: 30 } },
  { version: 3, at: ago(3 * DAY), by: 'lan', rule: SAMPLE_RULE },
]
const RETENTION: Retention = {
  archiveAfterDays: 60,
  forgetRawAfterDays: null,
  forgetTiersAfterDays: null,
  properties: { signal: { forgetRawAfterDays: 90 } },
}
const entry = (minutes: number, who: string, action: string, subject: string) => {
  return { at: ago(minutes * MINUTE), who, action, subject, detail: '' }
}

/** Who answers for the samples, by the path that is asked. */
const ANSWERS: readonly (readonly [path: RegExp, answer: (asked: URLSearchParams) => unknown])[] = [
  [/^observations\?station=(WL|AQ|TR|PW|RG)-0/, observations],
  [/^forecasts\?station=/, (asked) => (asked.get('station') === 'WL-05' ? [SAMPLE_FORECAST] : [])],
  [/^forecasts\/states\?/, () => [STATE]],
  [/^forecasts\?property=/, () => [SAMPLE_FORECAST]],
  [/^anomalies\?station=/, (asked) => SAMPLE_ANOMALIES.filter(({ station }) => station === asked.get('station'))],
  [/^ledger\?/, (asked) => [{ ...LEDGER, station: asked.get('station') }]],
  [/^rejections\?/, () => REJECTIONS],
  [/^stations\/[^/]+\/corrections/, () => []],
  [/^alarms\?station=/, () => BEFORE],
  [/^alarms\?state=all&from=\d+&to=\d+$/, raised],
  [/^alarms\/[^/]+\/events$/, () => SAMPLE_EVENTS],
  [/^alarms\/group$/, () => SAMPLE_GROUP],
  [/^alarms\/[^/?]+$/, () => SAMPLE_ALARMS[0]],
  [/^rules\/[^/]+\/versions$/, () => VERSIONS],
  [/^handovers\/[^/]+$/, () => ({ standing: { open: [], shelved: [], outOfService: [], silent: ['WL-07'] } })],
  [/^shift-notes\?/, () => [{ id: 'n1', at: ago(3 * HOUR), by: 'minh', text: 'Xả lũ hồ Bình Điền từ 08:00.' }]],
  [/^system$/, () => ({ mqttPort: 1_883, mqttsPort: null })],
  [/^retention$/, () => RETENTION],
  [
    /^refusals$/,
    () => [{ why: 'secret.wrong', who: 'WL-99', address: '10.0.0.7', detail: '', count: 3, last: ago(0) }],
  ],
  [
    /^tokens$/,
    () => [{ id: 't1', name: 'Sở Xây dựng', role: 'viewer', createdAt: ago(DAY), expiresAt: ago(-300 * DAY) }],
  ],
  [
    /^audit\?/,
    () => [
      entry(1, 'lan', 'session.open', '10.0.0.7'),
      entry(20, 'lan', 'station.secret', 'WL-05'),
      entry(90, 'minh', 'rule.put', 'sample'),
    ],
  ],
]

function observations(asked: URLSearchParams): unknown {
  const [from, to] = ['from', 'to'].map((name) => Date.parse(asked.get(name) ?? '') || Number(asked.get(name)))
  const every = asked.get('every') as keyof typeof INTERVALS | null
  const everyMs = every ? INTERVALS[every] : Math.max(MINUTE, (to! - from!) / 900)
  const factor = asked.get('property') === 'water_level' ? 1 : 17
  const count = Math.max(0, Math.min(1_000, Math.floor((Math.min(to!, NOON) - from!) / everyMs)))
  return Array.from({ length: count }, (_, index) => {
    const at = from! + index * everyMs
    const value = asked.get('fn') === 'count' ? 118 : factor * sampleLevel(at)
    return { at: new Date(at).toISOString(), value, quality: index % 37 === 36 ? 'suspect' : 'good' }
  })
}

/** The strip of the sample alone; that of the room below it asks of another day. */
function raised(asked: URLSearchParams): unknown {
  const [from, to] = [Number(asked.get('from')), Number(asked.get('to'))]
  if (from !== NOON - DAY || to < NOON) return undefined
  return Array.from({ length: 14 }, (_, index): WireAlarm => {
    const at = ago((3 + (index % 5) * 4) * HOUR + index * MINUTE)
    return sampleAlarm(`bar-${index}`, { raisedAt: at, severity: index % 3 === 0 ? 'critical' : 'low' })
  })
}

/**
 * Answers in the server's place while samples are shown: what they ask, and a refusal of whatever they would do. What is
 * not theirs is the server's, and so is the session.
 */
export function sampleAnswer(path: string, { method = 'GET' }: Request, refusal: string): Response | undefined {
  if (path === 'session') return undefined
  if (method !== 'GET') return Response.json({ code: 'sample', detail: refusal }, { status: 409 })
  const [, asked = ''] = path.split('?')
  const found = ANSWERS.find(([like]) => like.test(path))?.[1](new URLSearchParams(asked))
  return found === undefined ? undefined : Response.json(found)
}
