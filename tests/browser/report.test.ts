import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { goTo, setStage } from './set-stage.js'
import { reportWater, watchWater } from './turbid-water.js'
import { wcagFaults } from './wcag-faults.js'

/** The pages of a PDF: each is an object of that type. */
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length

describe('the report of a day', () => {
  const stage = setStage()
  let page: Page

  beforeAll(async () => {
    await watchWater(stage.server)
    await reportWater(stage.server, 'HUE-WL-05', 140)
    await stage.server.api('shift-notes', { method: 'POST', body: { text: 'cửa xả hồ Bình Điền mở' } })
    page = (await stage.sitDown({ path: '/alarms' })).page
    page.setDefaultTimeout(20_000)
    await goTo(page, 'shift')
    await page.getByTestId('to-report').click()
    await page.locator('[data-testid="report"][data-ready="true"]').waitFor()
  }, 180_000)

  it('tells what was wrong, how the data was and what the shift wrote down', async () => {
    await page.getByTestId('report-alarm').first().waitFor()
    expect(await page.getByTestId('report-alarm').innerText()).toContain('140')
    expect(await page.getByTestId('report-shifts').innerText()).toContain('cửa xả hồ Bình Điền mở')
    expect(await wcagFaults(page)).toEqual([])
  }, 60_000)

  it('goes from day to day, and to one that is written', async () => {
    const day = page.getByTestId('report')
    const today = await day.getAttribute('data-day')
    await page.getByTestId('report-before').click()
    await page.locator('[data-testid="report"][data-ready="true"]').waitFor()
    expect(await page.getByTestId('report-alarm').count()).toBe(0)
    expect(new URL(page.url()).pathname).not.toContain(today!)
    const field = page.getByTestId('report-day')
    const written = today!.split('-').toReversed().join('/')
    await field.fill(written)
    // Whoever writes slowly keeps what is written while the clock goes on.
    await page.waitForTimeout(2_500)
    expect(await field.inputValue()).toBe(written)
    await field.press('Enter')
    await expect.poll(() => day.getAttribute('data-day')).toBe(today)
    await page.getByTestId('report-alarm').first().waitFor()
    expect(await page.getByTestId('report-after').isDisabled()).toBe(true)
  }, 60_000)

  it('is two pages of A4 at most, without the room around it', async () => {
    const pdf = await page.pdf({ preferCSSPageSize: true })
    expect(pagesOf(pdf)).toBeLessThanOrEqual(2)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByTestId('report-before').isVisible()).toBe(false)
    expect(await page.getByTestId('to-map').first().isVisible()).toBe(false)
    expect(await page.getByText('Quần đảo Hoàng Sa (Việt Nam)').first().isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })
  }, 60_000)

  it('says when it was written while the server is away, and has no other day', async () => {
    await page.clock.install()
    await page.reload()
    await page.locator('[data-testid="live-state"]:not([data-feed="connecting"])').waitFor()
    await page.getByTestId('report-before').click()
    await page.locator('[data-testid="report"][data-ready="true"]').waitFor()
    const head = page.getByTestId('report').locator('header p')
    const told = await head.innerText()
    expect(told).toMatch(/lập lúc \d\d:\d\d/)
    await stage.server.kill()
    await page.getByTestId('stale-banner').waitFor()
    await page.clock.runFor(90_000)
    expect(await head.innerText()).toBe(told)
    await page.getByTestId('report-after').click()
    await page.getByTestId('report').getByRole('alert').waitFor()
    expect(await page.getByTestId('report-alarm').count()).toBe(0)
  }, 60_000)
})
