import { expect, it } from 'vitest'
import { setStage } from './set-stage.js'

const WIDTHS = [
  [1280, 720],
  [1440, 900],
  [1920, 1080],
  [3840, 2160],
] as const

const stage = setStage()

it('has a way to every screen at every width, also with the longest of its names', async () => {
  const { page } = await stage.sitDown({ path: '/anomalies' })
  const nav = page.locator('nav.nav')
  await nav.waitFor()
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height })
    const hidden = () =>
      nav.evaluate((bar: { scrollWidth: number; clientWidth: number }) => bar.scrollWidth - bar.clientWidth)
    // Lengths follow the screen, and what was laid out at the last one settles first.
    await expect.poll(hidden, { message: `at ${width} pixels` }).toBe(0)
  }
})
