import { describe, expect, it } from 'vitest'
import { openRoom, STATION } from './room.js'

describe('errors', () => {
  it('name each fault of a body', async () => {
    const { api, as } = await openRoom()
    const payload = { ...STATION, id: 'B 2', lat: 91, properties: ['pm2_5', 'PM'] }
    const answer = await api.inject({ method: 'POST', url: '/api/v1/stations', headers: as('admin'), payload })
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json()).toMatchObject({ status: 400, code: 'request.bad', title: 'the request is wrong' })
    expect(answer.json().errors.map(({ at }: { at: string }) => at)).toEqual([
      'body.id',
      'body.lat',
      'body.properties[1]',
    ])
  })

  it.each([
    ['GET', '/api/v1/latest?bbox=1,2,3', 400, 'request.bad', ['query.bbox']],
    ['GET', '/api/v1/latest?bbox=3,1,2,2', 400, 'request.bad', ['query.bbox']],
    ['GET', '/api/v1/latest?at=2026-11-22T00:00:00', 400, 'request.bad', ['query.at']],
    ['GET', '/api/v1/observations?station=A1', 400, 'request.bad', ['query.property']],
    ['GET', '/api/v1/observations?station=A1&property=pm3', 400, 'request.bad', ['query.property']],
    ['GET', '/api/v1/observations?station=a1&property=pm2_5', 404, 'not-found', undefined],
    ['GET', '/api/v1/observations?station=A1&property=pm2_5&every=5m', 400, 'request.bad', ['query.every']],
    ['GET', '/api/v1/observations?station=A1&property=pm2_5&from=9&to=8', 400, 'request.bad', ['query.from']],
    ['GET', '/api/v1/alarms?state=active,odd', 400, 'request.bad', ['query.state[1]']],
    ['GET', '/api/v1/ledger?station=NO', 404, 'not-found', undefined],
    ['GET', '/api/v1/nothing', 404, 'not-found', undefined],
    ['GET', '/api/nothing', 404, 'not-found', undefined],
    ['POST', '/api/v1/nothing', 404, 'not-found', undefined],
    ['PUT', '/api/v1/stations', 404, 'not-found', undefined],
    ['GET', '/api/v1/basemap/nothing', 404, 'not-found', undefined],
    ['GET', '/api/v1/%E0%A4%A', 400, 'request.bad', undefined],
  ])('%s %s answers %i %s', async (method, url, status, code, places) => {
    const { api, as } = await openRoom()
    const answer = await api.inject({ method: method as 'GET', url, headers: { ...as('admin'), accept: 'text/html' } })
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json()).toMatchObject({ status, code, type: `urn:ioc:problem:${code}` })
    expect(answer.statusCode).toBe(status)
    expect(answer.json().errors?.map(({ at }: { at: string }) => at)).toEqual(places)
  })

  it('tell of a body that is no JSON, too large or of another kind', async () => {
    const { api, as } = await openRoom()
    const send = async (type: string, payload: string) => {
      const headers = { ...as('admin'), 'content-type': type }
      const answer = await api.inject({ method: 'POST', url: '/api/v1/stations', headers, payload })
      return [answer.statusCode, answer.json().code]
    }
    expect(await send('application/json', '{"id":')).toEqual([400, 'request.bad'])
    expect(await send('application/json', '')).toEqual([400, 'request.bad'])
    expect(await send('application/json', `"${'x'.repeat(2_000_000)}"`)).toEqual([413, 'payload.too-large'])
    expect(await send('text/plain', 'x')).toEqual([400, 'request.bad'])
  })

  it('of our own are noted and not told', async () => {
    const cause = new Error('disk password is 1234')
    const { api, as, broken } = await openRoom({ latest: () => Promise.reject(cause) })
    const answer = await api.inject({ url: '/api/v1/latest', headers: as('viewer') })
    expect(answer.json()).toEqual({
      type: 'urn:ioc:problem:internal',
      title: 'something broke on our side',
      status: 500,
      code: 'internal',
      detail: 'the server has noted what happened',
    })
    expect(broken).toEqual([cause])
  })
})
