import { expect, it } from 'vitest'
import type { Registry } from '@ioc/server/ports/registry'
import type { StationId } from '@ioc/shared/ids'
import { GATEWAY } from '@ioc/server/ingest/codecs/gateways.fixture'
import { DEFAULT_RETENTION } from '@ioc/shared/retention'
import type { Rule } from '@ioc/shared/rule'
import type { Area, Station } from '@ioc/shared/station'

const wl05: Station = {
  id: 'HUE-WL-05' as StationId,
  name: 'Mực nước "Kim Long" – Sông Hương',
  kind: 'water',
  lon: 107.57726000000001,
  lat: 16.47847,
  area: '19753',
  agency: "Đài Khí tượng Thủy văn '; DROP TABLE stations; --",
  reportIntervalS: 30,
  attributes: { bd1: 1, bd3: 3.5, datum: 'trạm', spare: null, official: false },
}
const aq01: Station = { ...wl05, id: 'HUE-AQ-01' as StationId, kind: 'air' }
const areas: Area[] = [
  { id: '19753', name: 'Phường Phú Xuân', kind: 'phường', parent: '46' },
  { id: '46', name: 'Thành phố Huế', kind: 'thành phố', parent: null },
]
const rule: Rule = {
  id: 'silence',
  version: 1,
  kind: 'silence',
  name: { vi: 'Mất tín hiệu', en: 'Silent' },
  message: { vi: '{station} im lặng', en: '{station} is silent' },
  severity: 'medium',
  intervals: 3,
  minS: 120,
}
const seed = { id: '46', version: 3, stations: [wl05, aq01], areas, rules: [rule] }

/** What every registry promises. `reopen` gives the same data as a later start of the server would see it. */
export function registryContract(open: () => Promise<{ registry: Registry; reopen(): Promise<Registry> }>): void {
  it('is empty and belongs to nobody in a new folder', async () => {
    const { registry } = await open()
    expect(await registry.province()).toBeNull()
    expect(await registry.stations()).toEqual([])
    expect(await registry.gateways()).toEqual([])
    expect(await registry.secrets()).toEqual([])
  })

  it('keeps a seed as it was given, by id', async () => {
    const { registry, reopen } = await open()
    await registry.seed(seed)
    const later = await reopen()
    expect(await later.province()).toEqual({ id: '46', version: 3 })
    expect(await later.stations()).toEqual([aq01, wl05])
    expect(await later.areas()).toEqual(areas)
    expect(await later.rules()).toEqual([rule])
  })

  it('takes a seed whole or not at all', async () => {
    const { registry, reopen } = await open()
    await expect(registry.seed({ ...seed, rules: [rule, rule] })).rejects.toThrow(/once|duplicate/i)
    expect(await registry.province()).toBeNull()
    expect(await registry.stations()).toEqual([])
    await registry.seed(seed)
    expect(await (await reopen()).stations()).toEqual([aq01, wl05])
  })

  it('replaces a station by its newer version and forgets a removed one with its secret', async () => {
    const { registry, reopen } = await open()
    await registry.seed(seed)
    await registry.putSecrets([{ station: wl05.id, sha256: 'aa', changedAt: 1, old: null }])
    await registry.putStations([{ ...aq01, name: 'Trạm mới' }])
    await registry.putStations([{ ...aq01, id: 'NEW' as StationId }])
    await registry.removeStation(wl05.id)
    const later = await reopen()
    expect(await later.stations()).toEqual([
      { ...aq01, name: 'Trạm mới' },
      { ...aq01, id: 'NEW' },
    ])
    expect(await later.secrets()).toEqual([])
  })

  it('replaces a gateway by its newer version and forgets a removed one with its secret', async () => {
    const { registry, reopen } = await open()
    const other = { ...GATEWAY, id: 'gw-b' }
    await registry.putGateway(other)
    await registry.putGateway({ ...GATEWAY, name: 'Old' })
    await registry.putGateway(GATEWAY)
    expect(await (await reopen()).gateways()).toEqual([other, GATEWAY])
    const later = await reopen()
    await later.putSecrets([{ station: 'gw-b' as StationId, sha256: 'aa', changedAt: 1, old: null }])
    await later.putSecrets([{ station: wl05.id, sha256: 'bb', changedAt: 1, old: null }])
    await later.removeGateway('gw-b' as StationId)
    const last = await reopen()
    expect(await last.gateways()).toEqual([GATEWAY])
    expect(await last.secrets()).toEqual([{ station: 'HUE-WL-05', sha256: 'bb', changedAt: 1, old: null }])
  })

  it('keeps one secret a station, the newest, and the one before while it holds', async () => {
    const old = { sha256: 'aa', until: 1_700_000_000_009 }
    const { registry, reopen } = await open()
    await registry.putSecrets([{ station: wl05.id, sha256: 'aa', changedAt: 1_700_000_000_001, old: null }])
    await registry.putSecrets([{ station: aq01.id, sha256: 'bb', changedAt: 1_700_000_000_002, old: null }])
    await registry.putSecrets([{ station: wl05.id, sha256: 'cc', changedAt: 1_700_000_000_003, old }])
    expect(await (await reopen()).secrets()).toEqual([
      { station: 'HUE-AQ-01', sha256: 'bb', changedAt: 1_700_000_000_002, old: null },
      { station: 'HUE-WL-05', sha256: 'cc', changedAt: 1_700_000_000_003, old },
    ])
  })

  it('changes rules together or not at all, and notes who did', async () => {
    const { registry, reopen } = await open()
    await registry.seed(seed)
    const louder: Rule = { ...rule, version: 2, enabled: false }
    const other: Rule = { ...rule, id: 'other' }
    const change = { id: rule.id, version: 2, at: 1_700_000_000_000, by: 'lan', rule: louder }
    const added = { id: 'other', version: 1, at: 1_700_000_000_000, by: 'lan', rule: other }
    await registry.changeRules([change, added])
    await expect(
      registry.changeRules([
        { ...added, version: 2, rule: null },
        { ...change, rule },
      ]),
    ).rejects.toThrow(/once|duplicate/i)
    expect(await registry.rules()).toEqual([other, louder])
    await registry.changeRules([{ ...added, version: 2, by: 'minh', rule: null }])
    const later = await reopen()
    expect(await later.rules()).toEqual([louder])
    expect(await later.ruleVersions(rule.id)).toEqual([change])
    expect(await later.ruleVersions('other')).toEqual([added, { ...added, version: 2, by: 'minh', rule: null }])
    expect(await later.ruleVersions('none')).toEqual([])
  })

  it('keeps changes that arrive all at once', async () => {
    const { registry, reopen } = await open()
    const many = Array.from({ length: 40 }, (_, i) => ({ ...aq01, id: `S${String(i).padStart(2, '0')}` as StationId }))
    await Promise.all(many.map((station) => registry.putStations([station])))
    expect(await (await reopen()).stations()).toEqual(many)
  })

  it('keeps many at once', async () => {
    const { registry, reopen } = await open()
    const ids = Array.from({ length: 5_000 }, (_, i) => `S${String(i).padStart(4, '0')}` as StationId)
    await registry.putStations(ids.map((id) => ({ ...aq01, id })))
    await registry.putSecrets(ids.map((station) => ({ station, sha256: 'aa', changedAt: 1, old: null })))
    await registry.putStations([])
    const later = await reopen()
    expect((await later.stations()).map(({ id }) => id)).toEqual(ids)
    expect(await later.secrets()).toHaveLength(5_000)
  })

  it('keeps how long a province keeps what', async () => {
    const { registry, reopen } = await open()
    expect(await registry.retention()).toBeNull()
    const retention = { ...DEFAULT_RETENTION, properties: { rain: { archiveAfterDays: 7 } } }
    await registry.putRetention(DEFAULT_RETENTION)
    await registry.putRetention(retention)
    expect(await (await reopen()).retention()).toEqual(retention)
  })
}
