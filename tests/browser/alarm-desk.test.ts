import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { WireAlarm } from '@ioc/shared/wire'
import type { Sitting } from './browser.js'
import { goTo, setStage } from './set-stage.js'
import { reportWater, watchWater } from './turbid-water.js'
import { wcagFaults } from './wcag-faults.js'

const STATIONS = ['HUE-WL-01', 'HUE-WL-02', 'HUE-WL-03', 'HUE-WL-05']

describe('the alarm desk', () => {
  const stage = setStage()
  let sitting: Sitting
  let page: Page

  const report = (station: string, turbidity: number) => reportWater(stage.server, station, turbidity)
  const alarmAt = async (station: string) =>
    (await stage.server.api<WireAlarm[]>(`alarms?station=${station}&rule=turbid&state=all`))[0]!
  const stateAt = (station: string) => expect.poll(async () => (await alarmAt(station)).state, { timeout: 10_000 })

  beforeAll(async () => {
    await watchWater(stage.server, { severity: 'high', latch: true })
    for (const station of STATIONS) await report(station, 120)
    sitting = await stage.sitDown({ path: '/shift' })
    page = sitting.page
    page.setDefaultTimeout(20_000)
    await goTo(page, 'alarms')
    // The map has such a list as well.
    await page.getByTestId('alarm-desk').getByTestId('alarm-item').first().waitFor()
  }, 180_000)

  it('is worked by the keyboard alone: look, take with a note, comment, shelve, bring back', async () => {
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    const second = await page.locator(':focus').getAttribute('data-station')
    expect(second).toBe(await page.getByTestId('alarm-item').nth(1).getAttribute('data-station'))
    await page.keyboard.press('Enter')
    await page.getByTestId('occurrence').waitFor()

    await page.keyboard.press('n')
    await page.getByTestId('alarm-note').fill('đã gọi nhà máy')
    await page.keyboard.press('Enter')
    await stateAt(second!).toBe('acknowledged')
    await page.keyboard.press('c')
    await page.getByTestId('answer-text').fill('chờ mẫu thử')
    await page.keyboard.press('Enter')
    await page.getByTestId('timeline').getByText('chờ mẫu thử').waitFor()
    expect(await page.getByTestId('timeline').innerText()).toContain('đã gọi nhà máy')

    await page.keyboard.press('s')
    await page.getByTestId('answer-text').fill('cảm biến bẩn')
    await page.keyboard.press('Enter')
    await stateAt(second!).toBe('shelved')
    await page.getByTestId('view-shelved').click()
    await expect.poll(() => page.getByTestId('alarm-item').count(), { timeout: 10_000 }).toBe(1)
    await page.getByTestId('occurrence-unshelve').click()
    await stateAt(second!).toBe('unacknowledged')
    await page.getByTestId('view-active').click()
    await page.keyboard.press('Escape')
    await page.getByTestId('occurrence').waitFor({ state: 'detached' })
  }, 120_000)

  it('goes on, when an alarm was taken and is closed, where it stood: at the next one that waits', async () => {
    await page.goto(`${stage.server.http}/alarms`)
    await page.mouse.move(1_200, 600)
    const taken = page.locator(`[data-testid="alarm-item"][data-station="${STATIONS[2]}"]`)
    const place = await taken.getAttribute('data-index')
    const next = page.locator(`[data-testid="alarm-item"][data-index="${Number(place) + 1}"]`)
    const waits = await next.getAttribute('data-alarm')
    await taken.focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('occurrence').waitFor()
    await page.keyboard.press('a')
    await stateAt(STATIONS[2]!).toBe('acknowledged')
    await expect.poll(() => taken.getAttribute('data-index')).not.toBe(place)
    await page.keyboard.press('Escape')
    await page.getByTestId('occurrence').waitFor({ state: 'detached' })
    await expect.poll(() => page.locator(':focus').getAttribute('data-alarm')).toBe(waits)
    // What nobody took has the focus itself.
    await page.keyboard.press('Enter')
    await page.getByTestId('occurrence').waitFor()
    await page.keyboard.press('Escape')
    await page.getByTestId('occurrence').waitFor({ state: 'detached' })
    await expect.poll(() => page.locator(':focus').getAttribute('data-alarm')).toBe(waits)
  }, 60_000)

  it('gives an alarm to an agency, resets what latches, and shows it among what was before', async () => {
    const station = STATIONS[3]!
    const { id } = await alarmAt(station)
    await page.goto(`${stage.server.http}/alarms/${id}`)
    await page.getByTestId('occurrence-assign').click()
    await page.getByTestId('answer-agency').fill('Sở Xây dựng')
    await page.getByTestId('answer-send').click()
    await page.getByTestId('timeline').getByText('Sở Xây dựng').waitFor()
    let sent = 0
    await page.route('**/ack', async (route) => {
      sent++
      await new Promise((resume) => setTimeout(resume, 500))
      await route.continue()
    })
    await page.getByTestId('occurrence-ack').dblclick()
    await stateAt(station).toBe('acknowledged')
    expect(sent).toBe(1)
    await page.unroute('**/ack')
    await report(station, 20)
    await page.getByTestId('occurrence-reset').click()
    await stateAt(station).toBe('cleared')
    await page.locator('[data-testid="occurrence-state"][data-state="cleared"]').waitFor()

    await report(station, 130)
    await page.locator(`[data-testid="alarm-item"][data-station="${station}"]`).click()
    await page.getByTestId('similar').locator('a').waitFor()
    expect(await page.getByTestId('similar').locator('a').getAttribute('href')).toBe(`/alarms/${id}`)
    await page.getByTestId('view-cleared').click()
    await page.locator(`[data-testid="alarm-item"][data-alarm="${id}"]`).waitFor()
    await page.getByTestId('view-active').click()
  }, 120_000)

  it('keeps what somebody looks at where it is, and lets the new in when asked', async () => {
    await page.goto(`${stage.server.http}/alarms`)
    const first = page.getByTestId('alarm-item').first()
    await first.hover()
    const before = await first.getAttribute('data-alarm')
    await watchWater(stage.server, { id: 'poison', property: 'ph', when: 'below', raise: 4, latch: true })
    await stage.server.api('observations', {
      method: 'POST',
      body: { station: STATIONS[0], observations: [{ at: Date.now(), values: { ph: 2 } }] },
    })
    await page.getByTestId('alarm-fresh').waitFor()
    expect(await first.getAttribute('data-alarm')).toBe(before)
    await page.getByTestId('alarm-fresh').click()
    await expect.poll(() => first.getAttribute('data-alarm')).toContain('poison')
  }, 120_000)

  it('finds by filters that stand in the address', async () => {
    await page.mouse.move(1_200, 600)
    await page.getByTestId('severity-critical').click()
    await expect.poll(() => page.getByTestId('alarm-item').count()).toBe(1)
    expect(page.url()).toContain('severity=critical')
    await page.reload()
    await page.getByTestId('alarm-item').waitFor()
    expect(await page.getByTestId('alarm-item').count()).toBe(1)
    await page.getByTestId('filter-clear').click()
    await expect.poll(() => page.getByTestId('alarm-item').count()).toBe(STATIONS.length + 1)
  }, 60_000)

  it('takes a station out of service while work goes on, and back', async () => {
    const station = STATIONS[1]!
    const { name } = await stage.server.api<{ name: string }>(`stations/${station}`)
    await page.getByTestId('to-maintenance').click()
    await page.getByTestId('work-place').fill(name)
    await page.keyboard.press('Enter')
    await page.getByTestId('work-reason').fill('thay đầu đo')
    await page.getByTestId('work-add').click()
    await page.getByTestId('work-window').waitFor()
    await stateAt(station).toBe('out_of_service')
    await page.goBack()
    await page.getByTestId('view-out_of_service').click()
    await page.locator(`[data-testid="alarm-item"][data-station="${station}"][data-alarm^="turbid."]`).waitFor()
    await page.getByTestId('to-maintenance').click()
    await page.getByTestId('work-end').click()
    await stateAt(station).toBe('unacknowledged')
    await expect.poll(() => page.getByTestId('work-window').count()).toBe(0)
  }, 60_000)

  it('shows a flood as one row a cause, acknowledged at once, that opens to its communes', async () => {
    await page.goto(`${stage.server.http}/alarms`)
    const stations = await stage.server.api<{ id: string; area: string }[]>('stations')
    const areas = [...new Set(stations.map(({ area }) => area))].slice(0, 2)
    const more = Array.from({ length: 40 }, (_, n) => ({
      id: `NEW-${n}`,
      name: `Trạm mới ${n}`,
      kind: 'water',
      lon: 107.55,
      lat: 16.45,
      area: areas[n % 2],
      agency: 'Sở',
      reportIntervalS: 60,
    }))
    for (const body of more) await stage.server.api('stations', { method: 'POST', body })
    for (const { id } of more) await report(id, 150)
    await page.getByTestId('rush').waitFor()
    const cause = page.locator('[data-testid="alarm-cause"]').first()
    await cause.waitFor()
    const taken = async () =>
      (await stage.server.api<WireAlarm[]>('alarms?rule=turbid&state=acknowledged')).filter(({ station }) =>
        station.startsWith('NEW-'),
      ).length
    const ack = cause.getByTestId('cause-ack')
    // What has not come to the row yet is not acknowledged by it.
    const waiting = async () => Number(/\d+/.exec(await ack.innerText())?.[0])
    await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThanOrEqual(more.length)
    await ack.click()
    await expect.poll(taken, { timeout: 10_000 }).toBe(more.length)
    const rows = page.getByTestId('alarm-cause')
    const folded = await rows.count()
    await cause.click()
    await expect.poll(() => rows.count()).toBe(folded + areas.length)
    const items = await page.getByTestId('alarm-item').count()
    await rows.nth(1).click()
    await expect.poll(() => page.getByTestId('alarm-item').count()).toBeGreaterThan(items)
  }, 120_000)

  it('hears the next key at the end of a long list, before the list is drawn there', async () => {
    await page.keyboard.press('j')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.getByTestId('occurrence').waitFor()
    expect(await page.locator('[data-line]').last().getAttribute('aria-current')).toBe('true')
    await page.keyboard.press('Escape')
    await page.getByTestId('occurrence').waitFor({ state: 'detached' })
    await page.keyboard.press('Home')
    await expect.poll(() => page.locator(':focus').getAttribute('aria-posinset')).toBe('1')
  }, 60_000)

  it('hears the next key while an answer is on a slow line, and gives back what was refused', async () => {
    let refused = false
    await page.route('**/comment', async (route) => {
      await new Promise((resume) => setTimeout(resume, 1_000))
      if (refused) return void (await route.continue())
      await route.fulfill({ status: 503, json: { title: 'bận', code: 'store.busy' } })
      refused = true
    })
    const said = 'nước đã rút'
    await page.keyboard.press('Enter')
    await page.getByTestId('occurrence').waitFor()
    await page.keyboard.press('c')
    await page.getByTestId('answer-text').fill(said)
    await page.keyboard.press('Enter')
    await page.keyboard.press('s')
    await page.locator('[data-kind="shelve"]').waitFor()
    await page.getByTestId('answer-text').press('Escape')
    await page.locator('[data-kind="comment"]').getByRole('alert').waitFor()
    expect(await page.getByTestId('answer-text').inputValue()).toBe(said)
    await page.getByTestId('answer-send').click()
    await page.getByTestId('timeline').getByText(said).waitFor()

    // Whoever has gone on by then is told by the room, with what was written, until it is read.
    refused = false
    await page.keyboard.press('c')
    await page.getByTestId('answer-text').fill('mực nước đứng')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await page.getByTestId('occurrence').waitFor({ state: 'detached' })
    const untold = page.getByTestId('untold')
    await untold.waitFor()
    for (const part of ['Chưa làm được', 'mực nước đứng']) expect(await untold.innerText()).toContain(part)
    expect(await wcagFaults(page)).toEqual([])
    await page.getByTestId('untold-close').click()
    await untold.waitFor({ state: 'detached' })
  }, 60_000)

  it.each(['dark', 'light'])(
    'keeps to WCAG 2.2 AA as far as a program can tell: %s',
    async () => {
      await page.getByTestId('theme-switch').click()
      await page.getByTestId('alarm-item').last().click()
      await page.getByTestId('timeline').waitFor()
      expect(await wcagFaults(page)).toEqual([])
    },
    60_000,
  )

  it('has thrown nothing and asked nobody outside', () => {
    expect(sitting.broken).toEqual([])
    expect(sitting.strayed).toEqual([])
  })
})
