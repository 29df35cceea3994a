import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { WireForecast } from '@ioc/shared/forecast'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { show } from './play-province.js'
import { setStage } from './set-stage.js'
import { watchWater } from './turbid-water.js'

const GAUGE = 'HUE-WL-05'
const stage = setStage()
/** Everything is drawn in software. */
const soon = { timeout: 20_000 }

/** A forecast that is made anew within the test would have seen what left the one before it. */
async function keepOffTheHour(): Promise<void> {
  const past = Date.now() % HOUR
  if (past > HOUR - 4 * MINUTE) await setTimeout(HOUR - past)
}

/** Lowest now: it passes 0.9 m in about two hours and a half. */
const now = Date.now()
const tideAt = (at: number) => 1 - 0.3 * Math.cos((2 * Math.PI * (at - now)) / (12.42 * HOUR))

const HIGH_TIDE_AHEAD = {
  id: 'tide-ahead',
  version: 1,
  kind: 'forecast',
  property: 'water_level',
  when: 'above',
  source: 'Thử nghiệm',
  horizonS: 21_600,
  probability: 0.5,
  holdS: 0,
  restS: 0,
  stations: { ids: [GAUGE] },
  name: { vi: 'Sắp triều cường', en: 'High tide ahead' },
  message: { vi: '{station}: {limit} {unit}', en: '{station}: {limit} {unit}' },
  steps: [{ from: 0.9, severity: 'critical', name: { vi: 'cao', en: 'high' } }],
}

/** A river that breathes with the tide, hour by hour until now. */
async function reportTides(): Promise<void> {
  const from = Math.floor(Date.now() / HOUR) * HOUR - 20 * DAY
  const observations = Array.from({ length: 20 * 24 + 1 }, (_, hour) => ({
    at: from + hour * HOUR,
    values: { water_level: tideAt(from + hour * HOUR) },
  }))
  await stage.server.api('observations', { method: 'POST', body: { station: GAUGE, observations } })
}

const forecasts = () => stage.server.api<WireForecast[]>(`forecasts?station=${GAUGE}&property=water_level`)

async function reportLevel(water_level: number): Promise<void> {
  const observations = [{ at: Date.now(), values: { water_level } }]
  await stage.server.api('observations', { method: 'POST', body: { station: GAUGE, observations } })
}

const said = (page: Page, place: string, what: string) => page.getByTestId(place).getByTestId(what).innerText()

it('says on every chart how far a forecast is usually off, and draws none that the river has left', async () => {
  await keepOffTheHour()
  await reportTides()
  await reportLevel(0.7)
  await expect.poll(async () => (await forecasts()).length, { timeout: 240_000, interval: 1_000 }).toBe(2)
  await watchWater(stage.server, { id: 'deep', property: 'water_level', raise: 0.5 })
  await reportLevel(0.701)
  const rules = await stage.server.api<object[]>('rules')
  await stage.server.api('rules', { method: 'PUT', body: [...rules, HIGH_TIDE_AHEAD] })
  let early: WireAlarm | undefined
  const warnings = () => stage.server.api<WireAlarm[]>('alarms?rule=tide-ahead')
  await expect.poll(async () => ([early] = await warnings()).length, { timeout: 60_000 }).toBe(1)
  const { page, broken } = await stage.sitDown({ path: '/alarms' })
  let alarm: WireAlarm | undefined
  await expect
    .poll(async () => ([alarm] = await stage.server.api<WireAlarm[]>('alarms?rule=deep')).length, soon)
    .toBe(1)
  const CHARTS = [
    [`/?station=${GAUGE}`, 'station-panel'],
    [`/stations/${GAUGE}`, 'station-page'],
    [`/alarms/${alarm!.id}`, 'occurrence'],
    ['/wall', 'wall-story'],
  ] as const

  for (const [path, place] of CHARTS) {
    await show(page, path, 0)
    await expect.poll(() => said(page, place, 'forecast'), soon).toMatch(/thường lệch ± \d+,\d+ m/)
  }
  await page.getByTestId('wall-story').waitFor()

  await show(page, `/alarms/${early!.id}`, 0)
  await expect
    .poll(() => said(page, 'occurrence', 'occurrence-early'), soon)
    .toMatch(/≈\s\d\d:\d\d( \d\d\/\d\d)?, còn .*\s% khả năng/)
  const see = await page.getByTestId('occurrence-see').getAttribute('href')
  expect(see).toBe(`/stations/${GAUGE}?property=water_level`)
  const { lon, lat } = await stage.server.api<WireStation>(`stations/${GAUGE}`)
  await show(page, `/?view=14/${lat}/${lon}`)
  await page.locator('[data-testid="map"][data-ready="true"]').waitFor({ timeout: 60_000 })
  const box = (await page.getByTestId('map').boundingBox())!
  /** Over the middle of the map, again and again: it may still be on its way there. */
  async function tipOfGauge(): Promise<string> {
    await page.mouse.move(box.x + box.width / 2 + 1, box.y + box.height / 2)
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    return (await page.getByTestId('map-tip').allInnerTexts()).join()
  }
  await expect.poll(tipOfGauge, soon).toMatch(/ngưỡng 0,90 m ≈\s.*\d\d:\d\d/)

  await reportLevel(9)
  for (const [path, place] of CHARTS) {
    await show(page, path, 0)
    await expect.poll(() => said(page, place, 'no-forecast'), soon).toContain('vượt ra ngoài dự báo')
  }
  expect(broken).toEqual([])
}, 400_000)

it('says of what is forecast too badly to be shown that there is nothing to rely on', async () => {
  const other = 'HUE-WL-06'
  const observations = [{ at: Date.now(), values: { water_level: 0.6 } }]
  await stage.server.api('observations', { method: 'POST', body: { station: other, observations } })
  const { page, broken } = await stage.sitDown({ path: '/alarms' })
  const none = { issuedAt: null, model: null, week: null, month: null, models: [] }
  const state = { station: other, property: 'water_level', span: 'day', without: 'unreliable', ...none }
  // It takes days of a bad record.
  await page.route('**/forecasts/states?*', (route) => route.fulfill({ json: [state] }))
  for (const [path, place] of [
    [`/?station=${other}`, 'station-panel'],
    [`/stations/${other}`, 'station-page'],
  ] as const) {
    await show(page, path, 0)
    await expect.poll(() => said(page, place, 'no-forecast'), soon).toBe('Chưa có dự báo đáng tin')
  }
  expect(broken).toEqual([])
}, 120_000)

it('says of a trial that goes back further than what was forecast by the step is kept', async () => {
  const { page, broken } = await stage.sitDown({ path: '/rules' })
  await page.getByTestId('rule-tide-ahead').click()
  const coarse = page.getByTestId('trial-coarse')
  for (const [days, says] of [
    ['1', 0],
    ['7', 1],
  ] as const) {
    await page.getByTestId('trial-days').selectOption(days)
    const answer = page.waitForResponse((response) => response.url().endsWith('/rules/try'))
    await page.getByTestId('rule-try').click()
    expect((await answer).status()).toBe(200)
    await page.getByTestId('trial-record').waitFor()
    await expect.poll(() => coarse.count()).toBe(says)
  }
  expect(await coarse.innerText()).toContain('Quá 3 ngày trước')
  expect(broken).toEqual([])
}, 120_000)
