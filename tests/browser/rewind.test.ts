import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { goTo, setStage } from './set-stage.js'
import { reportWater, watchWater } from './turbid-water.js'

const STATION = 'HUE-WL-01'
const OTHER = 'HUE-WL-02'

/** Marks the page when anything sounds. */
const HEAR = `{
  const { createOscillator } = AudioContext.prototype
  AudioContext.prototype.createOscillator = function () {
    document.documentElement.dataset.heard = 'yes'
    return createOscillator.call(this)
  }
}`

describe('rewinding the room', () => {
  const stage = setStage()
  let page: Page
  let before: number

  const report = (station: string, turbidity: number) => reportWater(stage.server, station, turbidity)
  const states = (wanted: string[]) =>
    vi.waitFor(
      async () => {
        const found = await stage.server.api<{ state: string }[]>('alarms?rule=turbid')
        expect(found.map(({ state }) => state)).toEqual(wanted)
      },
      { timeout: 10_000, interval: 200 },
    )
  const value = () => page.getByTestId('station-value').innerText()
  const alarms = () => page.locator('#pane-alarms').getByTestId('alarm-item')

  beforeAll(async () => {
    await watchWater(stage.server)
    await report(STATION, 120)
    await states(['unacknowledged'])
    await setTimeout(3_000)
    before = Date.now()
    await setTimeout(3_000)
    await report(STATION, 7)
    await report(OTHER, 130)
    await states(['unacknowledged', 'returned'])
    page = (await stage.sitDown({ path: '/alarms' })).page
    page.setDefaultTimeout(20_000)
  }, 180_000)

  it('moves map, alarms and values to the moment of an alarm, by its link', async () => {
    // The line is slow: all that is known is there before the screen is.
    await page.route('**/assets/DeskScreen*.js', async (route) => {
      await setTimeout(4_000)
      await route.continue()
    })
    await page.goto(`${stage.server.http}/?station=${STATION}&at=${new Date(before).toISOString()}`)
    await page.getByTestId('past-state').waitFor()
    await page.unroute('**/assets/DeskScreen*.js')
    expect(await page.getByTestId('past-moment').innerText()).toContain('hôm nay')
    await expect.poll(value, { timeout: 10_000 }).toBe('120,0')
    await expect.poll(() => alarms().count(), { timeout: 10_000 }).toBe(1)
    expect(await alarms().first().getAttribute('data-station')).toBe(STATION)
    expect(await page.getByTestId('count-alarm').innerText()).toBe('1')
    expect(await page.getByTestId('live-state').count()).toBe(0)
  }, 60_000)

  it('lets nobody act there, and shows other screens of the same moment', async () => {
    expect(await page.getByTestId('alarm-ack').count()).toBe(0)
    await goTo(page, 'alarms')
    await page.getByTestId('past-state').waitFor()
    await page.getByTestId('alarm-desk').getByTestId('alarm-item').waitFor()
    await page.waitForURL(/at=/)
    await goTo(page, 'map')
  }, 60_000)

  it('is back in the present by one key, with all that has happened', async () => {
    await page.keyboard.press('l')
    await page.getByTestId('live-state').waitFor()
    expect(await page.getByTestId('past-state').count()).toBe(0)
    await expect.poll(() => alarms().count(), { timeout: 10_000 }).toBe(2)
    await page.waitForURL((url) => !url.searchParams.has('at'))
  }, 60_000)

  it('plays from where the hand was put, and on past now into what is expected', async () => {
    const clock = new Date(before + 7 * 3_600_000).toISOString().slice(11, 19)
    await page.getByTestId('rewind-field').fill(clock)
    await page.keyboard.press('Enter')
    await page.getByTestId('past-state').waitFor()
    await page.getByTestId('rewind-speed').selectOption('60')
    await page.getByTestId('rewind-play').click()
    await page.locator('[data-testid="time-strip"].ahead').waitFor()
    await page.getByTestId('rewind-play').click()
    await page.getByTestId('back-to-live').click()
    await page.getByTestId('live-state').waitFor()
    expect(await alarms().count()).toBe(2)
  }, 60_000)

  it('tells of what goes on meanwhile', async () => {
    await page.getByTestId('rewind-slider').focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.getByTestId('past-state').waitFor()
    await page.evaluate(HEAR)
    await report('HUE-WL-03', 140)
    await page.getByTestId('back-to-live').getByText('1 cảnh báo mới').waitFor()
    await page.locator('html[data-heard]').waitFor({ state: 'attached' })
    expect(await page.getByTestId('back-in').innerText()).toBe('tự về hiện tại sau 5 phút')
    await page.keyboard.press('Escape')
    await page.getByTestId('live-state').waitFor()
    await expect.poll(() => alarms().count(), { timeout: 10_000 }).toBe(3)
  }, 60_000)

  it('shows history that was brought later as it was measured, and says so', async () => {
    const gauge = 'HUE-WL-04'
    const long = Date.now() - 30 * 3_600_000
    const hist = { at: long, values: { water_level: 0.77 } }
    await stage.server.api('observations', { method: 'POST', body: { station: gauge, observations: [hist] } })
    await page.goto(`${stage.server.http}/?station=${gauge}&at=${new Date(long + 60_000).toISOString()}`)
    await page.getByTestId('past-state').waitFor()
    await expect.poll(value, { timeout: 10_000 }).toBe('0,77')
    expect(await page.getByTestId('past-eyes').innerText()).toContain('Lúc đó chưa nhận được gì')
    expect(await page.getByTestId('count-reporting').innerText()).toBe('1')
    // The others were not heard before: nobody had lost them.
    expect(await page.getByTestId('count-silent').innerText()).toBe('0')
    expect(await page.getByTestId('alarm-none').innerText()).toContain('Lúc đó chưa phát cảnh báo nào')

    // Where the room had heard of others, it is shown as it was, and the other view is a choice that a link keeps.
    await page.goto(`${stage.server.http}/?station=${gauge}&at=${new Date(before).toISOString()}`)
    await page.getByTestId('past-eyes').getByText('Như đã biết lúc đó').waitFor()
    await expect.poll(value, { timeout: 10_000 }).toBe('Chưa có số liệu')
    await page.getByTestId('rewind-eyes').selectOption('measured')
    await page.getByTestId('past-eyes').getByText('Theo giờ đo').waitFor()
    await expect.poll(value, { timeout: 10_000 }).toBe('0,77')
    await page.waitForURL(/as=measured/)
    await page.keyboard.press('l')
    await page.getByTestId('live-state').waitFor()
    await page.waitForURL((url) => !url.searchParams.has('as'))
  }, 60_000)

  it('draws in a chart what had arrived by the moment, or what was measured by then', async () => {
    const gauge = 'HUE-WL-06'
    const late = { at: before - 60_000, values: { water_level: 1.23 } }
    await stage.server.api('observations', { method: 'POST', body: { station: gauge, observations: [late] } })
    const read = async (eyes: string) => {
      const asked = new RegExp(`/observations\\?.*station=${gauge}&property=water_level.*as=${eyes}`)
      const answer = page.waitForResponse(asked)
      await page.goto(`${stage.server.http}/?station=${gauge}&at=${new Date(before).toISOString()}&as=${eyes}`)
      return ((await (await answer).json()) as { value: number }[]).map(({ value: each }) => each)
    }
    expect(await read('measured')).toEqual([1.23])
    expect(await read('known')).toEqual([])

    // A step further back, before it was measured: what is drawn is read anew, and it is not there.
    expect(await read('measured')).toEqual([1.23])
    const earlier = page.waitForResponse((answer) => {
      const { pathname, searchParams } = new URL(answer.url())
      if (!pathname.endsWith('/observations') || searchParams.get('station') !== gauge) return false
      return Number(searchParams.get('at') ?? Infinity) < late.at
    })
    await page.getByTestId('rewind-slider').focus()
    for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowLeft')
    expect(await (await earlier).json()).toEqual([])
    await page.keyboard.press('l')
    await page.getByTestId('live-state').waitFor()
  }, 60_000)

  it('says on a screen that tells of the present alone that it does so while the room is elsewhere', async () => {
    const told = page.getByTestId('of-present')
    await page.goto(`${stage.server.http}/alarms?at=${new Date(before).toISOString()}`)
    await page.getByTestId('past-state').waitFor()
    expect(await told.count()).toBe(0)
    await goTo(page, 'forecasts')
    await told.getByText('trang này nói về hiện tại').waitFor()
    // The other gauge had not been heard of at that moment; here it has.
    await goTo(page, 'stations')
    const find = page.getByTestId('stations-find')
    await find.fill(OTHER)
    await find.blur()
    await told.waitFor()
    const row = page.locator(`[data-testid="station-row"][data-station="${OTHER}"]`)
    await expect.poll(() => row.innerText(), { timeout: 10_000 }).toMatch(/giây|phút/)
    await page.keyboard.press('l')
    await page.getByTestId('live-state').waitFor()
    await told.waitFor({ state: 'detached' })
    await goTo(page, 'map')
  }, 60_000)

  it('goes past now, says so unmistakably, and takes what is not forecast for nothing', async () => {
    await page.getByTestId('rewind-slider').focus()
    await page.keyboard.press('End')
    await page.getByTestId('past-state').waitFor()
    expect(await page.getByTestId('past-moment').innerText()).toContain('Dự báo cho')
    // Nothing has a past that is long enough: nothing is expected, and nothing looks as if it were all right.
    expect(await page.getByTestId('count-reporting').innerText()).toBe('0')
    expect(await page.getByTestId('legend-silent').innerText()).toContain('Không có dự báo')
    expect(await page.getByTestId('alarm-ack').count()).toBe(0)
    await page.keyboard.press('l')
    await page.getByTestId('live-state').waitFor()
  }, 60_000)
})
