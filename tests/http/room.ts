import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAudit } from '@ioc/server/access/audit'
import { createBatchKeys } from '@ioc/server/access/batch-keys'
import { createChangePassword } from '@ioc/server/access/change-password'
import { createClaim } from '@ioc/server/access/claim'
import { createDevices } from '@ioc/server/access/devices'
import { createPeople } from '@ioc/server/access/people'
import { createRefusals } from '@ioc/server/access/refusals'
import { may } from '@ioc/server/access/roles'
import { createSignIn } from '@ioc/server/access/sign-in'
import { createTokens } from '@ioc/server/access/tokens'
import { createArgon2Passwords } from '@ioc/server/adapters/argon2'
import { buildHttp, type HttpOptions } from '@ioc/server/adapters/http/http-server'
import { createMemoryAccessStore } from '@ioc/server/adapters/memory/access-store'
import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import { createMemoryNoticeStore } from '@ioc/server/adapters/memory/notice-store'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { createMemoryRegistry } from '@ioc/server/adapters/memory/registry'
import { openPhotoFolder } from '@ioc/server/adapters/photo-folder'
import { createMemoryShiftStore } from '@ioc/server/adapters/memory/shift-store'
import { createRules } from '@ioc/server/alarms/rules'
import { createAlarmDesk } from '@ioc/server/alarms/desk'
import { readQuality } from '@ioc/server/alarms/read-quality'
import { createChannels } from '@ioc/server/alarms/notify/channels'
import { createShiftDesk } from '@ioc/server/shift/desk'
import { standingOf } from '@ioc/server/shift/standing'
import { summarize } from '@ioc/server/overview/summarize'
import { readDayAlarms } from '@ioc/server/report/read-alarms'
import { createReports } from '@ioc/server/report/reports'
import type { Refused } from '@ioc/server/ports/access'
import { createRetention } from '@ioc/server/history/retention'
import { openProvince } from '@ioc/server/stations/open-province'
import { requireProvince } from '@ioc/server/stations/province'
import { smallProvince } from '@ioc/server/stations/small-province.fixture'
import { createGateways } from '@ioc/server/stations/gateways'
import { createStations } from '@ioc/server/stations/stations'
import type { StationId } from '@ioc/shared/ids'
import type { Rule } from '@ioc/shared/rule'
import { DAY, HOUR } from '@ioc/shared/time'
import { ROLES, type Role } from '@ioc/shared/wire'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'

export const T0 = Date.parse('2026-11-22T03:00:00Z')
export const PASSWORD = 'password of admin'
export const STATION = {
  id: 'A1' as StationId,
  name: 'Trạm A',
  kind: 'air',
  lon: 1,
  lat: 1,
  area: 'x',
  agency: '',
  reportIntervalS: 30,
}

/** A rule of the small province. */
export const DUST = {
  id: 'dust',
  version: 1,
  name: { vi: 'Bụi', en: 'Dust' },
  severity: 'high',
  message: { vi: 'Bụi {value}', en: 'Dust {value}' },
  kind: 'threshold',
  property: 'pm2_5',
  when: 'above',
  raise: 50,
  clear: 45,
  holdS: 0,
  restS: 60,
}

const RETRIED = { taken: [], still: [], left: 0, after: null }
/** A moment of which nothing is known. */
const NOTHING = { at: 0, newest: () => undefined }
const NONE = { rows: 0, bytes: 0, oldest: null, newest: null }

/** The HTTP server over real stations, alarms, people, tokens and audit; what else it asks for is given by the test. */
export async function openRoom(change: Partial<HttpOptions> = {}) {
  const clock = createManualClock(T0)
  const province = requireProvince(smallProvince({ 'stations.json': [STATION], 'rules.json': [DUST] }))
  const registry = createMemoryRegistry()
  await openProvince({ registry, province })
  const { properties, shapes, rules } = province
  const stations = await createStations({ registry, properties, shapes, isGateway: () => false, onChange() {} })
  const gateways = await createGateways({ registry, stations, properties, onRemoved: (id) => devices.forget(id) })
  const events = silentEvents()
  const journal = createAlarmJournal()
  const alarms = createAlarmDesk({ rules, stations, journal, clock, properties, events, onChange() {} })
  await alarms.open([], new Map())
  const onChange = (changed: Rule[]) => alarms.setRules(changed, [])
  const ruleBook = await createRules({ registry, stations, areas: stations.areas(), properties, clock, onChange })
  const store = createMemoryAccessStore()
  const audit = createAudit({ store, clock, onRecord: events.audit })
  const tokens = await createTokens({ store, random: randomBytes, clock })
  const passwords = createArgon2Passwords()
  const people = await createPeople({ store, passwords, tokens, random: randomBytes, clock })
  await people.ensureFirst(PASSWORD)
  const known = (id: string) => (stations.get(id)?.id ?? gateways.get(id)?.id ?? null) as StationId | null
  const devices = await createDevices({
    registry,
    stations,
    known,
    random: randomBytes,
    clock,
    onOldStopped() {},
    onUnkept() {},
  })
  const refusals = createRefusals()
  const onRefused = (refused: Refused) => refusals.note(refused, clock.now())
  const batchKeys = await createBatchKeys({ store, random: randomBytes, clock })
  const channels = createChannels({
    store: createMemoryNoticeStore(),
    kept: [],
    random: randomBytes,
    onChanged() {},
    onRemoved: async () => undefined,
  })
  const shift = createShiftDesk({
    store: createMemoryShiftStore(),
    clock,
    newId: () => randomBytes(6).toString('hex'),
    standing: () => standingOf(alarms.ongoing(), [], () => null),
  })
  const report = createReports({
    clock,
    stations,
    store: createMemoryStore(),
    alarms: async (day) => ({ ...(await readDayAlarms(journal, day, rules)), answerS: null }),
    early: async () => [],
    air: async () => [],
    newestAt: () => T0 - 90 * DAY,
    forecasts: async () => [],
    shift,
  })
  const broken: unknown[] = []

  const options: HttpOptions = {
    port: 0,
    tls: null,
    webDir: '/nowhere',
    noteBroken: (_, cause) => broken.push(cause),
    now: clock.now,
    findToken: tokens.find,
    may,
    waitingFor: () => [],
    shift,
    report,
    earlyRecords: async () => [],
    ranSince: () => T0,
    forecasts: {
      count: ({ stations }) => (stations ? 0 : 200_000),
      list: () => [],
      states: () => [],
      expected: () => [],
      ranking: () => ({ followed: 0, forecast: 0, without: {}, models: [], judged: 0, ranked: [] }),
    },
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' }),
    signIn: createSignIn({ people, tokens, audit, clock }),
    record: audit.record,
    auditTrail: audit.list,
    refusals: refusals.list,
    batchKeys,
    claim: createClaim({ keys: batchKeys, stations, issue: devices.issue, audit, clock, onRefused }),
    changePassword: createChangePassword({ people, audit, clock }),
    people,
    tokens,
    stations,
    photos: openPhotoFolder(mkdtempSync(join(tmpdir(), 'ioc-photos-'))),
    gateways,
    issueSecret: devices.issue,
    issueSecrets: devices.issueAll,
    province: () => ({
      id: province.id,
      name: province.name,
      simulated: false,
      bounds: province.bounds,
      basemap: [...province.basemap.keys()],
      ground: false,
      attribution: province.attribution,
      properties: province.properties,
      agencies: province.agencies,
    }),
    areas: stations.areas,
    areasGeoJson: province.areasGeoJson,
    basemap: province.basemap,
    ground: { archives: new Map(), style: null },
    wall: province.wall,
    anomalies: () => [],
    anomalyCoverage: () => ({ watched: 0, learning: 0 }),
    latest: async () => [],
    async *read() {},
    toParquet: () => Promise.reject(new Error('not written here')),
    post: async () => ({ stored: 0, duplicate: 0, corrected: 0, rejected: [] }),
    corrections: async () => [],
    overview: async () =>
      summarize({
        now: clock.now(),
        loadsAhead: new Map(),
        stations: stations.list(),
        latest: new Map(),
        before: { halfHourAgo: NOTHING, hourAgo: NOTHING },
        dayAgo: NOTHING,
        airDayAgo: new Map(),
        rain: new Map(),
        completeness: () => null,
      }),
    trends: async () => [],
    rainfall: async () => [],
    alarms,
    ledger: () => [],
    storage: async () => ({ raw: NONE, minute: NONE, hour: NONE, day: NONE, spool: NONE, archive: [] }),
    retention: await createRetention({ registry, properties: new Map(properties.map((each) => [each.key, each])) }),
    quality: (range) => readQuality({ ...range, journal, rules }),
    rules: ruleBook,
    tryRule: () => Promise.reject(new Error('not tried here')),
    channels,
    notices: {
      state: () => ({
        health: { failures: 0, sentAt: T0, failedAt: null, error: null, isPartial: false, givenUp: 0 },
        isFailing: false,
        waiting: 0,
      }),
      test: async ({ name }) => (name === 'broken' ? 'answered 500' : null),
    },
    system: async () => ({
      versions: { ioc: '0', node: '0', duckdb: '0' },
      startedAt: new Date(T0).toISOString(),
      waitingFor: [],
      spool: null,
      disk: null,
      memoryBytes: 0,
      mqttPort: 1883,
      mqttsPort: null,
    }),
    rejections: async () => [],
    messages: () => [],
    retry: { one: async () => RETRIED, all: async () => RETRIED, obstacleOf: () => null },
    ...change,
  }
  const secrets = {} as Record<Role, string>
  for (const role of ROLES) {
    const { secret } = await tokens.issue({ kind: 'token', name: role, role, expiresAt: T0 + HOUR })
    secrets[role] = secret
  }
  const api = await buildHttp(options)
  /** The headers of a program of this role. */
  const as = (role: Role) => ({ authorization: `Bearer ${secrets[role]}` })
  return { api, options, clock, alarms, audit, devices, people, tokens, stations, broken, as }
}

export type Room = Awaited<ReturnType<typeof openRoom>>

/** Signs somebody in; the cookie as a browser sends it back. */
export async function cookieOf({ api }: Room, password = PASSWORD, username = 'admin'): Promise<string> {
  const answer = await api.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { username, password },
  })
  return String(answer.headers['set-cookie']).split(';')[0] as string
}
