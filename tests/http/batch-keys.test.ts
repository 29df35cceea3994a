import { HOUR } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { openRoom, STATION, T0 } from './room.js'

const NEW = { kind: 'air', area: 'x', agency: 'Sở', reportIntervalS: 60, prefix: 'AQ-', max: 2 }
const PLACE = { lon: 1, lat: 2 }

async function open() {
  const room = await openRoom()
  const headers = room.as('engineer')
  const make = (payload: object) =>
    room.api.inject({
      method: 'POST',
      url: '/api/v1/batch-keys',
      headers,
      payload: { name: 'Đợt 1', expiresAt: T0 + HOUR, ...payload },
    })
  const claim = async ({ key, ...payload }: { key: string; [field: string]: unknown }, remoteAddress = '10.0.0.7') => {
    const headers = { authorization: `Bearer ${key}` }
    const answer = await room.api.inject({ method: 'POST', url: '/api/v1/claims', headers, payload, remoteAddress })
    const body = answer.json<{ code?: string; secret: string; station: string }>()
    return { ...body, outcome: body.code ?? answer.statusCode }
  }
  const remove = (path: string) => room.api.inject({ method: 'DELETE', url: `/api/v1/batch-keys/${path}`, headers })
  const list = async () => (await room.api.inject({ url: '/api/v1/batch-keys', headers })).json()
  return { ...room, make, claim, remove, list }
}

describe('a batch key', () => {
  it('gives each of its stations a secret, once, until it is freed', async () => {
    const { make, claim, remove, list, devices, audit } = await open()
    const made = await make({ stations: ['A1'] })
    expect(made.statusCode).toBe(201)
    const { key, ...rest } = made.json()
    expect(await list()).toEqual([rest])
    const first = await claim({ key, station: 'A1', ...PLACE })
    expect(first).toMatchObject({ outcome: 200, station: 'A1' })
    expect(devices.authenticate('A1', first.secret)).toBe('A1')
    expect((await claim({ key, station: 'A1' })).outcome).toBe('claim.taken')
    expect((await claim({ key, station: 'A2' })).outcome).toBe('claim.station')
    expect((await list())[0].claims).toEqual([
      { station: 'A1', at: '2026-11-22T03:00:00.000Z', address: '10.0.0.7', freed: false },
    ])
    expect((await remove(`${rest.id}/claims/A1`)).statusCode).toBe(204)
    expect((await remove(`${rest.id}/claims/A1`)).statusCode).toBe(404)
    const second = await claim({ key, station: 'A1' })
    expect(devices.authenticate('A1', first.secret)).toBeNull()
    expect(devices.authenticate('A1', second.secret)).toBe('A1')
    const trail = await audit.list(9)
    expect(trail.map(({ who, action, subject }) => `${who} ${action} ${subject}`)).toEqual([
      'batch-key:Đợt 1 station.claim A1',
      'token:engineer batch-key.free A1',
      'batch-key:Đợt 1 station.claim A1',
      `token:engineer batch-key.make ${rest.id}`,
    ])
    expect(JSON.stringify([trail, await list()])).not.toContain(key)
  })

  it('makes new stations, as many as it says', async () => {
    const { make, claim, remove, stations } = await open()
    const { key, id } = (await make({ new: NEW })).json()
    expect((await claim({ key, station: 'AQ-1' })).outcome).toBe('request.bad')
    expect((await claim({ key, station: 'AQ-1', ...PLACE, name: 'Trạm một' })).outcome).toBe(200)
    expect(stations.get('AQ-1')).toEqual({
      id: 'AQ-1',
      name: 'Trạm một',
      kind: 'air',
      lon: 1,
      lat: 2,
      area: 'x',
      agency: 'Sở',
      reportIntervalS: 60,
    })
    expect((await claim({ key, station: 'A1', ...PLACE })).outcome).toBe('claim.station')
    expect((await claim({ key, station: 'AQ-1', ...PLACE })).outcome).toBe('claim.taken')
    await stations.add({ ...STATION, id: 'AQ-9' as typeof STATION.id })
    expect((await claim({ key, station: 'AQ-9', ...PLACE })).outcome).toBe('claim.station')
    expect((await claim({ key, station: 'AQ-/', ...PLACE })).outcome).toBe('claim.station')
    expect((await claim({ key, station: 'AQ-2', ...PLACE })).outcome).toBe(200)
    expect((await claim({ key, station: 'AQ-3', ...PLACE })).outcome).toBe('claim.exhausted')
    await remove(`${id}/claims/AQ-1`)
    expect((await claim({ key, station: 'AQ-1' })).outcome).toBe(200)
    expect((await remove(id)).statusCode).toBe(204)
    expect((await claim({ key, station: 'AQ-4', ...PLACE })).outcome).toBe('claim.wrong')
  })

  it('gives one secret to two who claim at the same moment', async () => {
    const { make, claim } = await open()
    const { key } = (await make({ stations: ['A1'] })).json()
    const both = await Promise.all([claim({ key, station: 'A1' }), claim({ key, station: 'A1' })])
    expect(both.map(({ outcome }) => outcome).sort()).toEqual([200, 'claim.taken'])
  })

  it('is over when it has expired, and refusals are noted', async () => {
    const { make, claim, clock, api, as } = await open()
    const { key } = (await make({ stations: ['A1'] })).json()
    clock.advance(HOUR - 1)
    const rows = await api.inject({ url: '/api/v1/refusals', headers: as('engineer') })
    expect(rows.json()).toEqual([])
    clock.advance(1)
    expect((await claim({ key, station: 'A1' })).outcome).toBe('claim.expired')
    expect((await claim({ key: 'guess', station: 'A1' })).outcome).toBe('claim.wrong')
  })

  it('cannot be guessed quickly, and the right one does not wait for who tries', async () => {
    const { make, claim, options } = await open()
    const { key } = (await make({ stations: ['A1'] })).json()
    const outcomes: unknown[] = []
    for (let n = 0; n < 12; n++) outcomes.push((await claim({ key: `guess ${n}`, station: 'A1' })).outcome)
    expect(outcomes).toEqual([...Array<string>(10).fill('claim.wrong'), 'rate.exceeded', 'rate.exceeded'])
    expect((await claim({ key: 'guess', station: 'A1' }, '10.0.0.8')).outcome).toBe('claim.wrong')
    expect((await claim({ key, station: 'A1' })).outcome).toBe(200)
    expect(options.refusals()[0]).toMatchObject({ why: 'claim', who: 'A1', address: '10.0.0.8', detail: 'claim.wrong' })
  })

  it('names what is wrong with it', async () => {
    const { make } = await open()
    const faults = async (payload: object) => (await make(payload)).json().errors.map(({ at }: { at: string }) => at)
    expect(await faults({})).toEqual(['body.stations'])
    expect(await faults({ stations: ['A1', 'NO'], expiresAt: T0 })).toEqual(['body.stations[1]', 'body.expiresAt'])
    expect(await faults({ new: { ...NEW, area: 'y' } })).toEqual(['body.new.area'])
  })
})
