import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { tryRule } from '@ioc/server/alarms/try-rule'
import { datastreamId, type PropertyKey } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import type { Rule } from '@ioc/shared/rule'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { DUST, openRoom, STATION, T0 } from './room.js'

const dust = (change: object = {}) => ({ ...DUST, ...change })

async function room(change = {}) {
  const { api, as, ...rest } = await openRoom(change)
  const send = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, payload?: object) =>
    api.inject({ method, url: `/api/v1/rules${path}`, headers: as('engineer'), ...(payload && { payload }) })
  return { send, ...rest }
}

async function* nothing(): AsyncGenerator<never> {}

function measured(at: number, value: number): Observation {
  const property = 'pm2_5' as PropertyKey
  const datastream = datastreamId(STATION.id, property)
  return { datastream, station: STATION.id, property, at, value, quality: 'good', receivedAt: at, timeSource: 'device' }
}

describe('a rule', () => {
  it('changes at once, grows by a version, and remembers who made what', async () => {
    const { send, alarms, audit } = await room()
    alarms.take([measured(T0, 60)])
    const changed = await send('PUT', '/dust', dust({ raise: 70, clear: 65, restS: 0 }))
    expect([changed.statusCode, changed.json()]).toEqual([
      200,
      { rule: dust({ raise: 70, clear: 65, restS: 0, version: 2 }), warnings: [] },
    ])
    alarms.take([measured(T0 + 1, 61)])
    expect(alarms.active()).toMatchObject([{ rule: 'dust', state: 'returned' }])
    expect((await send('GET', '/dust')).json().version).toBe(2)
    expect((await send('GET', '/dust/versions')).json()).toEqual([
      { version: 1, at: null, by: 'province', rule: dust() },
      {
        version: 2,
        at: '2026-11-22T03:00:00.000Z',
        by: 'token:engineer',
        rule: dust({ raise: 70, clear: 65, restS: 0, version: 2 }),
      },
    ])
    expect(await audit.list(1)).toMatchObject([{ action: 'rule.change', subject: 'dust', detail: 'version 2' }])
  })

  it('is not changed by someone who did not see its last version', async () => {
    const { send } = await room()
    await send('PUT', '/dust', dust({ raise: 60 }))
    const late = await send('PUT', '/dust', dust({ raise: 80 }))
    expect([late.statusCode, late.json().code]).toEqual([409, 'rule.version'])
    expect((await send('DELETE', '/dust?version=1')).json()).toMatchObject({ code: 'rule.version' })
    expect((await send('GET', '/dust')).json().raise).toBe(60)
  })

  it('is refused with every fault, and warned of what is probably not meant', async () => {
    const { send } = await room()
    const wrong = await send('PUT', '/dust', dust({ property: 'mud', stations: { areas: ['nowhere'] }, clear: 60 }))
    expect(wrong.json()).toMatchObject({
      code: 'request.bad',
      errors: [
        { at: 'property', message: 'there is no property "mud"' },
        { at: 'stations.areas[0]', message: 'there is no area "nowhere"' },
        { at: 'clear', message: 'must not lie past the limit of 50' },
      ],
    })
    const odd = await send('PUT', '/other', dust({ id: 'other', raise: { attribute: 'limit' }, clear: undefined }))
    expect(odd.json()).toMatchObject({
      rule: { id: 'other', version: 1 },
      warnings: [{ at: 'raise', code: 'attribute-missing', message: '1 stations have no attribute "limit": A1' }],
    })
  })

  it('that is removed ends its alarms, keeps its history and cannot go while another is made of it', async () => {
    const { send, alarms } = await room()
    alarms.take([measured(T0, 60)])
    const {
      property: _,
      when: __,
      raise: ___,
      clear: ____,
      ...common
    } = dust({ id: 'many', kind: 'count', of: 'dust' })
    await send('PUT', '/many', { ...common, per: 'province', atLeast: 2 })
    expect((await send('DELETE', '/dust')).json()).toMatchObject({ errors: [{ message: 'there is no rule "dust"' }] })
    await send('DELETE', '/many')
    expect((await send('DELETE', '/dust?version=1')).statusCode).toBe(204)
    expect(alarms.active()).toEqual([])
    expect((await send('GET', '/dust')).statusCode).toBe(404)
    const versions = (await send('GET', '/dust/versions')).json<{ version: number; rule: Rule | null }[]>()
    expect(versions.map(({ version, rule }) => [version, rule === null])).toEqual([
      [1, false],
      [2, true],
    ])
    expect((await send('PUT', '/dust', dust())).json().rule.version).toBe(3)
  })

  it('that names a station which has gone keeps none from being changed or removed, and says so', async () => {
    const { send, stations } = await room()
    await send('PUT', '/named', dust({ id: 'named', stations: { ids: [STATION.id] } }))
    await send('PUT', '/other', dust({ id: 'other' }))
    await stations.remove(STATION.id)
    const rules = (await send('GET', '')).json()
    expect((await send('DELETE', '/other')).statusCode).toBe(204)
    expect((await send('PUT', '', rules)).statusCode).toBe(200)
    const changed = await send('PUT', '/named', { ...rules[1], raise: 70 })
    expect(changed.json().warnings).toMatchObject([{ code: 'station-unknown', about: STATION.id }, {}])
    const stranger = await send('PUT', '/named', { ...changed.json().rule, stations: { ids: ['NO'] } })
    expect(stranger.json()).toMatchObject({ code: 'request.bad', errors: [{ at: 'stations.ids[0]' }] })
  })

  it('is one of a set that can be replaced as a whole, or not at all', async () => {
    const { send } = await room()
    const more = dust({ id: 'more', raise: 100 })
    expect((await send('PUT', '', [dust({ version: 9 }), more])).json()).toMatchObject({ code: 'rule.version' })
    expect((await send('PUT', '', [dust({ property: 'mud' }), more])).json()).toMatchObject({
      errors: [{ at: 'dust.property' }],
    })
    expect((await send('GET', '')).json()).toEqual([dust()])
    expect((await send('PUT', '', [dust(), more])).json()).toEqual([dust(), more])
    expect((await send('PUT', '', [more])).json()).toEqual([more])
  })
})

describe('trying a rule', () => {
  it('shows what it would have raised beside the rule as it is, and how to calm it', async () => {
    const store = createMemoryStore()
    const from = T0 - 6 * HOUR
    // Dust that trembles around 50 for an hour, and an hour later stays above it for twenty minutes.
    const observations = Array.from({ length: 360 }, (_, minute) => {
      const trembling = minute < 60 ? (minute % 3 === 0 ? 52 : 47) : 30
      return measured(from + minute * MINUTE, minute >= 120 && minute < 140 ? 90 : trembling)
    })
    const outcomes = observations.map(() => 'stored' as const)
    await store.commit({ observations, outcomes, rejections: [], tallies: [] })
    const stations = new Map([[STATION.id, STATION]])
    const { send } = await room({
      tryRule: (rule: Rule, range: { from: number; to: number }, signal: AbortSignal) =>
        tryRule({
          ...range,
          rule,
          rules: [dust() as Rule],
          stations,
          areas: [],
          properties: PROPERTIES,
          read: (station, property, start, end) =>
            store.read(datastreamId(station, property as PropertyKey), start, end),
          readForetold: async () => [],
          readDoubts: async () => [],
          pause: async () => undefined,
          signal,
        }),
    })
    const nervous = dust({ clear: 50, restS: 0 })
    const answer = (await send('POST', '/try', { rule: nervous, from, to: T0 })).json()
    const calm = { alarms: 2, stations: 1, perDay: 8, days: [2], chattering: [] }
    expect(answer.now).toEqual({ ...calm, medianDurationS: 1260 })
    expect(answer.then).toMatchObject({ alarms: 21, stations: 1, chattering: ['A1'], medianDurationS: 60 })
    expect([answer.chattering, answer.perDay, answer.medianDurationS]).toEqual([true, 84, 60])
    expect(answer.alarms.at(-1)).toEqual({
      station: 'A1',
      raisedAt: '2026-11-21T23:00:00.000Z',
      clearedAt: '2026-11-21T23:20:00.000Z',
      worst: 'high',
      value: 90,
    })
    expect(answer.suggestion).toEqual({
      change: { deadband: 5 },
      summary: { ...calm, medianDurationS: 1200 },
    })
  })

  it('refuses what cannot be and what takes too long', async () => {
    const { send } = await room()
    const rule = dust({ property: 'mud' })
    expect((await send('POST', '/try', { rule, from: 0, to: 1 })).json()).toMatchObject({
      errors: [{ at: 'property' }],
    })
    const range = { from: 0, to: 1, rule: dust() as Rule, rules: [], stations: new Map(), areas: [], properties: [] }
    const gone = new AbortController()
    const rest = {
      read: nothing,
      readForetold: async () => [],
      readDoubts: async () => [],
      pause: async () => undefined,
      signal: gone.signal,
    }
    await expect(tryRule({ ...range, ...rest, to: 100 * 24 * HOUR })).rejects.toMatchObject({ code: 'request.bad' })
  })
})
