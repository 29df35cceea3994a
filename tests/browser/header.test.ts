import { expect, it } from 'vitest'
import { setStage } from './set-stage.js'

const WIDTHS = [
  [1280, 720],
  [1440, 900],
  [1920, 1080],
  [3840, 2160],
] as const

const stage = setStage()
/** What does not fit across. */
const hiddenOf = (box: { scrollWidth: number; clientWidth: number }) => box.scrollWidth - box.clientWidth

it('has a way to every screen at every width, which stays where it is whichever is looked at', async () => {
  const { page } = await stage.sitDown({ path: '/overview' })
  const nav = page.locator('nav.nav')
  await nav.waitFor()
  const places = () =>
    nav
      .locator('.nav-entry')
      .evaluateAll((entries: { offsetLeft: number; offsetWidth: number }[]) =>
        entries.map(({ offsetLeft, offsetWidth }) => [offsetLeft, offsetWidth]),
      )
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height })
    // Lengths follow the screen, and what was laid out at the last one settles first.
    await expect.poll(() => nav.evaluate(hiddenOf), { message: `at ${width} pixels` }).toBe(0)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  const before = await places()
  const past = new Date(Date.now() - 3_600_000).toISOString()
  for (const path of ['/alarms', '/anomalies', '/admin/people', `/overview?at=${past}`]) {
    await page.goto(stage.server.http + path)
    await page.locator('.nav-entry.active').waitFor()
    await expect.poll(places, { message: path }).toEqual(before)
  }
}, 120_000)

it('tells the time and the whole name of the province on a phone, however long', async () => {
  const { page } = await stage.sitDown({ path: '/alarms', width: 390, height: 844 })
  await page
    .locator('time.clock')
    .getByText(/^\d\d:\d\d:\d\d$/)
    .waitFor()
  const name = page.locator('header h1')
  await name.evaluate((h1: { textContent: string }) => (h1.textContent = 'Thành phố Hồ Chí Minh và vùng lân cận'))
  expect(await name.evaluate(hiddenOf)).toBe(0)
  expect(await page.locator('body').evaluate(hiddenOf)).toBe(0)
}, 60_000)
