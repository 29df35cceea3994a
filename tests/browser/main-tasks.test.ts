import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import { countSteps } from './count-steps.js'
import { setStage } from './set-stage.js'
import { reportWater, watchWater } from './turbid-water.js'

/** Longer than the second that polls have: everything is drawn in software. */
const soon = { timeout: 20_000 }
const RIVERS = ['HUE-WL-05', 'HUE-WL-06', 'HUE-WL-07']
const MUDDY = 'HUE-WL-01'

/** Each begins at the map, where somebody on watch sits, and fails on one step more than it may take. */
describe('the main tasks of the room, counted in clicks, keys and fields', () => {
  const stage = setStage()
  let page: Page
  let worst = ''

  const atTheMap = async () => {
    await page.goto(stage.server.http)
    await page.locator('[data-testid="map"][data-ready="true"]').waitFor({ timeout: 60_000 })
    return countSteps(page)
  }

  beforeAll(async () => {
    const { api } = stage.server
    for (const [n, station] of RIVERS.entries()) {
      const { attributes } = await api<WireStation>(`stations/${station}`)
      // One of them stands above báo động II.
      const level = n === 1 ? Number(attributes?.['bd2']) + 0.1 : Number(attributes?.['bd1']) - 0.5
      if (n === 1) worst = station
      const observations = [{ at: Date.now(), values: { water_level: level } }]
      await api('observations', { method: 'POST', body: { station, observations } })
    }
    await watchWater(stage.server)
    await reportWater(stage.server, MUDDY, 120)
    page = (await stage.sitDown({ path: '/alarms' })).page
    page.setDefaultTimeout(20_000)
  }, 180_000)

  it('shows the worst river with its chart: 1 click', async () => {
    const person = await atTheMap()
    const figure = page.getByTestId('figure-station').first()
    await expect.poll(() => figure.getAttribute('href'), { timeout: 60_000 }).toContain(worst)
    await person.click('figure-station')
    await page.locator(`[data-testid="station-panel"][data-station="${worst}"]`).waitFor()
    await page.getByTestId('station-panel').locator('canvas').first().waitFor()
    expect(await page.getByTestId('flood-chip').innerText()).toContain('BĐ II')
    expect(person.steps).toBeLessThanOrEqual(1)
  }, 120_000)

  it('acknowledges the worst alarm from the keyboard: 1 click to the desk, 2 keys', async () => {
    const person = await atTheMap()
    await person.click('.nav [data-testid="to-alarms"]')
    await page.getByTestId('alarm-desk').getByTestId('alarm-item').first().waitFor()
    await person.press('j')
    const chosen = await page.locator(':focus').getAttribute('data-alarm')
    await person.press('a')
    const state = async () =>
      (await stage.server.api<WireAlarm[]>('alarms?state=all')).find(({ id }) => id === chosen)?.state
    await expect.poll(state, soon).toBe('acknowledged')
    expect(person.steps).toBeLessThanOrEqual(3)
  }, 120_000)

  it('rewinds the room to the beginning of an alarm: the alarm, its moment, 2 clicks from the desk', async () => {
    const person = await atTheMap()
    await person.click('.nav [data-testid="to-alarms"]')
    await person.click(`[data-testid="alarm-desk"] [data-testid="alarm-item"][data-station="${MUDDY}"]`)
    await person.click('[data-testid="timeline"] [data-type="raised"] button')
    await page.getByTestId('past-state').waitFor()
    await page.waitForURL(/at=/)
    // The step leads to where it had happened, not to just before it.
    const there = page.locator(`[data-testid="alarm-desk"] [data-testid="alarm-item"][data-station="${MUDDY}"]`)
    await expect.poll(() => there.count(), soon).toBe(1)
    expect(await page.locator('[data-testid="timeline"] [data-type="raised"]').count()).toBe(1)
    expect(person.steps).toBeLessThanOrEqual(3)
    await page.keyboard.press('l')
    await page.getByTestId('live-state').waitFor()
  }, 120_000)

  it('adds a station with a click on the map: 6 steps', async () => {
    const person = await atTheMap()
    await person.click('[data-testid="nav-menu"][data-screens~="stations"]')
    await person.click('to-stations')
    await person.click('station-add')
    await page.locator('[data-testid="place-map"][data-ready="true"]').waitFor({ timeout: 60_000 })
    await person.clickInto('place-map')
    await person.write('form-name', 'Mực nước cầu Thử')
    const id = await page.getByTestId('form-id').inputValue()
    await person.click('form-keep')
    await page.getByTestId('first-message').waitFor()
    expect(await stage.server.api<WireStation>(`stations/${id}`)).toMatchObject({ name: 'Mực nước cầu Thử' })
    expect(person.steps).toBeLessThanOrEqual(6)
  }, 180_000)
})
