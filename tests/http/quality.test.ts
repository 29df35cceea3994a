import { expect, it } from 'vitest'
import { datastreamId, type PropertyKey } from '@ioc/shared/ids'
import { DAY } from '@ioc/shared/time'
import { openRoom, STATION, T0 } from './room.js'

it('tells how good the alarms of a range were, to everyone who may read', async () => {
  const room = await openRoom()
  const property = 'pm2_5' as PropertyKey
  const where = { datastream: datastreamId(STATION.id, property), station: STATION.id, property }
  room.alarms.take([{ ...where, at: T0 - 1, value: 61.5, quality: 'good', receivedAt: T0, timeSource: 'device' }])
  await room.alarms.acknowledge(`dust.A1.pm2_5.${T0.toString(36)}`, 'lan', null)
  await room.alarms.settled()
  room.clock.advance(60_000)
  const ask = async (query: string) =>
    (await room.api.inject({ url: `/api/v1/alarms/quality${query}`, headers: room.as('viewer') })).json()

  const figures = await ask('?operators=2')
  expect(figures).toMatchObject({
    from: '2026-11-15T03:01:00.000Z',
    to: '2026-11-22T03:01:00.000Z',
    operators: 2,
    asked: 1,
    top: { lines: [{ rule: 'dust', station: 'A1', count: 1 }], share: 1 },
    answers: { count: 1, medianS: 0, waiting: 0 },
  })
  expect(figures.rate.peak).toBe(0.5)
  expect(await ask(`?from=${T0 - DAY}&to=${T0}`)).toMatchObject({ asked: 0 })
  for (const query of [`?from=${T0 + DAY}`, `?from=${T0 - 100 * DAY}`, '?operators=0']) {
    expect(await ask(query)).toMatchObject({ code: 'request.bad' })
  }
})
