import { describe, expect, it } from 'vitest'
import { openRoom } from './room.js'

const HEADER = 'id,name,kind,lon,lat,area,agency,report_interval_s'

async function open() {
  const room = await openRoom()
  const send = (payload: string, query = '', type = 'text/csv; charset=utf-8') =>
    room.api.inject({
      method: 'POST',
      url: `/api/v1/stations/import${query}`,
      headers: { ...room.as('engineer'), 'content-type': type },
      payload,
    })
  return { ...room, send }
}

describe('stations by CSV', () => {
  it('are added, ten thousand at once, and each gets a secret that works', async () => {
    const { send, stations, devices, audit } = await open()
    const rows = Array.from({ length: 10_000 }, (_, n) => `N${n},Trạm ${n},air,1,2,x,Sở,60`)
    const answer = await send([HEADER, ...rows].join('\n'), '?secrets=true')
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    const [header, ...lines] = answer.body.trim().split('\r\n')
    expect([header, lines.length]).toEqual(['station,secret', 10_000])
    const [id, secret] = lines.at(-1)!.split(',') as [string, string]
    expect(devices.authenticate(id, secret)).toBe('N9999')
    expect(stations.list()).toHaveLength(10_001)
    const noted = (await audit.list(9)).map(({ action, subject }) => `${action} ${subject}`)
    expect(noted).toEqual(['station.secrets 10000 stations', 'station.import 10000 stations'])
    expect(JSON.stringify(await audit.list(9))).not.toContain(secret)
  })

  it('are all refused where one is wrong, with every fault named', async () => {
    const { send, stations } = await open()
    const text = `${HEADER}\nN1,Trạm,air,1,2,x,,60\nA1,Trạm,air,1,99,x,,60\n`
    expect((await send(text)).json()).toMatchObject({
      status: 400,
      code: 'stations.bad',
      errors: [
        { at: 'rows[3].lat', message: 'must be from -90 to 90' },
        { at: 'rows[3].id', message: 'there is a station "A1" already' },
      ],
    })
    expect(stations.list()).toHaveLength(1)
  })

  it('may be tried first', async () => {
    const { send, stations, audit } = await open()
    const answer = await send(`${HEADER}\nN1,Trạm,air,50,2,x,,60\nN2,Trạm,air,1,2,y,,60\n`, '?dry=true')
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      {
        stations: 2,
        faults: [
          {
            row: 3,
            column: 'area',
            code: 'area.unknown',
            message: { vi: 'không có địa bàn "y"', en: 'there is no area "y"' },
          },
        ],
        warnings: [expect.objectContaining({ row: 2, code: 'area.outside' })],
      },
    ])
    expect(stations.list()).toHaveLength(1)
    expect(await audit.list(9)).toEqual([])
  })

  it('must be CSV', async () => {
    const { send } = await open()
    expect((await send('{}', '', 'application/json')).json()).toMatchObject({ code: 'request.bad', status: 400 })
  })
})
